"""The languages of articles: what they are called, and which of them an embedding model does not know; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_NAMES = dict(
    pair.split("=")
    for pair in (
        "af=Afrikaans am=Amharic ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian ca=Catalan "
        "cs=Czech cy=Welsh da=Danish de=German el=Greek en=English eo=Esperanto es=Spanish et=Estonian eu=Basque "
        "fa=Persian fi=Finnish fr=French ga=Irish gl=Galician gu=Gujarati ha=Hausa he=Hebrew hi=Hindi hr=Croatian "
        "hu=Hungarian hy=Armenian id=Indonesian is=Icelandic it=Italian ja=Japanese ka=Georgian kk=Kazakh km=Khmer "
        "kn=Kannada ko=Korean ku=Kurdish ky=Kyrgyz la=Latin lb=Luxembourgish lo=Lao lt=Lithuanian lv=Latvian "
        "mk=Macedonian ml=Malayalam mn=Mongolian mr=Marathi ms=Malay mt=Maltese my=Burmese ne=Nepali nl=Dutch "
        "nn=Norwegian no=Norwegian nb=Norwegian or=Odia pa=Punjabi pl=Polish ps=Pashto pt=Portuguese ro=Romanian "
        "ru=Russian si=Sinhala sk=Slovak sl=Slovenian so=Somali sq=Albanian sr=Serbian sv=Swedish sw=Swahili ta=Tamil "
        "te=Telugu tg=Tajik th=Thai tl=Tagalog tr=Turkish ug=Uyghur uk=Ukrainian ur=Urdu uz=Uzbek vi=Vietnamese "
        "xh=Xhosa yo=Yoruba zh=Chinese zu=Zulu"
    ).split()
)


def names_of(codes: Iterable[str]) -> str:
    """Return the English names of languages as a reader lists them, in the order given: "German and French"."""
    names = list(dict.fromkeys(_NAMES.get(code, code) for code in codes))
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def unread(articles: Mapping[str, int], known: Iterable[str]) -> str | None:
    """Say how many articles are in languages that the model does not know; None where it knows all, or says none.

    `articles` is how many there are in each language.
    """
    model = set(known)
    others = {code: count for code, count in articles.items() if model and code not in model}
    if not others:
        return None
    count = sum(others.values())
    return f"{'1 article is' if count == 1 else f'{count} articles are'} in {names_of(sorted(others))}"

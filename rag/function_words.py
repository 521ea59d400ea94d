"""Words that German, Spanish and French questions are made with, rather than about; pure.

Answers are read out of English articles best, but a question in the language of an article must not fail for its "wie".
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.terms import STOPWORDS

LEAST = 2
"""Function words of a language that a question in it has at least."""

FUNCTION_WORDS = {
    "de": frozenset(
        "aber alle als also am an auch auf aus bei beim bis da damit dann das dass dem den denn der des die dies diese "
        "diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es fur gab gegen gibt "
        "habe haben hat hatte hatten ich ihr ihre ihrem ihren ihrer im in ist ja jetzt kann kein keine konnen konnte "
        "lange man mehr mit muss mussen musste nach nicht noch nun nur ob oder ohne sagen sagt sagte sehr sein seine "
        "seinem seinen seiner seit sich sie sind so soll sollen sollte uber um und uns unter viel viele vom von vor "
        "wann war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werden wessen weshalb "
        "wie wieso wieviel will wir wird wo wofur worden wurde wurden zu zum zur zwischen".split()
    ),
    "es": frozenset(
        "a al ante antes como con contra cual cuales cuando cuanta cuantas cuanto cuantos cuyo de del desde despues "
        "dice dicho dijeron dijo donde durante el ella ellas ellos en entre era eran es esa ese eso esta estaba estan "
        "estas este esto estos fue fueron ha habia han hasta hay la las le les lo los mas mucho muy ni no nos o otra "
        "otro para pero por porque que quien quienes se segun ser si sin sobre son su sus tambien tiene tienen un una "
        "unas uno unos y ya".split()
    ),
    "fr": frozenset(
        "a ai apres au aussi aux avant avec c ce cela ces cet cette combien comme comment contre d dans de depuis des "
        "dit du elle elles en entre est et etaient etait ete eu eut fait furent fut il ils j je l la laquelle le "
        "lequel les lesquelles lesquels leur leurs lui mais meme moins n ne nous on ont ou par parce pas pendant "
        "peut plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera ses si son "
        "sont sous sur t tout tres un une vous y".split()
    ),
}
"""By ISO 639-1, without accents, as words are compared."""


def function_words(words: Sequence[str]) -> frozenset[str]:
    """Return the function words of the language that most words of a question are of; none where that is English."""
    counts = {code: sum(word in known for word in words) for code, known in FUNCTION_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    english = sum(word in STOPWORDS for word in words)
    return FUNCTION_WORDS[best] if counts[best] >= LEAST and counts[best] > english else frozenset()

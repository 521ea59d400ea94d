"""Captions and credits of pictures, known by the credit they carry; pure."""

from __future__ import annotations

import re

_LONGEST = 700
_SHORT = 300
_NAMES = 90
"""Characters of a line that is nothing but a credit."""

_TAIL = 160
"""Characters at the end of a line in which a credit is looked for."""

_AGENCY = (
    r"(?:AP|AP Photo|(?:The )?Associated Press|AFP|Reuters|REUTERS|Getty|Getty Images|EPA|EPA-EFE|EFE|Shutterstock"
    r"|iStock|iStockphoto|Xinhua|Bloomberg|Alamy|Sputnik|TASS|Tass|PA|PA Wire|PA Media|Press Association|Rex|REX"
    r"|Rex Features|SWNS|dpa|DPA|imago|IMAGO|Imago|picture alliance|Keystone|KEYSTONE|APA|ANSA|LaPresse|Anadolu"
    r"|Anadolu Agency|ZUMA"
    r"|ZUMA Press|NurPhoto|SOPA|UPI|Imagn|USA TODAY Sports|Pool|POOL|AAP|NTB|TT|Scanpix|ANP|Belga|PAP|Ritzau|MTI"
    r"|ČTK|CTK"
    r"|STR|Unsplash|Pexels|Pixabay|NASA|Handout|Wikimedia|Wikimedia Commons|Kyodo|Yonhap|(?:The )?Canadian Press"
    r"|Polaris|Redux|Magnum|VCG|Stringer)"
)
# A hyphen is no end of a name, a full stop is: "Duqm. Tara Atkinson/AFP".
_NAME = r"[A-ZÀ-Þ][\w’'-]{0,24}\.?(?: [\w’'-]{1,24}\.?){0,4}"
_PICTURE = (
    r"(?:Photos?|Photographs?|Pictures?|Images?|Illustrations?|Graphics?|Credits?|Fotos?|Bild|Crédits?|Crédito"
    r"|Fotografía)"
)
_WHOLE = re.compile(
    "|".join(
        (
            # such as "Photo: Nils Ardent", "Photo by Nils Ardent", "Image caption The harbour at noon", "Foto: dpa"
            r"(?i:photos?|photographs?|images?|pictures?|pics?|video|illustration|graphics?|map|chart|credits?|caption"
            r"|bilder|bild|fotos?|fotografía|imagen|immagine|beeld|zdjęcie|fot\.?|archivbild|archivfoto|symbolbild"
            r"|bildquelle|crédits?|crédito)(?i: (?:by|credits?|source|copyright|caption|courtesy(?: of)?|d'archives"
            r"|photo|di|de archivo))? ?[:©] ?.{1,300}",
            r"(?i:image|media|photo) (?i:copyright|caption|source) .{2,300}",
            # such as "FILE - In this May 18, 2017 file photo, …"
            r"FILE(?: PHOTO| IMAGE)? ?[-–—:] ?.{1,690}",
            r"In this (?:[\w., ]{0,40} )?(?:file |handout )?(?:photo|image|picture|frame grab|screenshot)"
            r"(?: (?:taken|released|provided|made|posted|from)\b.{0,60})?, .{5,600}",
            r"\((?i:photo|image|picture|credit|foto|bild|video|illustration)s? ?(?i:by|via|courtesy|credit|[:/©])"
            r".{1,200}\)",
            # such as "Noel Celis/Getty Images", "Tara Atkinson, AP", "AFP/Noel Celis"
            rf"(?!By ){_NAME} ?(?:/|\||via|,) ?{_AGENCY}(?: ?(?:/|via) ?{_AGENCY}){{0,2}}",
            rf"{_AGENCY} ?/ ?{_NAME}",
            r"(?i:getty images|shutterstock|courtesy(?: of)? .{2,60}|file photo|archive photo|supplied|handout)\.?",
        )
    )
)
_END_IN_BRACKETS = re.compile(
    "(?:"
    + "|".join(
        (
            # such as "… in Moscow. (Nils Ardent/Reuters)", "… in Moscow. (Screenshot)", "… (AP Photo/Nils Ardent)"
            r"\((?i:screenshot|screengrab|file|(?:file|archive) photo|photo by [^()]{1,60}|supplied|handout"
            r"|photo supplied|courtesy of [^()]{1,60})\)",
            r"\((?i:photo|image|picture|credit|foto)s?(?i: credit| courtesy)? ?[:/] ?[^()]{1,60}\)",
            # "… the mayor said. (dpa/AFP)" is the end of a report.
            rf"(?!\({_AGENCY}(?:(?:, ?| ?/ ?| and | & ){_AGENCY})*\))"
            rf"(?:\([^()]{{1,60}}(?:/|, | via | \| ) ?{_AGENCY}(?:[/ ][^()]{{0,40}})?\)"
            rf"|\({_AGENCY} ?/ ?[^()]{{1,50}}\))",
            r"\((?:Getty Images|AP Photo|Shutterstock)[^()]{0,50}\)",
            r"(?<=[.!?”\"’] )\([A-ZÀ-Þ][\w.’'-]{0,20} [A-ZÀ-Þ][\w .’'-]{0,30} ?/ ?[A-ZÀ-Þ][\w .’'-]{1,30}\)",
        )
    )
    + r")\.?$"
)
_END = re.compile(
    "(?:"
    + "|".join(
        (
            # such as "… in Moscow. Photo: AFP", "… in Moscow © Nils Ardent"
            rf"[.!?”\"’)] ?{_PICTURE}(?: (?:[Cc]redits?|by|courtesy))? ?[:/] ?[^.!?:]{{1,80}}",
            # Where no sentence ends before it, only a name: "New Photos: Hundreds of People …" is a title.
            rf"[ |(]{_PICTURE}(?: (?:[Cc]redits?|by|courtesy))? ?[:/] ?(?:[^.!?:]{{1,60}}/[^.!?:]{{1,60}}"
            r"|[^.!?: ]{1,30}(?: [^.!?: ]{1,30}){0,3})",
            rf"[.!?”\"’)] {_PICTURE} (?:by|courtesy of) [^.!?:]{{1,60}}",
            r"© ?[^.!?]{1,80}",
            # such as "… in Moscow. Nils Ardent/Reuters", "… in Moscow. Nils Ardent | AP"
            r"\b(?:REUTERS|Reuters|AFP|AP Photo|EPA)/ ?[A-ZÀ-Þ][\w.’'-]{0,24}(?: [A-ZÀ-Þ][\w.’'-]{0,24}){0,3}",
            rf"[.!?”\"’)] {_NAME} ?[/|] ?{_AGENCY}(?: ?[/|] ?{_AGENCY}){{0,2}}",
            rf"\b[A-ZÀ-Þ][\w’'-]{{1,24}}/(?:AFP|AP|EPA|Reuters|Getty Images|Shutterstock|PA|dpa)(?:/{_AGENCY}){{0,2}}",
            r"(?:/|via |[.!?”\"’)] )(?:Getty Images|Shutterstock|iStock(?:photo)?|Alamy(?: Stock Photo)?|AP Photo"
            r"|EPA-EFE|PA Wire)",
        )
    )
    + r")\)?\.?$"
)
_HEADS = tuple(
    "photo image picture pic video illustration graphic map chart credit caption bild foto fot imagen immagine beeld "
    "zdj archiv symbolbild crédit media file in getty shutterstock courtesy supplied handout".split()
)
_SIGNS = ("/", "©", "hoto", "redit")


_POLLED = re.compile(r"\b(?:polls?|polling|survey\w*|according to)\b[^.!?]{0,90}[.!?]?$", re.IGNORECASE)
"""Behind it "Reuters/Ipsos" asked people, and took no picture."""


def is_caption(line: str) -> bool:
    """Say whether a line shows by its credit that it belongs to a picture."""
    return _has_credit(line) and not _POLLED.search(line)


def _has_credit(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    if "( " in line:
        line = line.replace("( ", "(").replace(" )", ")")
    ends_a_sentence = line[-1:] in '.!?…”"’'
    opens_like_one = line[:14].lower().lstrip("(").startswith(_HEADS)
    if (opens_like_one or (len(line) <= _NAMES and not ends_a_sentence)) and _WHOLE.fullmatch(line):
        return True
    if ends_a_sentence and not any(sign in line[-60:] for sign in _SIGNS):
        return False
    start = max(0, len(line) - _TAIL)
    # A paragraph may run into the caption below it: then it is more than a caption.
    return bool(_END_IN_BRACKETS.search(line, start)) or (len(line) <= _SHORT and bool(_END.search(line, start)))

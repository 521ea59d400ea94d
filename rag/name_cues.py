"""Words that tell what a name names: first names, titles, what organisations and places are called; data only."""

WOMEN = frozenset(
    "abby abigail adele aisha alexandra alice alicia alison allison alyssa amanda amelia amy andrea angela angelina "
    "anita ann anna anne annie ariana ashley audrey barbara beatrice bella beth betty beyonce billie britney brooke "
    "camilla carla carmen carol caroline catherine cathy celine charlotte cheryl christina christine cindy claire "
    "clara cynthia daisy dawn deborah debra denise diana diane dolly donna dorothy edith eileen elaine eleanor "
    "elena elizabeth ella ellen emily emma erica erin eva eve evelyn faith fatima fiona florence frances gabrielle "
    "georgia gina grace greta hailey hannah heather heidi helen hillary holly hope ida irene iris isabel "
    "isabella ivanka jacinda jada jane janet janice jasmine jean jennifer jenny jessica jill joan joanna jodie "
    "josephine joyce judith judy julia julie karen kate katherine kathleen kathryn katie katy kelly kim kirsten "
    "kristen lara laura lauren leah letitia lena lily linda lisa liz louise lucy lydia madison madonna maggie "
    "margaret maria marie marilyn marina martha martina mary maya megan meghan melania melinda melissa mercedes "
    "meryl mia michelle mikaela mila miranda molly monica nadia nancy naomi natalie natasha nicola nicole nina nora "
    "olga olivia oprah pamela patricia paula penelope phoebe priscilla rachel rebecca reese rihanna rita rosa "
    "rosalind rose rosie roxanne ruby ruth sabrina sally samantha sandra sara sarah scarlett selena serena shakira "
    "sharon sheila shirley sofia sonia sophia sophie stella stephanie sue susan suzanne sylvia tara taylor teresa "
    "theresa tiffany tina tracy trisha ursula valerie vanessa venus vera veronica victoria virginia wendy whitney "
    "yoko yvonne zendaya zoe".split()
)
"""First names that are mostly of women."""

MEN = frozenset(
    "aaron adam adrian ahmed al alan albert alec alejandro alex alexander alexei alfred ali allan amit andre andrew "
    "andy angus anthony antonio arnold arthur barack barry ben benjamin bernard bernie bill billy bob bobby boris "
    "brad bradley brandon brendan brett brian bruce bruno bryan cameron carl carlos charles charlie chris christian "
    "christopher clark claude clint cole colin connor conor craig cristiano curtis dale dan daniel danny darren "
    "dave david dean dennis derek diego dillon dmitri don donald doug douglas drew duncan dustin dwight dylan earl "
    "ed eddie eddy edgar edmund eduardo edward edwin elijah elliot elon elvis emmanuel eric erik erling "
    "ernest ethan eugene evan felix fernando francis francisco frank franklin fred frederick gabriel gareth gary "
    "gavin geoff geoffrey george gerald gerard giorgio glenn gordon graham grant greg gregory guillermo guy hank "
    "hans harold harry harvey hassan henri henrik henry herbert horace howard hugh hugo hunter ian igor isaac ivan "
    "jack jackie jacob jai jake james jamie jan jared jason javier jay jeff jeffrey jeremy jerome jerry jesse jesus "
    "jim jimmy joe joel johan john johnny jon jonathan jordan jorge jose joseph josh joshua juan julian julius "
    "justin karl keith ken kenneth kevin kirk kurt kyle lance larry laurence lawrence lebron lee leo leon leonard "
    "leonardo lewis liam lionel logan louis lucas luis luke manuel marc marco marcus mario mark martin marvin mason "
    "mathew matt matthew maurice mauricio max michael miguel mike miles mitch mitchell mohamed mohammed moses "
    "muhammad nathan neil nelson nicholas nick nicolas noah norman oliver olivier omar oscar otto owen pablo "
    "patrick paul pedro peter phil philip pierre quentin rafael ralph ray raymond richard rick ricky rishi rob "
    "robert roberto robin rod roger roland roman ron ronald ross roy rudy rupert russell ryan sachin salman sam "
    "samuel satya scott sean sebastian sergei sergio seth shane shaun sidney simon stan stanley stephen steve "
    "steven stuart sundar ted terence terry thierry thomas tim timothy todd tom tony travis trevor tyler victor "
    "viktor vincent vladimir volodymyr wade walter warren wayne wesley will william winston xavier yuri zach".split()
)
"""First names that are mostly of men."""

TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor president minister senator sen rep congressman "
    "congresswoman judge justice king queen prince princess pope bishop captain capt colonel general gen sergeant "
    "coach manager founder chairman chairwoman chancellor commissioner ambassador governor gov mayor secretary "
    "director actor actress singer rapper author writer pastor officer striker quarterback midfielder defender "
    "winger goalkeeper ceo cto cfo coo".split()
)
"""What stands before a name and is no part of it."""

SHE_TITLES = frozenset("mrs ms miss dame lady queen princess congresswoman chairwoman actress".split())
"""Titles that tell a woman."""

HE_TITLES = frozenset("mr sir lord king prince pope congressman chairman".split())
"""Titles that tell a man."""

THING_WORDS = frozenset(
    "inc corp corporation ltd llc plc co company group fund bank capital holdings ventures partners industries "
    "motors airlines airways records music pictures studios studio games entertainment media networks network news "
    "times post journal herald guardian verge press magazine university college institute school academy church "
    "museum hospital clinic center centre library court commission committee council parliament congress senate "
    "party ministry department agency authority office board union association federation league cup championship "
    "championships series bowl open games prize award awards act bill order treaty law project foundation society "
    "club united city fc rovers rangers wanderers communications athletic dodgers lakers bulls bears bills lions "
    "giants jets eagles patriots cowboys yankees astros army navy police force house street tower bridge stadium "
    "park arena airport festival show tour album band orchestra watch phone deck truck play store search cloud maps "
    "prime pro max plus app system protocol war battle trial case scandal summit conference day week month year "
    "season awards research labs technologies technology systems software telecom mobile energy oil gas times era "
    "mission program programme report study test".split()
)
"""Words in the name of an organisation, an event, a work or a product, but seldom in a person's."""

PLACES = frozenset(
    "africa america argentina asia australia austin austria bahamas bangladesh barcelona beijing belgium berlin "
    "boston brazil britain brussels california canada chicago china congo dallas denmark dubai dublin edinburgh "
    "egypt england europe finland florida france gaza germany ghana greece hollywood india indonesia iran iraq "
    "ireland israel italy jamaica japan kenya korea kyiv lebanon lisbon london madrid malaysia manchester manhattan "
    "melbourne mexico miami moscow mumbai munich nebraska netherlands nigeria norway ohio ottawa pakistan palestine "
    "paris perth philadelphia phoenix pittsburgh poland portugal qatar riyadh rome russia scotland seattle "
    "singapore spain stockholm sweden switzerland sydney syria taiwan texas tokyo toronto turkey uk ukraine us usa "
    "utah vienna virginia wales washington york angeles vegas francisco diego zealand kingdom states arabia islands "
    "emirates".split()
)
"""Last words of the names of places that news speaks of often; no gazetteer."""

CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday christmas thanksgiving easter".split()
)
"""Capital words that are dates."""

OUTLET_ENDINGS = tuple(
    "times post news crunch herald guardian verge journal telegraph bbc cnn cnbc reuters ap afp globe tribune "
    "gazette daily magazine observer independent bloomberg fortune wired engadget polygon mashable globes".split()
)
"""How the names of outlets end."""

PERSON_WORDS = TITLES | frozenset(
    "man woman boy girl person actor player leader mother father wife husband son daughter brother sister child "
    "chief head boss lawyer scientist researcher artist photographer teacher student doctor nurse candidate "
    "champion boxer fighter patient victim suspect owner spokesman spokeswoman driver swimmer guitarist drummer "
    "composer politician".split()
)
"""Nouns that speak of one person."""

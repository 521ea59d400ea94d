"""Words that tell what a name names: first names, titles, what organisations and places are called; data only."""

WOMEN = frozenset(
    "abby abigail adele agnes agnieszka aisha alexandra alice alicia alina alison allison alma alyssa amanda amelia "
    "amina amy anastasia andrea angela angelina anita anja ann anna anne annie annika antonia ariana ashley astrid "
    "audrey ayesha barbara beatrice bella beth betty beyonce billie birgit bridget brigitte britney brooke camilla "
    "carla carmen carol caroline carolyn carrie catherine cathy cecilia celine charlotte cheryl chloe christina "
    "christine cindy claire clara colette courtney cynthia daisy daniela danielle daphne dawn deborah debra delia "
    "denise diana diane dolly donna doris dorothy edith edna eileen elaine eleanor elena elisa elise elizabeth ella "
    "ellen elsa emily emma erica erika erin estelle esther eugenia eva eve evelyn faith fatima felicity fiona flora "
    "florence frances francesca freya gabrielle georgia georgina geraldine gertrude gillian gina gloria grace greta "
    "gudrun gwen hailey hannah harriet hazel heather heidi helen hilda hildegard hillary holly hope ida imogen ines "
    "inga ingeborg ingrid irene iris isabel isabella isla ivanka ivy jacinda jacqueline jada jana jane janet janice "
    "janine jasmine jean jennifer jenny jessica jill jo joan joanna jocelyn jodie josephine joyce judith judy julia "
    "julie jutta karen karin katarina kate katherine kathleen kathryn katie katja katrin katy kelly kerry kim kirsten "
    "klara kristen kristina lara laura lauren leah leila lena leonie lesley letitia lillian lily linda lisa liz "
    "lorraine louise lucia lucy lydia mabel madison madonna magda magdalena maggie malala marcia margaret margarita "
    "margot maria marianne marie marilyn marina marion marta martha martina mary matilda maud maureen maya megan "
    "meghan melania melinda melissa mercedes meryl mia michelle mikaela mila mildred miranda moira molly mona monica "
    "monika muriel nadia nancy naomi natalia natalie natasha nell nia niamh nicola nicole nina noor nora oksana olga "
    "olivia olwen oprah pamela paola patricia paula pauline penelope petra philippa phoebe pippa polly priscilla "
    "priya rachael rachel ramona rebecca reese regina renata renate rihanna rita roberta rosa rosalind rose rosemary "
    "rosie rowena roxanne ruby ruth sabrina sally samantha sandra sara sarah saskia scarlett selena serena shakira "
    "sharon sheila sheryl shirley sigourney sigrid silvia simone siobhan sofia sonia sophia sophie stella stephanie "
    "sue susan suzanne svetlana sylvia tamara tara tatiana taylor teresa tessa thelma theresa tiffany tilda tina toni "
    "tracy trisha trudy una ursula valerie vanessa venus vera veronica victoria viola virginia vivian wendy whitney "
    "wilhelmina winifred yasmin yoko yulia yvette yvonne zainab zara zendaya zoe".split()
)
"""First names that are mostly of women."""

MEN = frozenset(
    "aaron adam adrian ahmed aidan al alan alastair albert alec alejandro alessandro alex alexander alexei alfonso "
    "alfred ali alistair allan amir amit anders andre andreas andrei andrej andrew andrzej andy angus anthony anton "
    "antonio arjun armando arne arnold arthur ashok axel barack barry bashar bashir ben benedict benito benjamin "
    "bernard bernie bertrand bill billy bjorn bob bobby boris brad bradley brandon brendan brett brian bruce bruno "
    "bryan cameron carl carlos carsten casper cedric cesar charles charlie chris christian christoph christophe "
    "christopher clark claude claudio clement clint clive cole colin connor conor craig cristiano curtis cyril dale "
    "damian damien dan daniel danny darius darren dave david dean declan dennis derek dermot desmond diego dieter "
    "dillon dirk dmitri dominic don donald doug douglas drew duncan dustin dwight dylan eamon earl ed eddie eddy "
    "edgar edmund eduardo edward edwin elias elijah elliot elon elvis emil emmanuel enrique enzo eric erik erling "
    "ernest ernst ethan eugene evan fabian federico felipe felix fernando filip florian francis francisco frank "
    "franklin franz fred frederick fritz gabriel gareth gary gavin geoff geoffrey george gerald gerard gilbert gilles "
    "giorgio giovanni giuseppe glenn gordon graham grant greg gregory guido guillermo gunnar gunther gustav guy hanif "
    "hank hans harald harold harry harvey hassan heinrich heinz helmut henri henrik henry herbert horace horst howard "
    "hugh hugo humphrey hunter ian ibrahim idris igor imran isaac ivan jack jackie jacob jai jake jakob james jamie "
    "jan jared jaroslav jason javier jay jeff jeffrey jens jeremy jerome jerry jerzy jesse jesus jim jimmy joachim "
    "joao jochen joe joel johan john johnny jon jonas jonathan jordan jorg jorge jose joseph josh joshua juan julian "
    "julius jurgen justin kamal karel karl kaspar keith ken kenneth kevin khalid kirk klaus konrad kristian krzysztof "
    "kurt kyle lance larry lars laurence lawrence lebron lee leo leon leonard leonardo leopold lewis liam lionel "
    "logan lorenzo louis luca lucas lucian luis lukas luke lutz magnus malcolm manfred manuel marc marco marcus marek "
    "mario mark martin marvin mason mathew mathias matt matteo matthew matthias maurice mauricio max maximilian "
    "mehmet michael miguel mike milan miles mitch mitchell mohamed mohammad mohammed moses muhammad mustafa narendra "
    "nathan nathaniel neil nelson neville nicholas nick nicolas nigel nikolai nikolas noah norman olaf ole oleg "
    "oliver olivier omar oscar oskar otto owen pablo paolo pascal patricio patrick paul pavel pedro percy peter phil "
    "philip philipp pierre piers piotr quentin rafael rainer rajesh ralf ralph ramon raul ray raymond reginald "
    "reinhard rene reza ricardo richard rick ricky rishi rob robert roberto robin rod rodney roger roland rolf roman "
    "ron ronald rory ross roy ruben rudolf rudy rupert russell ryan sachin salman sam samuel sandro sanjay satya "
    "sayed scott sean sebastian sergei sergio seth shane shaun sidney siegfried silvio simon soren stan stanley "
    "stefan stephen steve steven stuart sundar sven tariq ted terence terry thaddeus theo theodore thierry thomas tim "
    "timothy tobias todd tom tomas tony torsten travis trevor tyler ulrich uwe vaclav valentin victor vijay vikram "
    "viktor vincent vinod vladimir volodymyr wade walid walter warren wayne werner wesley wilhelm will william "
    "winston wolfgang xavier yuri yusuf zach zoltan".split()
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
    "organization organisation "
    "inc corp corporation ltd llc plc co company group fund bank capital holdings ventures partners industries "
    "motors airlines airways records music pictures studios studio games entertainment media networks network news "
    "times post journal herald guardian verge press magazine university college institute school academy church "
    "museum hospital clinic center centre library court commission committee council parliament congress senate "
    "party ministry department agency authority office board union association federation league cup championship "
    "championships series bowl open games prize award awards act bill order treaty law project foundation society "
    "club united city fc rovers rangers wanderers communications athletic dodgers lakers bulls bears bills lions "
    "giants jets eagles patriots cowboys yankees astros army navy police force house street road quay tower bridge "
    "stadium park arena airport festival show tour album band orchestra watch phone deck truck play store search cloud "
    "maps prime pro max plus app system protocol war battle trial case scandal summit conference day week month year "
    "season awards research labs technologies technology systems software telecom mobile energy oil gas times era "
    "mission program programme report study test town county albion hotspur foods homes metals brewery breweries farms "
    "dairies hotels stores brands electronics chemicals pharma pharmaceuticals therapeutics railway railways ferries "
    "trust fellowship alliance inspectorate cutting baths quarry harbour".split()
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

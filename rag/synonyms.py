"""Other words for the same thing, as news uses them: who asks who was "sacked" finds who was "dismissed"; pure.

Written by hand, from what newsrooms call the things they report most. Each line is a family; what stands behind ">"
only counts where an article says it, since asked for it mostly means something else ("fire" for dismissing). Words are
told apart by their stems, so only forms that have another stem are written out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from rag.terms import STOPWORDS, stem, words

_FORMS = """
arise arose arisen; become became; begin began begun; bite bit bitten; blow blew blown; break broke broken
bring brought; build built rebuild rebuilt; burn burnt; buy bought; catch caught; choose chose chosen; come came
deal dealt; dig dug; draw drew drawn; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt
fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten
forgive forgave forgiven; freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown
hear heard; hide hid hidden; hold held; keep kept; know knew known; lead led; leave left; lend lent; lose lost
make made; mean meant; meet met; overtake overtook overtaken; pay paid; ride rode ridden; ring rang rung
rise rose risen; run ran; see saw seen; seek sought; sell sold; send sent; shake shook shaken; shoot shot
shrink shrank shrunk; sing sang sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend spent
spring sprang sprung; stand stood; steal stole stolen; stick stuck; strike struck; swear swore sworn
sweep swept; swim swam swum; take took taken; teach taught; tear tore torn; think thought; throw threw thrown
undergo underwent undergone; understand understood; wear wore worn; win won; withdraw withdrew withdrawn
write wrote written
"""
"""Verbs whose forms have other stems."""

_ALIKE = """
die died death dead kill killed fatal fatality fatalities deadly toll perish drown victim > lives claimed
hurt injure injury injuries wound wounded casualty casualties
sick sicken ill illness fell unwell > cases infected infections patients
infect infected infection infections contract contracted cases
resign resignation quit > stepped step stood standing leave left
sack sacked dismiss dismissed dismissal oust ousted axe axed > fired removed
replace replacement succeed succeeded successor > sworn appointed deputy takes
appoint appointed appointment elect elected install installed sworn nominate nominated > named
job jobs post posts position role employ employed employment
worker workers employee employees staff workforce crew labourers
boss bosses head chief > director manager chairman chairwoman executive president leader
strike strikers walkout stoppage industrial
wage wages pay salary salaries earn earns earnings > paid
raise rise increase increased hike growth grow grew higher > climbed jumped soared
cut reduce reduced reduction lower lowered shrink shrank slash slashed > fewer
fall decline declined decrease drop dropped dwindle shrink shrunk fewer > lost
close closed closure shut shutdown shutting > blockade
open opened reopen reopened opening
start started begin began launch launched > set opened
end ended finish finished conclude concluded > closed
stop stopped halt halted suspend suspended suspension pause paused
delay delayed postpone postponed postponement > later put
cancel cancelled cancellation scrap scrapped abandon abandoned
ban banned forbid forbidden prohibit prohibited outlaw outlawed illegal
allow allowed permit permitted permission approve approved authorise authorised authorize authorized consent
approve approved approval endorse endorsed adopt adopted pass passed > voted
reject rejected rejection refuse refused refusal decline > turned
vote voted votes ballot poll polls election referendum
campaign campaigning canvass
win won winner victory victorious triumph beat defeated > gold
lose lost loser defeat defeated beaten
beat defeat defeated won overcame
buy bought purchase purchased acquire acquired acquisition takeover > bid
sell sold sale
bidder bid offer offered suitor
cost costs price priced > worth paid
money funds funding cash sum
shortfall gap deficit hole shortage
debt debts owe owed loan loans
fine fined penalty penalties
bankrupt bankruptcy insolvent insolvency collapse collapsed administration
profit profits earnings surplus
loss losses deficit
compensation compensate compensated damages payout settlement redress
donate donated donation gift gave contribute contributed contribution > gifts
prison jail jailed imprisoned gaol custody sentence sentenced bars
sentence sentenced jailed term
arrest arrested detain detained custody caught seize apprehended
charge charged accuse accused indict indicted prosecute prosecuted
convict convicted conviction guilty
acquit acquitted cleared innocent
suspect suspected alleged
thief thieves steal stole stolen theft rob robbed robber burglar burglars burglary intruder intruders raiders
hack hacked hacker hackers breach attackers intruders
fraud fraudster swindle swindled deception
lawsuit sue sued suit
court > tribunal judges
judge > magistrate justice
lawyer lawyers attorney barrister solicitor counsel
police > officer detectives constable
raid raided search searched
investigate investigated investigation inquiry inquest probe inquiries
find found discover discovered discovery spot spotted notice noticed detect detected
cause caused blame blamed reason trigger triggered spark sparked due origin > started led result
blaze fire fires wildfire inferno flames > burned
blast explosion exploded explode blew > detonated
crash crashed collision collided collide derail derailed derailment accident
accident disaster tragedy crash
flood flooded flooding floods floodwater inundated
storm hurricane typhoon cyclone gale
earthquake quake tremor
landslide landslip mudslide
rescue rescued rescuer rescuers save saved > firefighters volunteers
evacuate evacuated evacuation flee fled
homeless displaced
shelter shelters refuge
house houses home homes dwelling dwellings
rebuild rebuilt rebuilding reconstruction repair repaired restore restored
repair repaired mend fix fixed mended
damage damaged destroy destroyed ruin ruined wreck wrecked
protest protested protesters demonstration demonstrate demonstrators march marched rally marchers
riot riots unrest
angry anger angered furious fury outrage outraged
afraid fear fears feared worry worried worries concern concerned
happy pleased delighted welcome welcomed glad
sorry apology apologise apologised apologize apologized regret
argue argued dispute disputed row quarrel
criticise criticised criticism criticize criticized attack attacked condemn condemned denounce denounced
oppose opposed opponent opponents opposition
agree agreed agreement deal accord pact treaty
deal accord pact agreement settlement contract
meeting met meet talks summit conference
talk talks negotiate negotiated negotiation negotiations
threat threaten threatened warn warned warning
promise promised pledge pledged vow vowed commit committed
plan plans planned proposal propose proposed scheme
order ordered command commanded instruct instructed
demand demanded demands ask asked request requested require required insist insisted
help helped aid assist assisted assistance
decide decided decision rule ruled ruling verdict
announce announced announcement unveil unveiled declare declared
publish published publication release released > issued
reveal revealed disclose disclosed > emerged
deny denied denial denies
admit admitted confess confessed acknowledge acknowledged concede conceded
suggest suggested recommend recommended recommendation advise advised advice
mistake error slip wrong blunder
fault faulty defect defective flaw
scientist scientists researcher researchers > experts
study studies research > survey trial
doctor doctors physician physicians medic medics
drug drugs medicine medication pill
vaccine vaccines jab vaccination
disease illness outbreak epidemic
hospital infirmary clinic
teacher teachers schoolteacher
pupil pupils student students schoolchildren
child children kid kids > boy girl
baby infant newborn
husband wife spouse married
wed wedding married marriage bride
car cars vehicle vehicles
lorry truck trucks lorries
plane aircraft airliner jet
ship ships vessel vessels boat boats ferry
railway rail train trains
road street motorway highway
factory plant works mill
company firm > business corporation
shop shops store stores
customer customers client clients consumer consumers > buyers
owner owners owned
farm farms farmer farmers
fisherman fishermen fisher fishers fishing
sailor sailors seafarer seafarers crew
soldier soldiers troops military army forces
weapon weapons arms gun guns
attack attacked assault raid
war conflict fighting
peace ceasefire truce
migrant migrants refugee refugees asylum
government > cabinet administration authorities
lawmaker lawmakers legislator legislators parliamentarian > senator deputies
law legislation > bill act
tax taxes levy duty
vow oath
town city
council councillor councillors
pool baths swimming
inhabitant inhabitants resident residents locals villagers population
neighbour neighbours neighbor neighbors residents
visitor visitors tourist tourists > guests
fan fans supporters spectators
player players footballer
coach coached trainer
team club squad
match game fixture
trophy cup title
painting picture canvas masterpiece artwork
museum gallery
film movie
actor actress performer
singer musician
author writer novelist
newspaper paper
fee fees charge
rent rents rental tenant tenants
energy electricity power
pollute polluted pollution contaminate contaminated contamination tainted
clean cleaned cleanup
poison poisoned toxic
drought dry
cold freezing frost
hot heat heatwave
big large size huge > wide tall hectares metres
hide hidden hid conceal concealed
missing lost disappeared vanished vanish
move moved relocate relocated transfer
reach reached arrive arrived
expect expected forecast predict predicted prediction
try tried attempt attempted bid
fail failed failure collapse
succeed success successful
survive survived survivor survivors alive
birth born
old aged age
alarm siren warning
clue evidence proof
watchdog regulator inspectorate > authority agency commission
inspect inspected inspector inspectors inspection
spokesman spokeswoman spokesperson
founder founded found establish established
share shares stake stock
shareholder shareholders investor investors
spend spent spending > bought cost
keep kept retain retained remain
stay stayed remain remained
union unions league
"""
"""Families of words that stand for one another in reports, not in general."""

_PHRASES = {
    r"(?:lose|lost|losing|loses) (?:his|her|their|its|your)? ?(?:lives|life)": "die",
    r"(?:pass|passed|passes|passing) away": "die",
    r"(?:step|stepped|steps|stepping|stand|stood) (?:down|aside)": "resign",
    r"(?:lay|laid|laying) off": "sack",
    r"(?:take|took|takes|taken|taking) over (?:from|as)": "replace",
    r"(?:down|downed|downing) tools|(?:walk|walked|walks) out|stop(?:ped)? work": "strike",
    r"(?:fall|fell|falls|fallen|get|got) (?:ill|sick)": "sick",
    r"(?:break|broke|broken) in(?:to)?": "theft",
    r"(?:set|sets|touch|touched) off": "cause",
    r"(?:turn|turned|turns) down": "reject",
    r"(?:call|called|calls) off": "cancel",
    r"(?:put|puts) off": "delay",
    r"(?:put|puts|go|goes|went|gone) up": "raise",
    r"(?:go|goes|went|gone|come|came) down": "fall",
    r"(?:shut|close|closed) down": "close",
    r"(?:give|gave|given|hand|handed) (?:away|money)": "donate",
    r"(?:find|found) out": "discover",
    r"behind bars": "prison",
    r"(?:blow|blew|blown|blows) up": "blast",
    r"(?:bring|brought|brings) down": "cause",
}
"""Words that are one verb together, with the word that they stand for."""

_MEANT = tuple((re.compile(rf"\b(?:{phrase})\b"), meant) for phrase, meant in _PHRASES.items())


@lru_cache(maxsize=64)
def alike(question: str, names: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return, for the stems of a question's words, the stems that say the same; names have none."""
    asked = words(question)
    named = {stem(word) for name in names for word in words(name)}
    found = {term: others for word in asked if (others := _alike(term := stem(word)))}
    for phrase, meant in _MEANT:
        others = _alike(stem(meant)) | {stem(meant)}
        for match in phrase.finditer(" ".join(asked)):
            found |= {stem(word): others for word in match[0].split() if word not in STOPWORDS}
    return {term: others - {term} for term, others in found.items() if term not in named}


def sought(word: str, others: Collection[str], frequency: Callable[[str], int]) -> Sequence[str]:
    """Return what is looked for: a word, or where it stands nowhere those of the others that stand somewhere.

    Args:
        others: stems; what is returned is written out, since some stems have another stem when stemmed again.
    """
    written = _words_of_stems()
    standing = () if frequency(word) else sorted(filter(frequency, (written.get(other, other) for other in others)))
    return standing or (word,)


def _alike(term: str) -> frozenset[str]:
    return _families().get(term, frozenset())


@lru_cache(maxsize=1)
def _words_of_stems() -> dict[str, str]:
    return {stem(word): word for line in _lines() for word in line.replace(">", " ").split()}


def _lines() -> list[str]:
    return [line for line in (*_FORMS.replace(";", "\n").splitlines(), *_ALIKE.splitlines()) if line.strip()]


@lru_cache(maxsize=1)
def _families() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for line in _lines():
        asked, _, only_said = line.partition(">")
        family = {stem(word) for word in (*asked.split(), *only_said.split())}
        for word in asked.split():
            known.setdefault(stem(word), set()).update(family)
    return {term: frozenset(others - {term}) for term, others in known.items()}

"""English as the verifier knows it: which words say the same, which say the reverse.

General lists, kept to words that change what a sentence claims. A word is compared by its root, so
one form of each is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from service.answering.words import stem

_SAME = """
sit lie|hand pass give|define set|record describe store|stay remain still|force require|cost lose
beat defeat win|begin start commence|end finish complete conclude|stop cease halt
remove delete erase clear drop|add append insert|create make build construct produce
change alter modify|big large great huge|small little tiny|quick fast rapid|need require
allow permit let enable|show display|get receive obtain|give provide supply|keep retain preserve
pick choose select|use utilise employ|happen occur arise|help assist aid|buy purchase
send submit transmit|ask request|tell inform|whole entire full complete|often frequent|seldom rare
usual normal typical common|wrong incorrect|right correct|error failure|folder directory|new fresh
old former previous earlier|near close|differ different unlike
reduce decrease lower lessen cut diminish shrink fall drop|increase raise grow rise|increase raise
stay remain|try attempt|call invoke|run execute|decide determine
about approximately around roughly|specific particular|immediate instant|automatic automatically
present exist|convert turn transform|delay postpone hold|slightly little|bump increase
likely probable|main chief primary principal major|answer reply response
appropriate suitable fitting proper|because since|so therefore thus hence|but however yet
several many multiple various|employee staff worker personnel|work labour|job task
overwrite replace substitute|store save hold|save write|wait await|hidden invisible
visible seen see|exceed surpass|maximum largest greatest highest|minimum smallest lowest
permission approval consent|approve authorise|prevent avoid|contain include comprise
consist comprise|connect link join|trip voyage journey|damage harm|destroy ruin|discover find
notice observe|house home|stretch section|mistake error fault|fix repair mend correct
data information|option settings|argument parameter|price cost|drawback downside disadvantage
advantage benefit|reason cause|result outcome|rule regulation|team group|year annual yearly
day daily|month monthly|week weekly|length long|shorten short|lengthen long|width wide|depth deep
height high|strength strong|weak weakness|repeat again reuse|repeat memorise|bring carry
leave depart|return back|whenever when|cost charge|signal indicate|point refer|overshoot jump past
fill populate|empty blank|tree hierarchy|person people human|company firm business
ship vessel boat|city town|country nation|war conflict
""".replace("\n", "|")

# One of two: a sentence that has the other word says the reverse.
_REVERSE = """
correct wrong|correct incorrect|flourish decline|private public|identical different|same different
equal different|hide show|local global|local remote|general specific|smallest largest
biggest smallest|minimum largest|begin finish|most few|many few|love hate|wide narrow|thick thin
cheap expensive|heavy light|tall short|friend enemy|victory defeat|agree disagree|increase reduce
increase fall|rise fall|grow shrink|add remove|more less|more fewer|above below|before after
before during|after during|first last|early late|earlier later|begin end|start stop|open close
accept reject|allow forbid|enable disable|include exclude|large small|long short|lengthen shorten
fast slow|quicken slow|speed slow|high low|higher lower|deep shallow|strong weak|hot cold
warm cold|warm cool|wet dry|light dark|full empty|true false|right wrong|succeed fail
success failure|win lose|gain lose|save cost|save waste|better worse|best worst|good bad
well badly|easy hard|easy difficult|simple complex|old new|oldest newest|young old|north south
east west|left right|up down|upper lower|top bottom|inside outside|internal external
public private|often seldom|always rare|maximum minimum|foreground background|parent child
ancestor descendant|import export|buy sell|push pull|read write|encode decode|lock unlock
attach detach|install uninstall|connect disconnect|publish unpublish|male female|alive dead
live die|present absent|positive negative|summer winter|spring autumn|day night|morning evening
input output|sender receiver|client server|optional required|mandatory optional|advance delay
exceed fall|together apart|safe dangerous|possible impossible|equal unequal|visible hidden
known unknown|stable unstable|expand contract|together alone|accelerate slow|near far|major minor
rich poor|war peace|forward backward|synchronous asynchronous|mutable immutable|even odd
strict lax|ascending descending|horizontal vertical|front back|inner outer|raise lower
improve worsen|although because|few many|front behind|close apart|strengthen weaken|widen narrow
heat cool|freeze melt|arrive depart|remember forget
""".replace("\n", "|")

# How much, how often, how surely: no negation makes one of these out of another.
_CONTRAST = """
all some|every some|each some|always sometimes|always never|never sometimes|fully partly|must may
must can|must might|usually always|most least|often always|entirely partly|completely partly
""".replace("\n", "|")

_FORMS = """
began begin|begun begin|built build|bought buy|brought bring|caught catch|chose choose
chosen choose|did do|done do|drawn draw|drew draw|fell fall|fallen fall|felt feel|found find
gave give|given give|gone go|went go|got get|gotten get|grew grow|grown grow|held hold|kept keep
knew know|known know|laid lay|led lead|left leave|lost lose|made make|meant mean|met meet|paid pay
ran run|risen rise|rose rise|said say|saw see|seen see|sent send|shown show|sold sell|sought seek
spent spend|stood stand|taken take|took take|taught teach|thought think|told tell
understood understand|won win|wrote write|written write|lain lie|lay lie|worn wear|drove drive
driven drive|broke break|broken break|spoke speak|spoken speak|fed feed|fought fight|flew fly
flown fly|forgot forget|children child|people person|men man|women woman|indices index
indexes index|analyses analysis|criteria criterion|vertices vertex|matrices matrix|lives life
leaves leave|halves half|wider wide|shorter short|longer long|larger large|smaller small|died die
rarely seldom|mostly most|dying die|lying lie|tying tie|became become|differ different
differs different|difference different|differences different|settings option|building construct
fewest least
""".replace("\n", "|")

_ENDINGS = ("ments", "ment", "ally", "ions", "ion", "ness", "isation", "ization", "ity")
_UN = ("un", "in", "im", "ir", "dis", "non", "de")
_PREFIX = 5  # letters: a root that long is of the same family as a word that it begins
NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
UNITS = frozenset(
    """
    millisecond second minute hour day week month quarter year decade century millimetre centimetre
    metre meter kilometre kilometer inch foot feet yard mile gram kilogram pound ounce ton tonne
    litre liter gallon bit byte kilobyte megabyte gigabyte terabyte token euro dollar cent yen degree
    percent january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
# Words that claim nothing by themselves.
LIGHT = frozenset(
    """
    therefore thus everything result lack despite others nobody want look know go get remain call
    become happen way thing case kind sort example instance actual simply yourself someone
    something anything everyone along well also still yet per there here put come since although
    though while whereas because rather instead whether unless until upon within during
    respectively namely order fact etc both either neither exactly above below before after more
    less least most first last every always never sometimes often may must can could might should
    shall will would arise exist occur give around about approximately roughly nothing number
    amount whenever one only use take make find leave let single inside outside cause learn done
    see tell another all some each any fully partly entirely completely
    """.split()
)
# Said beside an identifier, these only tell what it is.
KINDS_OF_THING = frozenset(
    """
    file folder directory command flag option method function script hook variable field parameter
    argument class setting property module library tool header key package route
    """.split()
)
# Light where nothing stands against them, yet they say how things stand to each other.
RELATIONS = frozenset(
    """
    before after during above below more less fewer most least first last every each all some
    always sometimes never often may must can might fully partly entirely completely although
    because into from than show few many identical require pass need
    """.split()
)


def _groups(text: str) -> Iterator[list[str]]:
    for group in text.split("|"):
        if group.strip():
            yield group.split()


_IRREGULAR = {form: plain for form, plain in _groups(_FORMS)}  # noqa: C416 - checks that there are two


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """What the forms of a word have in common; not always a word itself."""
    word = _IRREGULAR.get(word, word).removesuffix("'s").removesuffix("s'")
    word = NUMBERS.get(word, word)
    if word in RELATIONS or word in UNITS:
        return word
    if word.removesuffix("s") in UNITS:
        return word.removesuffix("s")
    word = word.replace("isation", "ization").replace("our", "or")
    for ending in ("ise", "ised", "ises", "ising"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word.removesuffix(ending) + ending.replace("is", "iz", 1)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    before = ""
    while before != word:
        before, word = word, stem(word)
    return word[:-1] if len(word) > 2 and word[-1] in "yie" else word


def _index(text: str) -> dict[str, frozenset[int]]:
    places: dict[str, set[int]] = {}
    for at, group in enumerate(_groups(text)):
        for word in group:
            places.setdefault(root(_IRREGULAR.get(word, word)), set()).add(at)
    return {word: frozenset(at) for word, at in places.items()}


_SAME_INDEX, _REVERSE_INDEX, _CONTRAST_INDEX = map(_index, (_SAME, _REVERSE, _CONTRAST))
_NOWHERE: frozenset[int] = frozenset()


def same(one: str, other: str) -> bool:
    """Whether two roots are of one word, or of two that say the same."""
    if one == other or _share(_SAME_INDEX, one, other):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _PREFIX and long.startswith(short) and not long[len(short) :].isdigit()


def reverse(one: str, other: str) -> bool:
    """Whether two roots say the reverse of each other."""
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    return any(long == prefix + short for prefix in _UN) or _share(_REVERSE_INDEX, one, other)


def contrast(one: str, other: str) -> bool:
    """Whether two roots say how much, or how surely, and differ in it."""
    return one != other and _share(_CONTRAST_INDEX, one, other)


def _share(index: dict[str, frozenset[int]], one: str, other: str) -> bool:
    return bool(index.get(one, _NOWHERE) & index.get(other, _NOWHERE))

"""What a real call told us of a person and a place, by rules, and a draft persona out of it. Everything is marked as unverified:
it is one conversation, heard by a machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from coach.content.base import LENSES, Lens
from coach.content.draft import TomorrowCard, feared, identifiers, lay_over, nearest
from coach.content.persona import Persona
from coach.content.refine import AfterMeeting, refined
from coach.debrief import cues
from coach.reading.acts import plain, question_kind
from coach.reading.records import Record
from coach.reading.sentences import sentences

LONGEST = 200
SHORTEST = 4
"""Words; what is shorter says too little by itself."""
MOST = 4
USES = re.compile(
    r"\b(?:we(?:'re| are)? (?:use|using|have been using|still use|mostly use|currently|went (?:back )?to|switched (?:back )?to|moved to|stay(?:ed)? with|do)|"
    r"we've (?:used|been using|got)|(?:today|right now|at the moment|currently|these days),? (?:we|it's|they)|our (?:current|standard|usual)|"
    r"i (?:use|still use|prefer|put on))\b"
)
CONSTRAINS = re.compile(
    r"\b(?:committee|sign[- ]?off|signs? off|approv\w+|policy|policies|contract\w*|budget\w*|fiscal|formulary|portal|badge|credential\w*|prior auth\w*|"
    r"(?:has|have|need|needs|must) to (?:go|come|pass|see|be|sign|get)|not allowed|can't (?:until|before|without|just)|only (?:on|when|if|after)|"
    r"meets? (?:on|every|once|the|in)|freeze|frozen|short[- ]staffed|one vendor|gpo|purchasing|not this (?:year|quarter|cycle))\b"
)
NO_QUESTION = re.compile(
    r"^(?:\W*(?:so|and|well|ok|okay|oh)\W+)*(?:right|really|you know|ok|okay|no|yes|yeah|how are you|what|sorry|pardon|huh|is that it|ready)\W*$"
)
ABOUT_US = re.compile(
    r"\b(?:you|your|yours|it|its|this|that|these|those|product|device|dressing|drug|pump|trial|study|data|evidence|cost|price|who else|training|train\w*|"
    r"patients?|support)\b"
)
GOODBYE = re.compile(r"\b(?:thank(?:s| you)|bye|take care|see you|have a (?:good|nice)|you too|nice (?:to|meeting))\b")
PEOPLE = re.compile(
    r"\b(?P<who>(?:charge |head |night |wound |scrub |circulating )?nurses?(?: managers?| practitioners?| educators?)?|"
    r"(?:or|practice|office|clinic|materials|supply|service line|quality|risk) managers?|chief (?:financial|medical|nursing|operating) officer|c[fmno]o|pas?|"
    r"physician assistants?|fellows?|residents?|anesthesi\w+|pharmac(?:ists?|y director)|(?:medical|pharmacy|nursing|service line) directors?|purchasing|"
    r"procurement|materials management|supply chain|infection (?:control|prevention\w*)|value analysis(?: committee)?|finance|committee(?: chair)?|partners?|"
    r"chief of surgery|administrators?|coders?|billers?|schedulers?|front desk|educators?|biomed|legal|compliance)\b"
)
ROLES: tuple[tuple[str, str, Lens], ...] = (
    (r"surgeon|surgical attending", "Surgeon", "clinical"),
    (r"nurse manager|charge nurse|head nurse|or manager", "Nurse manager", "operational"),
    (r"nurse practitioner|\bnp\b", "Nurse practitioner", "clinical"),
    (r"\bpa\b|physician assistant", "Physician assistant", "clinical"),
    (r"nurse|\brn\b", "Nurse", "operational"),
    (r"cfo|chief financial|finance|controller", "Finance chief", "economic"),
    (r"purchas|procure|materials|supply|buyer|sourcing", "Purchasing", "economic"),
    (r"pharmac", "Pharmacist", "clinical"),
    (r"committee|value analysis|chair", "Committee chair", "administrative"),
    (r"office manager|coordinator|front desk|administrator|scheduler|practice manager", "Practice administrator", "administrative"),
    (r"\bdr\b|doctor|physician|\bmd\b|\bdo\b|pulmonolog|oncolog|cardiolog|urolog", "Physician", "clinical"),
)
SAYS_ROLE = re.compile(r"\b(?:i(?:'m| am) (?:the|a|an)|i (?:run|manage|chair|lead)|as (?:the|a|an)) (.{3,60})")
WEIGHS: dict[Lens, re.Pattern[str]] = {
    "clinical": re.compile(r"\b(?:patients?|outcomes?|infect\w+|wounds?|stud(?:y|ies)|trials?|evidence|surg\w+|complication\w*|dose\w*|risk)\b"),
    "operational": re.compile(r"\b(?:nights?|shifts?|staff\w*|train\w*|minutes?|turnover|weekends?|schedul\w+|steps?|workflow|calls?|beds?|hours?)\b"),
    "economic": re.compile(r"\b(?:budget\w*|costs?|dollars?|pric\w+|pay\w*|contract\w*|savings?|spend\w*|margin|reimburs\w+|afford|roi|payback)\b"),
    "administrative": re.compile(
        r"\b(?:committee|polic(?:y|ies)|portal|badge|access|forms?|sign\w*|approv\w+|appointments?|credential\w*|process|paperwork)\b"
    ),
}


class Told(Record):
    """Words of theirs, and the turn of the call in which they stand."""

    turn: int
    text: str


class Learned(Record):
    """What one side told, as far as rules can tell. Every list is short, in the order of the call."""

    role: str
    family: Lens
    cares: list[Told]
    uses: list[Told]
    objections: list[Told]
    questions: list[Told]
    constraints: list[Told]
    people: list[Told]
    """Whom they named, as a role; `text` is the role."""
    said_last: Told | None

    @property
    def account(self) -> list[tuple[str, Told]]:
        """What is about the place and not about the person: what presses, what is used, what binds, who else there is."""
        parts = (("What hurts", self.cares), ("In use today", self.uses), ("What binds them", self.constraints), ("Who else has a part", self.people))
        return [(title, item) for title, items in parts for item in items]


def learned(turns: Sequence[tuple[int, str]], label: str = "") -> Learned:
    """`turns`: (turn, words of the stakeholders), in order. `label` is what the main one is called in the transcript."""
    pieces = [(turn, piece.text) for turn, words in turns for line in words.split("\n") for piece in sentences(line)]
    told = [(turn, text) for turn, text in pieces if not text.endswith("?") and len(text.split()) >= SHORTEST]
    words = plain(" ".join(text for _, text in pieces))
    family, role = _role(label, words)
    objections = _found(told, cues.OBJECTION)
    raised = {text for _, text in told if cues.OBJECTION.search(plain(text))}
    taken = set(raised)
    constraints = _found([(turn, text) for turn, text in told if text not in taken], CONSTRAINS)
    taken |= {item.text for item in constraints}
    uses = _found([(turn, text) for turn, text in told if text not in taken], USES)
    taken |= {item.text for item in uses}
    return Learned(
        role=role,
        family=family,
        cares=_most([(turn, text) for turn, text in told if text not in taken], cues.PROBLEM),
        uses=uses,
        objections=objections,
        questions=_questions(pieces),
        constraints=constraints,
        people=_people(pieces),
        said_last=next((Told(turn=turn, text=_cut(text)) for turn, text in reversed(told) if text not in raised and not GOODBYE.search(plain(text))), None),
    )


def drafted(found: Learned, card: TomorrowCard, people: Iterable[Persona]) -> Persona:
    """A persona to practise this call with again: `card` (which the rep may have put right) over the nearest sample persona, with
    the objections and questions that were heard. Raises CoachError where the card holds an identifier."""
    people = list(people)
    made = lay_over(nearest(people, card.family, card.role), card)
    more = [item.text for item in found.objections if item.text != card.objection and not identifiers([item.text])]
    extra = [feared(text, f"raised_{number}") for number, text in enumerate(more, 1)]
    known = [
        f"{start}: {item.text}"
        for start, items in (("Bound by", found.constraints), ("Named", found.people), ("Cares about as well", found.cares))
        for item in items
        if item.text != card.cares and not identifiers([item.text])
    ]
    made = made.model_copy(
        update={
            "objections": [*made.objections[:1], *extra, *made.objections[1:]] if card.objection.strip() else [*extra, *made.objections],
            "card": made.card.model_copy(update={"why": "Out of a real call of yours; unverified.", "known": [*known, *made.card.known]}),
        }
    )
    question = next((item.text for item in found.questions if not identifiers([item.text])), "")
    return refined(made, AfterMeeting(question=question), people) if question else made


def _role(label: str, words: str) -> tuple[Lens, str]:
    """Where the job sits and what it is called: as the label says, else as they say it, else by what they talk about most."""
    own = SAYS_ROLE.search(words)
    for text in (label.lower(), own.group(1) if own else ""):
        for pattern, role, family in ROLES:
            if text and re.search(pattern, text):
                return family, role
    weights = {lens: len(pattern.findall(words)) for lens, pattern in WEIGHS.items()}
    heaviest = max(LENSES, key=lambda lens: (weights[lens], -LENSES.index(lens)))
    return heaviest, {"clinical": "Clinician", "operational": "Unit manager", "economic": "Finance", "administrative": "Administrator"}[heaviest]


def _found(told: Sequence[tuple[int, str]], pattern: re.Pattern[str]) -> list[Told]:
    kept: dict[str, Told] = {}
    for turn, text in told:
        if pattern.search(plain(text)):
            kept.setdefault(plain(text), Told(turn=turn, text=_cut(text)))
    return list(kept.values())[:MOST]


def _most(told: Sequence[tuple[int, str]], pattern: re.Pattern[str]) -> list[Told]:
    """The sentences with most of a pattern in them, in the order of the call."""
    counted = [(len(pattern.findall(plain(text))), -at) for at, (_, text) in enumerate(told)]
    best = sorted((item for item in counted if item[0]), reverse=True)[:MOST]
    return [Told(turn=told[-at][0], text=_cut(told[-at][1])) for _, at in sorted(best, key=lambda item: -item[1])]


def _questions(pieces: Sequence[tuple[int, str]]) -> list[Told]:
    """With which they tested the rep: about us and what we bring."""
    found = [
        Told(turn=turn, text=_cut(text))
        for turn, text in pieces
        if (text.endswith("?") or question_kind(text)) and len(text.split()) >= SHORTEST and ABOUT_US.search(plain(text)) and not NO_QUESTION.match(plain(text))
    ]
    return found[:MOST]


def _people(pieces: Sequence[tuple[int, str]]) -> list[Told]:
    kept: dict[str, Told] = {}
    for turn, text in pieces:
        for match in PEOPLE.finditer(plain(text)):
            who = match.group("who").strip()
            kept.setdefault(who.rstrip("s"), Told(turn=turn, text=who))
    return list(kept.values())[: 2 * MOST]


def _cut(text: str) -> str:
    """As a card can hold it: whole words, and marks where something was left out."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4].rsplit(' ', 1)[0]} ..."

"""A better line for one moment: the rubric's own templates, filled from what was on the table just then.

A template names its slots in braces and is passed over where one of them cannot be filled; the first that can be is the
line. A slot holds the other's words letter for letter, a question or a way of giving back that people wrote and
reviewed, or an approved message with its balance as it stands. So a better line makes no claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import Formatter

from coach.content.library import Message
from coach.content.persona import HiddenNeed
from coach.content.rubric import Criterion
from coach.debrief.facts import Facts
from coach.debrief.fitting import best, sayable
from coach.debrief.records import Evidence
from coach.debrief.seen import SeenTurn
from coach.debrief.turns import Turn
from coach.reading.sentences import content_words, sentences
from coach.roleplay.records import State

LONGEST = 16
"""Words of theirs that one can say back in a breath."""
SHORTEST = 3
HARM = "adverse_event"
TAKES_UP_HARM = (
    "I'm sorry. I have to pass that on to our safety people today, so before anything else: what happened, and when? No names, please.",
    "Somebody was harmed. That comes before anything you came for.",
)


@dataclass(frozen=True)
class Better:
    """`say` is the line, `why` what it does, `cites` the id of the approved message in it, or None."""

    say: str
    why: str
    cites: str | None = None


class Moment:
    """The place in a meeting where something could have been said: the rep's turn `number`, and all that was known by then."""

    def __init__(self, facts: Facts, number: int, theirs: str = "") -> None:
        """`theirs`: the words of the other's that were the chance, where the debrief quotes them."""
        self.facts, self.seen, self.number = facts, facts.seen, number
        self.before: list[SeenTurn] = [turn for turn in facts.seen.turns if turn.number < number]
        self.theirs = theirs
        self.message: Message | None = None

    @property
    def turn(self) -> Turn | None:
        """The rep's turn at this moment; None where they had gone."""
        return next((turn for turn in self.facts.turns if turn.number == self.number), None)

    @property
    def state(self) -> State | None:
        return next((turn.state for turn in reversed(self.before) if turn.state is not None), self.seen.opening)

    def fill(self, template: str) -> str:
        """The line, or '' where a slot cannot be filled."""
        self.message = None
        slots = {name: SLOTS[name](self) for _, name, _, _ in Formatter().parse(template) if name}
        return template.format(**slots) if all(slots.values()) else ""

    def said(self) -> str:
        """A few of their words, out of what they had just said."""
        heard = self.theirs or (self.before[-1].reply if self.before else self.seen.greeting)
        return brief(heard)

    def asks(self) -> str:
        """A question that leads to something they had not told by then; first to what they had hinted at."""
        persona = self.seen.persona
        out = set(self.state.disclosed) if self.state else set()
        hidden = [need for need in persona.needs if need.need not in out] if persona else []
        hinted = {line.split(".")[1] for turn in self.before if turn.response for line in turn.response.beat.lines if ".hints." in line}
        for need in sorted(hidden, key=lambda item: item.need not in hinted):
            if asked := _unprompted(need):
                return asked
        return ""

    def voiced(self) -> str:
        """A way of giving back the need that they told last, within the last two turns."""
        for turn in reversed(self.before[-2:]):
            for id in turn.response.beat.disclosed if turn.response else []:
                if id in self.seen.needs:
                    return self.seen.needs[id].voiced_as[0]
        return ""

    def need(self) -> str:
        """A few words of theirs about a need that an approved message answers; chooses that message."""
        for turn in reversed(self.before):
            disclosed = set(turn.response.beat.disclosed) if turn.response else set()
            raised = {turn.response.beat.objection} if turn.response else set()
            found = [item for item in sayable(self.seen) if disclosed & set(item.needs) or raised & set(item.answers)]
            if chosen := best(self.seen, found, self.state):
                self.message = chosen
                return brief(turn.reply)
        return ""

    def near(self) -> str:
        """The approved message that comes closest to what was said, as it stands and with its balance."""
        reading = self.turn.reading if self.turn else None
        wanted = [*(claim.message for claim in reading.claims), *(hit.id for hit in reading.messages)] if reading else []
        self.message = next((item for id in wanted for item in sayable(self.seen) if item.id == id), None)
        return self.text()

    def text(self) -> str:
        """The approved message that another slot chose, with its balance."""
        return " ".join(filter(None, (self.message.text, self.message.balance))) if self.message else ""

    def objection(self) -> str:
        """A few words of the objection that stands."""
        raised = [item for item in self.facts.objections if item.turn < self.number]
        return brief(raised[-1].quote) or _short(raised[-1].quote) if raised else ""

    def step(self) -> str:
        """The step that this person can take themselves, as one would ask them for it."""
        persona = self.seen.persona
        action = persona.endings.advance.action if persona and self.seen.practice else ""
        return _to_them(action if len(action.split()) <= LONGEST else action.split(", ")[0])

    def agreed(self) -> str:
        """Their words when they agreed to a step."""
        steps = [turn for turn in self.seen.turns if turn.changed("agreed") not in (None, "withdrawn")]
        return brief(steps[-1].reply) if steps else ""


SLOTS: dict[str, Callable[[Moment], str]] = {
    "said": Moment.said,
    "asks": Moment.asks,
    "voiced": Moment.voiced,
    "need": Moment.need,
    "message": Moment.text,
    "near": Moment.near,
    "objection": Moment.objection,
    "step": Moment.step,
    "agreed": Moment.agreed,
}
"""What a template may name; `message` is the one that `need` chose, and stands after it."""


def better(facts: Facts, criterion: Criterion, level: int, number: int, theirs: str = "") -> Better | None:
    """The better line for a criterion at one moment; None where the rubric has none that fits."""
    found = _ranked(facts, criterion, level, number, theirs)
    return found[1] if found else None


def _ranked(facts: Facts, criterion: Criterion, level: int, number: int, theirs: str) -> tuple[int, Better] | None:
    moment = Moment(facts, number, theirs)
    if moment.turn is not None and any(claim.rule == HARM for claim in moment.turn.reading.claims):
        return len(criterion.better), Better(*TAKES_UP_HARM)  # Whatever else could be said here, this comes first.
    for rank, line in enumerate(criterion.better):
        if level in line.at and (words := moment.fill(line.say)):
            return rank, Better(words, line.why, moment.message.id if moment.message else None)
    return None


def chosen(facts: Facts, criterion: Criterion, level: int, evidence: list[Evidence]) -> tuple[Evidence, Better | None]:
    """Of several moments that show a level, the one with the best line to put in its place: the earliest in the rubric's
    list, and among equals the earliest in the meeting. `evidence` is not empty."""
    found = []
    for at, item in enumerate(evidence):
        number, theirs = moment_of(facts, item)
        rank, line = _ranked(facts, criterion, level, number, theirs) or (len(criterion.better) + 1, None)
        found.append((rank, at, item, line))
    _, _, item, line = min(found, key=lambda one: one[:2])
    return item, line


def moment_of(facts: Facts, evidence: Evidence) -> tuple[int, str]:
    """The rep's turn at which the evidence calls for another line, and the words of the other's that it quotes, if it does.
    Words of the rep's were said in their turn; a chance that the other held out was due in the turn after."""
    turn = next((item for item in facts.seen.turns if item.number == evidence.turn), None)
    if turn is None or evidence.quote in turn.rep:
        return evidence.turn, ""
    later = [item.number for item in facts.turns if item.number > evidence.turn]
    return (later[0] if later else evidence.turn), evidence.quote


def brief(text: str) -> str:
    """A few words out of a text, letter for letter: its fullest short sentence, or else its fullest clause. '' where nothing
    is short enough, or where all they do is ask."""
    whole = [piece.text.strip(" .\"'\u201c\u201d") for piece in sentences(text)]
    clauses = [clause.strip(" .\"'\u201c\u201d") for piece in whole if not _QUOTES.search(piece) for clause in re.split(r"[,;:]\s+", piece)]
    for pieces in (whole, clauses):
        short = [piece for piece in pieces if SHORTEST <= len(piece.split()) <= LONGEST and not piece.endswith("?") and not _QUOTES.search(piece)]
        if short:
            return max(short, key=lambda piece: (len(content_words(piece)), -pieces.index(piece)))
    return ""


def _short(text: str) -> str:
    """A text that is short enough as it is, whatever it does."""
    return text.strip(" .") if len(text.split()) <= LONGEST and not text.endswith("?") and not _QUOTES.search(text) else ""


_QUOTES = re.compile(r"[\"\u201c\u201d]|(?:^|\s)['\u2018]")
"""They quote somebody themselves; a quotation within a quotation is hard to say."""


def _unprompted(need: HiddenNeed) -> str:
    """The question that opens a need, without what it takes to have been said before."""
    kept = [piece.text for piece in sentences(need.opened_by) if not re.search(r"\b(?:you|they) (?:said|told|mentioned)\b", piece.text, re.IGNORECASE)]
    words = " ".join(kept)  # A figure that they did not bring up asks for its source.
    return words if words.endswith("?") and not re.search(r"\d", words) else ""


_TURNED: list[tuple[str, str]] = [
    (r"\byour\b", "my"), (r"\bthe rep\b", "me"), (r"\b(?:her|his|their) own\b", "your own"), (r"\b(?:her|his)\b", "your"), (r"\b(?:she|he) had\b", "you had"),
]  # fmt: skip


def _to_them(action: str) -> str:
    """An action out of a persona's file, which speaks of them, as one says it to them."""
    for pattern, word in _TURNED:
        action = re.sub(pattern, word, action)
    return action


def unknown_slots(template: str) -> Iterator[str]:
    """The slots of a template that do not exist; for `content lint`. Raises ValueError for braces that do not close."""
    yield from (name for _, name, _, _ in Formatter().parse(template) if name is not None and name not in SLOTS)

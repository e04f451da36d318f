"""What a debrief says, as data. `Report.shown()` is the contract's JSON."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field

from coach.reading.records import Record

Source = Literal["turn", "note", "reflection"]
Status = Literal["scored", "not_observed", "unscored"]


class Evidence(Record):
    """Words that show something. `quote` is a substring of the text that `source` (printed as `from`) and `turn` name; the
    turn's text is the rep's words or what the stakeholder answered. `turn` is 0 for the rep's note and reflection."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: Source = Field(default="turn", alias="from")
    turn: int = Field(ge=0)
    quote: str
    why: str


class Scored(Record):
    """One criterion. `level` is 0 to 3, and None unless `status` is `scored`."""

    id: str
    title: str
    status: Status
    level: int | None = None
    source: Literal["measured"] = "measured"
    evidence: list[Evidence] = Field(default_factory=list)
    advice: str | None = None
    anchor: str | None = None
    why: str = ""


class Questions(Record):
    open: int
    closed: int


class NeedCount(Record):
    """`hidden` is how many needs the stakeholder hid when the meeting began; `disclosed` how many of them came out."""

    disclosed: int
    hidden: int


class Measures(Record):
    """Shares and uptake are 0 to 1, rounded to two decimals. Shown as context; no level rests on a ratio alone."""

    telling_share: float
    talk_share: float
    uptake: float
    questions: Questions
    longest_monologue_words: int
    needs: NeedCount | None


class Pause(Record):
    """Silence before the first word of a turn, in seconds from the moment the microphone was on."""

    turn: int
    seconds: float


class Doubtful(Record):
    """A number that was not surely heard, so that nothing was held against it."""

    turn: int
    heard: str


class Delivery(Record):
    """How the spoken turns of a meeting sounded: shown, never scored. `turns` of the rep's were spoken; `words_a_minute` from the
    first word of a turn to its last, pauses included, None where no times were to be had; `fillers` as far as they were written
    down, which leaves some out; `pauses` after each objection; `longest` is the longest turn in seconds, `longest_turn` its number."""

    turns: int
    words_a_minute: int | None
    fillers: int
    words: int
    pauses: list[Pause]
    longest: float | None
    longest_turn: int | None
    unsure: list[Doubtful] = Field(default_factory=list)


class Compliance(Record):
    rule: str
    severity: Literal["block", "warn", "note"]
    turn: int
    quote: str
    why: str
    instead: str = ""


class Focus(Record):
    """The one thing to work on. `level` is the level it has now. `quote` stands in turn `turn`; where it is the other's
    (`theirs`), it is the moment at which something was due. `again` is the turn of the rep's to try again, 0 where there is
    none; `weak` is what the rep said there, `better` a line that would have done more there, and `cites` the approved
    message in it."""

    criterion: str
    title: str
    level: int
    turn: int
    quote: str
    advice: str
    theirs: bool = False
    again: int = 0
    weak: str = ""
    better: str = ""
    better_why: str = ""
    cites: str | None = None


class Move(Record):
    """One change of trust, belief or patience, and the words that caused it."""

    what: str
    by: float | None
    to: str | None
    because: str
    quote: str


class Row(Record):
    """Where the stakeholder stood after a turn; turn 0 is before the rep's first words. `question` and `claims` are what the
    rep did in it."""

    turn: int
    trust: int
    belief: str
    patience: int
    move: str
    changes: list[Move]
    question: Literal["open", "closed"] | None = None
    claims: bool = False


class MissedNeed(Record):
    """A need that stayed hidden. `hint_turn` is the turn in which the stakeholder dropped a hint at it, if they did."""

    need: str
    title: str
    cost: str
    opened_by: str
    hint_turn: int | None = None
    hint: str = ""


class DisclosedNeed(Record):
    need: str
    title: str
    turn: int
    quote: str


class Fitting(Record):
    """An approved message that would have met something they put on the table in a turn, in the words of `quote`."""

    turn: int
    kind: Literal["need", "objection", "question"]
    title: str
    quote: str
    message: str
    text: str
    balance: str = ""
    citations: list[str] = Field(default_factory=list)


class NotFollowed(Record):
    """A turn that we failed to understand. It costs the rep nothing."""

    turn: int
    quote: str
    why: str


class Ending(Record):
    kind: Literal["advance", "continuation", "no_fit", "cut_short"]
    action: str | None = None
    owner: str | None = None
    date: str | None = None
    because: str = ""
    firm: Literal["firm", "soft"] | None = None


class Behind(Record):
    """Something that lay behind a practised meeting, told afterwards."""

    title: str
    text: str


class RubricUsed(Record):
    id: str
    version: str
    title: str


class Report(Record):
    """A debrief. The same stored meeting and rubric always give the same one."""

    v: Literal[1] = 1
    rubric: RubricUsed
    persona: str | None
    practice: bool
    on: date | None = None
    outcome: Ending
    focus: Focus | None
    criteria: list[Scored]
    measures: Measures
    compliance: list[Compliance]
    trajectory: list[Row]
    disclosed_needs: list[DisclosedNeed]
    missed_needs: list[MissedNeed]
    not_followed: list[NotFollowed]
    behind: list[Behind] = Field(default_factory=list)
    fitting: list[Fitting] = Field(default_factory=list)
    delivery: Delivery | None = None

    def shown(self) -> dict[str, Any]:
        """The contract's JSON, with fields of our own added."""
        return self.model_dump(mode="json", by_alias=True)

    def criterion(self, id: str) -> Scored:
        """One criterion by id. Raises KeyError for an unknown id."""
        found = next((item for item in self.criteria if item.id == id), None)
        if found is None:
            raise KeyError(id)
        return found

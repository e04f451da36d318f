"""A persona: a role card, what the person knows and hides, and everything they can say."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.content.base import Belief, Document, Id, Lens, Strict, Text

Band = Literal["any", "clipped", "ordinary", "example"]
"""How a line is said: clipped below trust 35, ordinary from 35, with an example from 60."""

Opener = Literal["claim", "offer", "asked", "late"]

ReactionKind = Literal[
    "acknowledge", "frames_welcome", "small_talk", "thanks", "empathy", "reflected", "patient_first", "admits",
    "message_fits", "message_neutral", "off_lens", "repeated", "claim_too_early", "overclaim", "monologue",
    "feature_list", "flattery", "disparaged", "pressed", "step_too_soon", "silence", "not_understood", "not_mine",
    "asked_before", "initiative", "time_short",
]  # fmt: skip
REACTIONS: tuple[str, ...] = ReactionKind.__args__  # type: ignore[attr-defined]


class Fact(Strict):
    """Something true in this person's world. A line that says it names it under `tells`."""

    id: Id
    text: Text


class Line(Strict):
    """Words this person can say, once a meeting."""

    say: Text
    band: Band = "any"
    tells: list[Id] = Field(default_factory=list, description="Ids of the facts these words tell.")


class TopicLines(Strict):
    """What this person says when asked about a topic of the catalogue."""

    topic: Id
    handle: Text = Field(description="The topic in this person's own words, as in 'do you mean ... or ...?'")
    lines: list[Line] = Field(min_length=2)


class Gate(Strict):
    """What must hold before a need is disclosed; every condition that is given must hold."""

    topics: list[Id] = Field(min_length=1, description="Asking about one of these leads to the need.")
    trust: int = Field(default=0, ge=0, le=100)
    open_question: bool = Field(default=False, description="Only an open question opens it.")
    builds_on: bool = Field(default=False, description="The turn must build on what the person just said.")
    cues: list[Text] = Field(
        default_factory=list, description="Preparation or a sponsor: one of these words must be said (a name, a form, a number of theirs)."
    )


class HiddenNeed(Strict):
    """A need this person does not volunteer."""

    need: Id
    cost: Text = Field(description="What it costs this person, in a few words.")
    facts: list[Id] = Field(default_factory=list, description="Facts told only when the need is disclosed.")
    gate: Gate
    hints: list[Text] = Field(min_length=2, description="Said when the right topic is asked but the gate is shut.")
    disclose: list[Text] = Field(min_length=2, description="Said when the gate opens.")
    deepen: list[Text] = Field(min_length=2, description="Said when the rep asks what it means or wants to hear more.")
    opened_by: Text = Field(description="The question that would have opened it; shown in the debrief when missed.")


class Objection(Strict):
    """A reason against, with what is behind it."""

    id: Id
    title: Text
    raised_by: list[Opener] = Field(
        min_length=1, description="What brings it up: a product claim, an offered step, a question about one of `topics`, or time passing."
    )
    topics: list[Id] = Field(default_factory=list)
    moot_after: list[Id] = Field(default_factory=list, description="Needs that, once disclosed, make it absurd to bring this up.")
    raise_: list[Text] = Field(min_length=2, alias="raise")
    behind: Text = Field(description="What is really behind it; for the debrief.")
    probed: list[Text] = Field(min_length=2, description="Said when the rep asks what is behind it.")
    escalate: list[Text] = Field(min_length=2, description="Said when it is argued with or ignored.")
    resolved: list[Text] = Field(min_length=2, description="Said when it was taken seriously and answered.")
    admitted: list[Text] = Field(min_length=2, description="Said when the rep does not know and will find out.")


class OwnQuestion(Strict):
    """A question with which this person tests the rep. A message that answers it names its id under `answers`."""

    id: Id
    title: Text
    ask: list[Text] = Field(min_length=2)
    answered: list[Text] = Field(min_length=2)
    admitted: list[Text] = Field(min_length=2)
    evaded: list[Text] = Field(min_length=2)


class Advance(Strict):
    """A step this person can take themselves, when they do, and what they say then."""

    action: Text = Field(description="What they do, as a verb phrase: 'put it on the agenda of the wound committee'.")
    owner: Text
    days: int = Field(ge=0, le=120, description="Days from the meeting to the step.")
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday"] | None = Field(
        default=None, description="The day they name; the step falls on the first such day from then on."
    )
    trust: int = Field(ge=0, le=100)
    belief: Belief
    needs: int = Field(ge=0, le=5, description="How many hidden needs must have been disclosed.")
    lines: list[Text] = Field(min_length=2)


class Endings(Strict):
    """How meetings with this person end."""

    advance: Advance
    parting: list[Text] = Field(min_length=2, description="Said when the rep leaves after a step was agreed.")
    continuation: list[Text] = Field(min_length=2)
    no_fit: list[Text] = Field(min_length=2)
    cut_short: list[Text] = Field(min_length=3)
    time_up: list[Text] = Field(min_length=2)


class Opening(Strict):
    """Where this person stands when the rep walks in."""

    trust: int = Field(ge=0, le=100)
    patience: int = Field(ge=0, le=100)
    belief: Belief = "unaware"


class Card(Strict):
    """What the rep may know beforehand."""

    why: Text = Field(description="Why meet this person, in one sentence.")
    known: list[Text] = Field(min_length=3, description="What is known about them.")
    can_grant: list[Text] = Field(min_length=1)
    passes_on: list[Text] = Field(min_length=1, description="What they can only pass on, and to whom.")
    evidence_bar: Text
    red_lines: list[Text] = Field(min_length=1)
    manner: Text = Field(description="How they talk.")
    history: Text = Field(description="Where they come from; not shown before the meeting.")
    week: Text = Field(description="What presses on them this week.")


class Persona(Document):
    """prompts/personas/ID.yaml"""

    kind: Literal["persona"]
    unverified: bool = Field(default=False, description="True for a persona laid over a shipped one from a rep's own card.")
    name: Text
    title: Text
    role_family: Lens = Field(description="Where the job sits.")
    lenses: dict[Lens, float] = Field(description="How they weigh what they hear; adds up to about 1.")
    account: Id | None
    minutes: float = Field(ge=1, le=240)
    card: Card
    opening: Opening
    tastes: dict[Id, int] = Field(default_factory=dict, description="Rule id to trust points where this person differs from most.")
    greeting: list[Text] = Field(min_length=3)
    facts: list[Fact]
    clarify: list[Text] = Field(min_length=3, description="Asks which was meant; {first} and {second} are topic handles.")
    topics: list[TopicLines] = Field(min_length=25)
    needs: list[HiddenNeed] = Field(min_length=3)
    objections: list[Objection] = Field(min_length=4)
    questions: list[OwnQuestion] = Field(min_length=2)
    reactions: dict[ReactionKind, list[Text]]
    endings: Endings

    @property
    def lens(self) -> Lens:
        """The heaviest lens; it may differ from the family of the job."""
        return max(self.lenses, key=lambda name: (self.lenses[name], name))

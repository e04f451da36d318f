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
    "guessed", "peer", "own_numbers", "back_again", "promise_kept", "promise_broken",
    "secret", "abuse", "foreign", "ghost", "barrage",
]  # fmt: skip
REACTIONS: tuple[str, ...] = ReactionKind.__args__  # type: ignore[attr-defined]
SPARE: tuple[str, ...] = REACTIONS[REACTIONS.index("guessed") :]
"""Reactions that a persona may do without; an acknowledgement stands in."""

Purpose = Literal[
    "discovery", "corridor", "evidence_follow_up", "case_support", "service_recovery", "no_ask", "access_barrier", "saying_no",
]  # fmt: skip
PURPOSES: tuple[Purpose, ...] = Purpose.__args__  # type: ignore[attr-defined]

Seat = Literal["sales", "account_manager", "reimbursement", "educator", "medical"]
SEATS: tuple[Seat, ...] = Seat.__args__  # type: ignore[attr-defined]
"""Who of us comes."""

LifeKind = Literal["late", "pager", "shorter", "walk_in", "off_topic", "silence"]
LIFE: tuple[LifeKind, ...] = LifeKind.__args__  # type: ignore[attr-defined]

Cues = list[Text]
"""Words or phrases of which one must be said, letter for letter but for case."""


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
    kept_promise: bool = Field(default=False, description="A promise kept to them stands in for the trust.")
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
    """A question with which this person tests the rep. A message that answers it names its id under `answers`; so do the
    words under `right`."""

    id: Id
    title: Text
    about: Literal["product", "procedure", "competitor", "peers", "process", "patients"] = "product"
    facts: list[Text] = Field(default_factory=list, description="What a right answer says; for the debrief.")
    right: list[Cues] = Field(default_factory=list, description="One phrase out of each group makes the answer right.")
    wrong: Cues = Field(default_factory=list, description="One of these makes it wrong.")
    ask: list[Text] = Field(min_length=2)
    answered: list[Text] = Field(min_length=2)
    caught: list[Text] = Field(default_factory=list, description="Said when the answer is wrong and they know it.")
    admitted: list[Text] = Field(min_length=2)
    evaded: list[Text] = Field(min_length=2)


class Mistaken(Strict):
    """Something this person has wrong: a false belief, or a fact they misremember. Said once, in answer to a topic."""

    id: Id
    kind: Literal["belief", "memory"]
    topic: Id
    says: list[Text] = Field(min_length=2)
    truth: Text = Field(description="What is so, and where it stands; for the debrief.")
    right: list[Cues] = Field(min_length=1, description="One phrase out of each group makes it a correction.")
    corrected: list[Text] = Field(min_length=2, description="Said when put right with a source, and kindly.")
    unsure: list[Text] = Field(min_length=2, description="Said when contradicted with nothing to show for it.")
    stung: list[Text] = Field(min_length=2, description="Said when made to look foolish.")
    agreed: list[Text] = Field(min_length=2, description="Said when the rep nods along.")


class Stake(Strict):
    """An interest of their own that they do not mention. Where it is in play it caps their belief until it is said or routed
    around; nobody gets it by accusation."""

    id: Id
    kind: Literal["adviser", "share", "history"]
    text: Text
    caps: Belief = "curious"
    gate: Gate
    hints: list[Text] = Field(min_length=2)
    disclose: list[Text] = Field(min_length=2)
    accused: list[Text] = Field(min_length=2)
    around: Cues = Field(min_length=1, description="Words that leave the judgement to somebody without the interest.")
    routed: list[Text] = Field(min_length=2, description="Said when the rep does that.")


class Week(Strict):
    """One of the weeks in which the rep may find them: its pressure, its mood, and the need that is sorest now."""

    id: Id
    pressure: Text
    live: Id | None = Field(default=None, description="The need that lies nearest this week; its gate asks for less trust.")
    trust: int = Field(default=0, ge=-10, le=10)
    patience: int = Field(default=0, ge=-20, le=20)
    greeting: list[Text] = Field(min_length=2)
    says: list[Text] = Field(min_length=2, description="Said when asked about this week.")


class Favour(Strict):
    """What they ask for when the meeting's purpose is saying no: something a rep must not or cannot do."""

    wants: Text = Field(description="What they ask for and why it must be declined; for the debrief.")
    declined: list[Text] = Field(min_length=2, description="Said when declined plainly, with another way.")
    bare: list[Text] = Field(min_length=2, description="Said when declined with nothing in its place.")
    accepted: list[Text] = Field(min_length=2, description="Said when the rep agrees to it.")


class Blocked(Strict):
    """Convinced and still unable: what stands in the way is nobody's opinion."""

    kind: Literal["staffing", "coverage", "contract"]
    lines: list[Text] = Field(min_length=2)
    lifts: Text = Field(description="What would lift it, and who could; for the debrief.")
    helped: list[Text] = Field(min_length=2, description="Said when the rep asks what it would take.")


class Handoff(Strict):
    """'Send it to my colleague': meant, or a polite way out."""

    to: Text
    meant: list[Text] = Field(min_length=2)
    brushed: list[Text] = Field(min_length=2)


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
    firm: list[Text] = Field(default_factory=list, description="Said when asked what could stop it, and nothing much would.")
    soft: list[Text] = Field(default_factory=list, description="Said when asked what could stop it, and something would.")


class Endings(Strict):
    """How meetings with this person end."""

    advance: Advance
    then: Advance | None = Field(default=None, description="The step after that, in a later meeting, once the first was taken.")
    parting: list[Text] = Field(min_length=2, description="Said when the rep leaves after a step was agreed.")
    continuation: list[Text] = Field(min_length=2)
    no_fit: list[Text] = Field(min_length=2)
    referral: list[Text] = Field(default_factory=list, description="Said instead when an honest no earned the name of somebody it may suit.")
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
    trusts: list[Text] = Field(default_factory=list, description="Whose word counts with them; not shown before the meeting.")
    avoids: list[Text] = Field(default_factory=list, description="Whom they would rather not need; not shown before the meeting.")
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
    seats: list[Seat] = Field(default_factory=list, description="Who of us may call on them; empty: anyone.")
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
    mistaken: list[Mistaken] = Field(default_factory=list)
    stakes: list[Stake] = Field(default_factory=list)
    weeks: list[Week] = Field(default_factory=list)
    openings: dict[Purpose, list[Text]] = Field(default_factory=dict, description="How a meeting of that purpose begins; `greeting` is discovery.")
    favour: Favour | None = None
    blocked: Blocked | None = None
    handoff: Handoff | None = None
    life: dict[LifeKind, list[Text]] = Field(default_factory=dict)
    reactions: dict[ReactionKind, list[Text]]
    endings: Endings

    @property
    def lens(self) -> Lens:
        """The heaviest lens; it may differ from the family of the job."""
        return max(self.lenses, key=lambda name: (self.lenses[name], name))

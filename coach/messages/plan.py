"""The plan for an account: whom to see in which order, with what, and how far each meeting is to bring them. Pure data and edits."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from coach.content.base import BELIEFS, Belief, Id, Lens, Strict
from coach.content.errors import CoachError
from coach.content.library import Audience
from coach.content.persona import Persona, Purpose, Seat

MAX_STEPS = 60
MAX_CARRIED = 12
"""Messages in one step. Three are plenty; the rest is room for somebody's habit, not advice."""
MAX_TITLE, MAX_QUESTION, MAX_NOTE = 120, 500, 2000


def cleaned(value: Any) -> Any:
    """Text without what no page, no file and no database can hold: control characters and halves of a character."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if letter in "\n\t" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in "\ufffe\uffff"))


def _on_one_line(value: Any) -> Any:
    return " ".join(cleaned(value).split()) if isinstance(value, str) else value


Title = Annotated[str, BeforeValidator(_on_one_line), StringConstraints(min_length=1, max_length=MAX_TITLE)]
Question = Annotated[str, BeforeValidator(_on_one_line), StringConstraints(max_length=MAX_QUESTION)]
Note = Annotated[str, BeforeValidator(cleaned), StringConstraints(max_length=MAX_NOTE)]


class Carried(Strict):
    """A message in a step, in the version that was put in."""

    message: str
    version: int = Field(ge=1)


class Stakeholder(Strict):
    """Whom a step sees: a persona, or somebody of a real account by name and lens."""

    persona: Id | None = None
    name: Title
    title: Annotated[str, BeforeValidator(_on_one_line), StringConstraints(max_length=MAX_TITLE)] = ""
    lens: Lens
    audience: Audience = "professional"
    seat: Seat = "sales"

    @property
    def key(self) -> str:
        """The same for the same person, however often they stand in a plan."""
        return self.persona or self.name.casefold()


class Step(Strict):
    """One engagement. `rung` is where they stand when it went well; `question` the first thing to ask."""

    id: str
    who: Stakeholder
    day: date
    at: time | None = None
    purpose: Purpose = "discovery"
    rung: Belief | None = None
    question: Question = ""
    messages: list[Carried] = Field(default_factory=list, max_length=MAX_CARRIED)
    note: Note = ""

    def carries(self, message: str) -> bool:
        return any(one.message == message for one in self.messages)


class Plan(Strict):
    """Steps in the order in which they are meant. `made` counts the steps ever made, so that no id comes twice."""

    title: Title
    account: str | None = None
    library: str
    steps: list[Step] = Field(default_factory=list, max_length=MAX_STEPS)
    made: int = 0

    def step(self, id: str) -> Step:
        """CoachError where it was taken out."""
        found = next((step for step in self.steps if step.id == id), None)
        if found is None:
            raise CoachError("That step is no longer in this plan; it was taken out in another tab or window.")
        return found


def added(plan: Plan, who: Stakeholder, day: date, **fields: Any) -> Plan:
    """The plan with one more step: behind the last step that is not later, so that days stay in order where they were."""
    if len(plan.steps) >= MAX_STEPS:
        raise CoachError(f"A plan holds {MAX_STEPS} steps at most. Make another plan for what comes after.")
    step = Step(id=f"s{plan.made + 1}", who=who, day=day, **fields)
    place = max((at + 1 for at, one in enumerate(plan.steps) if one.day <= day), default=0)
    return _with(plan, [*plan.steps[:place], step, *plan.steps[place:]], made=plan.made + 1)


def moved(plan: Plan, id: str, by: int) -> Plan:
    """The plan with a step `by` places later (negative: earlier), as far as there are places."""
    step = plan.step(id)
    rest = [one for one in plan.steps if one.id != id]
    place = max(0, min(len(rest), plan.steps.index(step) + by))
    return _with(plan, [*rest[:place], step, *rest[place:]])


def removed(plan: Plan, id: str) -> Plan:
    plan.step(id)
    return _with(plan, [step for step in plan.steps if step.id != id])


def changed(plan: Plan, id: str, **fields: Any) -> Plan:
    """The plan with other values in one step. ValidationError for a value that cannot be."""
    return _replaced(plan, id, lambda step: Step.model_validate(step.model_dump() | fields))


def renamed(plan: Plan, title: str) -> Plan:
    return Plan.model_validate(plan.model_dump() | {"title": title})


def carrying(plan: Plan, id: str, message: str, version: int, ahead_of: str = "") -> Plan:
    """The plan with a message in a step, ahead of another one there or as the last; one that is in already takes this version."""
    kept = [one for one in plan.step(id).messages if one.message != message]
    if len(kept) >= MAX_CARRIED:
        raise CoachError(f"A step carries {MAX_CARRIED} messages at most, and nobody hears that many. Take one out first.")
    there = next((at for at, one in enumerate(plan.step(id).messages) if one.message == message), len(kept))
    place = next((at for at, one in enumerate(kept) if one.message == ahead_of), there)
    return changed(plan, id, messages=[one.model_dump() for one in (*kept[:place], Carried(message=message, version=version), *kept[place:])])


def not_carrying(plan: Plan, id: str, message: str) -> Plan:
    return changed(plan, id, messages=[one.model_dump() for one in plan.step(id).messages if one.message != message])


def days_in_order(plan: Plan) -> Plan:
    """The same days, dealt out anew so that the steps follow each other as they stand."""
    days = sorted(((step.day, step.at) for step in plan.steps), key=lambda one: (one[0], one[1] or time.min))
    return _with(plan, [step.model_copy(update={"day": day, "at": at}) for step, (day, at) in zip(plan.steps, days, strict=True)])


def put(plan: Plan, who: Stakeholder, carried: Carried, on: date, otherwise: date) -> tuple[Plan, str]:
    """The plan with a message in the next step with this person, the first from the day `on`; where there is none, in a new one
    on the day `otherwise`. Returns the step's id too."""
    plan, id = next_step(plan, who, on, otherwise)
    return carrying(plan, id, carried.message, carried.version), id


def put_question(plan: Plan, who: Stakeholder, question: str, on: date, otherwise: date) -> tuple[Plan, str]:
    """The same for a question to ask first. Where that step has another one already, this one goes into its note."""
    plan, id = next_step(plan, who, on, otherwise)
    step = plan.step(id)
    if question == step.question or question in step.note:
        return plan, id
    if not step.question:
        return changed(plan, id, question=question), id
    return changed(plan, id, note=f"{step.note}\nAsk: {question}".strip()), id


def next_step(plan: Plan, who: Stakeholder, on: date, otherwise: date) -> tuple[Plan, str]:
    """The first step with this person from the day `on`, made for the day `otherwise` where there is none."""
    following = sorted((step for step in plan.steps if step.who.key == who.key and step.day >= on), key=lambda step: step.day)
    if following:
        return plan, following[0].id
    plan = added(plan, who, otherwise)
    return plan, f"s{plan.made}"


def next_rung(stands: Belief) -> Belief:
    """What a meeting can aim at: one rung up."""
    return BELIEFS[min(BELIEFS.index(stands) + 1, len(BELIEFS) - 1)]


def _replaced(plan: Plan, id: str, change: Callable[[Step], Step]) -> Plan:
    step = plan.step(id)
    return _with(plan, [change(one) if one is step else one for one in plan.steps])


def _with(plan: Plan, steps: list[Step], **more: Any) -> Plan:
    return plan.model_copy(update={"steps": steps, **more})


def stakeholder(persona: Persona) -> Stakeholder:
    """A persona as somebody in a plan. Who sees only an account manager is a payer."""
    seat: Seat = "sales" if not persona.seats or "sales" in persona.seats else persona.seats[0]
    audience: Audience = "payer" if seat == "account_manager" else "professional"
    return Stakeholder(persona=persona.id, name=persona.name, title=persona.title, lens=persona.lens, audience=audience, seat=seat)

"""What a plan lacks and where it breaks, each with what to do about it. Pure: the day is handed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coach.content.base import BELIEF_WORDS, BELIEFS, LENSES, Belief
from coach.content.catalogue import Need
from coach.content.library import Library, Message
from coach.messages.claim_sources import Standing
from coach.messages.plan import Plan, Stakeholder, Step

Kind = Literal["library", "person", "message", "version", "before", "question", "empty", "rung", "order", "past", "unseen", "lens", "need"]
SHORT = 60
"""Characters of a message that are enough to know it again."""


@dataclass(frozen=True)
class Gap:
    """One thing to look at. `step` None: of the plan as a whole. `message` is the one concerned, `wanted` one that would mend it."""

    kind: Kind
    says: str
    step: str | None = None
    message: str | None = None
    wanted: str | None = None


def gaps(
    plan: Plan,
    library: Library | None,
    needs: Sequence[Need] = (),
    people: Sequence[Stakeholder] = (),
    known: Collection[str] | None = None,
    stands: Mapping[str, Belief] | None = None,
    on: date | None = None,
) -> list[Gap]:
    """Everything to look at, step by step, then of the whole.

    `library`: the plan's, None where it is gone. `needs`: those that the library answers (`answerable`). `people`: the stakeholders
    of the account. `known`: ids of all personas there are (None: not judged). `stands`: where a person stood when last met, by
    their key; unaware where nobody knows. `on`: today, for steps whose day is over (None: not judged).
    """
    found: list[Gap] = []
    if library is None:
        found.append(Gap("library", f"The library “{plan.library}” is gone, so none of its messages can be checked or said. Bring it back, or plan anew."))
    for at, step in enumerate(plan.steps):
        found += _step(plan, at, step, library, known, stands or {}, on)
    return [*found, *_whole(plan, library, needs, people)]


def objection(message: Message, library: Library, step: Step) -> str:
    """Why a message may not be said in a step, in words that follow 'it'; empty where it may."""
    said = Standing(step.day, step.who.audience, step.who.seat).objection(message)
    if said:
        return said
    if not message.in_force(step.day):
        if message.approved_on is not None and step.day < message.approved_on:
            return f"is approved only from {message.approved_on}"
        return "is approved without saying from when or until when"
    if message.market != library.product.market:
        return f"is approved for another market ({message.market})"
    return ""


def short(text: str) -> str:
    """The beginning of a text, to know it again by."""
    return text if len(text) <= SHORT else text[: SHORT - 1].rsplit(" ", 1)[0] + "…"


def standing_before(plan: Plan, step: Step, stands: Mapping[str, Belief]) -> Belief:
    """Where somebody stands when a step begins, if those before it went as meant."""
    rung = stands.get(step.who.key, "unaware")
    for one in plan.steps:
        if one.id == step.id:
            break
        if one.who.key == step.who.key and one.rung is not None and BELIEFS.index(one.rung) > BELIEFS.index(rung):
            rung = one.rung
    return rung


def heard_before(plan: Plan, step: Step) -> list[str]:
    """Ids of the messages that earlier steps carry to the same person."""
    earlier = plan.steps[: next(at for at, one in enumerate(plan.steps) if one.id == step.id)]
    return [one.message for other in earlier if other.who.key == step.who.key for one in other.messages]


def _step(plan: Plan, at: int, step: Step, library: Library | None, known: Collection[str] | None, stands: Mapping[str, Belief], on: date | None) -> list[Gap]:
    found = []

    def gap(kind: Kind, says: str, message: str | None = None, wanted: str | None = None) -> None:
        found.append(Gap(kind, says, step.id, message, wanted))

    if step.who.persona is not None and known is not None and step.who.persona not in known:
        gap("person", f"{step.who.name} is no longer among the people you can meet. The step stays; it cannot be practised.")
    if at and step.day < plan.steps[at - 1].day:
        gap("order", f"Its day, {_day(step.day)}, lies before that of the step above. Change the day, or move the step up.")
    if on is not None and step.day < on:
        gap("past", f"Its day, {_day(step.day)}, is over. Give it a new one, or take it out if you have been there.")
    if not step.question:
        gap("question", "No question to begin with. Choose what you will ask before you say anything.")
    if not step.messages:
        gap("empty", "No message yet. That is right for a meeting in which you only listen; otherwise look for one below.")
    if step.rung is not None:
        stand = standing_before(plan, step, stands)
        if BELIEFS.index(step.rung) > BELIEFS.index(stand) + 1:
            between = BELIEFS[BELIEFS.index(stand) + 1]
            gap(
                "rung",
                f"From “{BELIEF_WORDS[stand]}” to “{BELIEF_WORDS[step.rung]}” in one meeting skips “{BELIEF_WORDS[between]}”. "
                "Put a meeting in between, or aim lower.",
            )
    if library is not None:
        here = heard_before(plan, step)
        messages = {message.id: message for message in library.messages.messages}
        for carried in step.messages:
            for one in _carried(step, carried.message, carried.version, messages, library, here):
                gap(*one)
            here.append(carried.message)
    return found


def _carried(
    step: Step, id: str, version: int, messages: Mapping[str, Message], library: Library, heard: Sequence[str]
) -> list[tuple[Kind, str, str | None, str | None]]:
    message = messages.get(id)
    if message is None:
        return [("message", f"The message “{id}” is not in the library any more. Take it out.", id, None)]
    found: list[tuple[Kind, str, str | None, str | None]] = []
    named = f"“{short(message.text)}”"
    if why := objection(message, library, step):
        found.append(("message", f"{named} {why}; on {_day(step.day)} it may not be said to them. Take it out, or look for another.", id, None))
    if message.version != version:
        found.append(("version", f"{named} was changed since you put it in (version {version}, now {message.version}). Read it again.", id, id))
    for before in message.before:
        if before not in heard:
            first = f"“{short(messages[before].text)}”" if before in messages else f"“{before}”, which is not in the library any more,"
            found.append(("before", f"{named} comes after {first} and {step.who.name} has not heard that before.", id, before if before in messages else None))
    if step.rung is not None and not why and BELIEFS.index(message.stage) > BELIEFS.index(step.rung):
        found.append(
            ("rung", f"{named} is for somebody who is “{BELIEF_WORDS[message.stage]}”, and this meeting only leads to “{BELIEF_WORDS[step.rung]}”.", id, None)
        )
    return found


def _whole(plan: Plan, library: Library | None, needs: Sequence[Need], people: Sequence[Stakeholder]) -> list[Gap]:
    seen = {step.who.key for step in plan.steps}
    found = [Gap("unseen", _unseen(one)) for one in people if one.key not in seen]
    if library is None or not plan.steps:
        return found
    messages = {message.id: message for message in library.messages.messages}
    carried = [messages[one.message] for step in plan.steps for one in step.messages if one.message in messages]
    lenses = [lens for lens in LENSES if any(step.who.lens == lens for step in plan.steps)]
    for lens in lenses:
        if not any(message.lens == lens for message in carried):
            found.append(Gap("lens", f"You see somebody who looks through the {lens} lens, and carry nothing for it."))
    answered = {need for message in carried for need in message.needs}
    for need in needs:
        if need.lens in lenses and need.id not in answered:
            found.append(Gap("need", need.title))
    return found


def _unseen(who: Stakeholder) -> str:
    title = f", {who.title}" if who.title else ""
    only = " Only an account manager may call on them." if who.seat == "account_manager" else ""
    return f"{who.name}{title} ({who.lens}).{only}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

"""The approved message that would have fitted: for what was put on the table and not met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach.content.base import BELIEFS
from coach.content.library import Audience, Message
from coach.content.persona import Persona
from coach.debrief.facts import Facts
from coach.debrief.records import Fitting
from coach.debrief.seen import Seen
from coach.debrief.turns import first, fullest
from coach.roleplay.records import State

MOST = 4
PAYER_SEAT = "account_manager"
LEAST_LENS = 0.15
"""Weight from which a lens is theirs at all; below it the message belongs to somebody else's job."""


def listener(persona: Persona | None) -> tuple[Audience, str]:
    """For whom messages have to be approved, and from which seat they are said."""
    if persona is not None and persona.seats and "sales" not in persona.seats:
        return ("payer" if persona.seats[0] == PAYER_SEAT else "professional"), persona.seats[0]
    return "professional", "sales"


def sayable(seen: Seen) -> list[Message]:
    """The messages that might be said to this person on the day of the meeting; where the day is not known, those approved."""
    if seen.library is None:
        return []
    audience, seat = listener(seen.persona)
    market = seen.library.product.market
    return [
        message
        for message in seen.library.messages.messages
        if (message.in_force(seen.on) if seen.on else message.status == "approved")
        and message.audience == audience
        and message.market == market
        and (not message.seats or seat in message.seats)
    ]


def best(seen: Seen, messages: Iterable[Message], state: State | None) -> Message | None:
    """The one that fits this person best: through their lens, and no further along than one rung above where they stand."""
    persona, rung = seen.persona, state.rung if state else len(BELIEFS)
    weighed = [(persona.lenses.get(message.lens, 0.0) if persona else 0.0, message) for message in messages]
    near = [(weight, message) for weight, message in weighed if (persona is None or weight >= LEAST_LENS) and BELIEFS.index(message.stage) <= rung + 1]
    return max(near, key=lambda item: (item[0], BELIEFS.index(item[1].stage), item[1].id))[1] if near else None


def fitting(facts: Facts) -> list[Fitting]:
    """For each need they told, objection they raised and question they asked that no message met, the one that would have
    fitted, in the order of the turns; none for a real call, where nobody knows what stood open."""
    return list(_fitting(facts))[:MOST] if facts.seen.practice and facts.seen.library is not None else []


def _fitting(facts: Facts) -> Iterator[Fitting]:
    seen = facts.seen
    messages = sayable(seen)
    told = {hit.id for turn in facts.turns for hit in turn.delivered}
    given: set[str] = set()
    for number, kind, id, title, quote in _open(facts):
        answering = [item for item in messages if id in (item.needs if kind == "need" else item.answers)]
        if told & {item.id for item in answering}:
            continue
        state = next((turn.state for turn in seen.turns if turn.number == number), None)
        found = best(seen, [item for item in answering if item.id not in given], state)
        if found is not None and seen.library is not None:
            given.add(found.id)
            studies = [study.citation for study in seen.library.evidence.studies if study.id in found.evidence]
            yield Fitting(
                turn=number, kind=kind, title=title, quote=quote, message=found.id, text=found.text, balance=found.balance or "", citations=studies
            )  # fmt: skip


def _open(facts: Facts) -> Iterator[tuple[int, str, str, str, str]]:
    """What was put on the table: turn, kind, id, what to call it, and their words."""
    seen, persona = facts.seen, facts.seen.persona
    objections = {item.id: item.title for item in persona.objections} if persona else {}
    questions = {item.id: item.title for item in persona.questions} if persona else {}
    last = next((turn.state for turn in reversed(seen.turns) if turn.state is not None), None)
    for turn in seen.turns:
        for change in turn.response.changes if turn.response else []:
            what, _, id = change.what.partition(":")
            if change.what == "disclosed" and change.to:
                need = seen.needs.get(change.to)
                yield turn.number, "need", change.to, need.title if need else change.to.replace("_", " "), fullest(turn.reply)
            elif what == "objection" and change.to == "open" and id in objections and (last is None or last.objections.get(id) in ("open", "probed")):
                yield turn.number, "objection", id, objections[id], first(turn.reply)
            elif what == "question" and change.to == "asked" and id in questions and (last is None or last.questions.get(id) in ("evaded", "wrong", "asked")):
                yield turn.number, "question", id, questions[id], fullest(turn.reply)

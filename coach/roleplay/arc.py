"""From one meeting to the next: what the person remembers, what the rep promised, and what was left open.

People keep what they told, what they heard and what they believe. About half of what was won or lost in trust is still there;
patience and the week are new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from coach.content.persona import Persona
from coach.roleplay.draw import number
from coach.roleplay.lines import Lines
from coach.roleplay.records import Before, Change, Difficulty, Meeting, Promise, State, Step
from coach.roleplay.rules import RULES, points

TRUST_KEPT = 0.5
"""Share of the trust won or lost in a meeting that is still there in the next."""
MOST_KEPT = 25.0
"""Points of trust beyond which nothing carries over, either way: a new meeting can still be won, and lost."""
SOFT_STEPS_TAKEN = 0.35
"""How often a step that was agreed softly is taken all the same."""
NO_MORE_THAN = ("find out", "check", "look into it", "get back to you", "come back to you", "follow up")
"""Said beside another promise, these promise nothing more."""
REMEMBERED = ("topics", "needs", "mistaken", "stakes")
"""Kinds of lines that a person does not say again in the next meeting; greetings, reactions and endings they may."""


def left_by(persona: Persona, meeting: Meeting, id: str = "") -> Before:
    """What a meeting that has ended leaves behind for the next one. No promise of it is marked as kept. Pure."""
    state, outcome = meeting.state(), meeting.outcome
    step = None
    if outcome is not None and outcome.kind == "advance" and outcome.action:
        taken = outcome.firm == "firm" or number(meeting.setup.seed, 0, "soft step") < SOFT_STEPS_TAKEN
        step = Step(action=outcome.action, owner=outcome.owner or persona.name, on=outcome.date, taken=taken)
    return Before(
        meeting=id,
        on=meeting.setup.on,
        outcome=outcome.kind if outcome is not None else "continuation",
        step=step,
        promises=list(promises(persona, meeting)),
        objections={name: status for name, status in state.objections.items() if status in ("left", "open", "probed", "admitted")},
        disclosed=state.disclosed,
    )


def promises(persona: Persona, meeting: Meeting) -> Iterator[Promise]:
    """What the rep said to this person that they would do: earlier promises that were not due yet, then those of this meeting, each
    once. With somebody looking in, a promise is made to whoever answers it first."""
    seen: set[str] = set()
    titles = {f"objection:{item.id}": item.title for item in persona.objections} | {f"question:{item.id}": item.title for item in persona.questions}
    if meeting.setup.after is not None and persona.id == meeting.setup.persona:
        for old in meeting.setup.after.promises:
            if not old.due(meeting.setup.on):
                seen.add(old.action.lower())
                yield old
    for turn in meeting.turns:
        if turn.said.responses[0].person != persona.id:
            continue
        reading = turn.said.reading
        made = [found for found in reading.commitments if found.actor == "rep"] if reading else []
        for found in made:
            if found.action.lower() not in seen and not (len(made) > 1 and found.action.lower() in NO_MORE_THAN):
                seen.add(found.action.lower())
                yield Promise(action=found.action, by=found.date, on=date.fromisoformat(found.on) if found.on else None, turn=turn.said.turn)
        if made or reading is None:
            continue
        for change in (change for response in turn.said.responses for change in response.changes if change.to == "admitted"):
            if (action := f"find out: {titles.get(change.what, '')}") not in seen and change.what in titles:
                seen.add(action)
                yield Promise(action=action, turn=turn.said.turn)


def with_kept(before: Before, kept: Collection[int]) -> Before:
    """The same, with the promises at these places (from 0) kept."""
    return before.model_copy(update={"promises": [promise.model_copy(update={"kept": at in kept}) for at, promise in enumerate(before.promises)]})


def carried(persona: Persona, earlier: Meeting, before: Before, fresh: State) -> State:
    """The opening state of the next meeting: `fresh` is how it would open with a stranger. What the persona's file no longer
    knows is left behind. Pure."""
    end, start = earlier.state(), earlier.setup.opening[earlier.setup.persona]
    won = max(-MOST_KEPT, min(MOST_KEPT, (end.trust - start.trust) * TRUST_KEPT))
    needs = {need.need for need in persona.needs}
    questions = {item.id for item in persona.questions}
    kept = any(promise.kept for promise in before.promises)
    stake = start.day.stake if any(item.id == start.day.stake for item in persona.stakes) else None
    known = end.ledger.get("stake") in ("known", "routed")
    ledger = {what: to for what, to in end.ledger.items() if what.startswith("mistaken:") and to in ("corrected", "stung")}
    if stake and known:
        ledger["stake"] = end.ledger["stake"]
    if end.ledger.get("step") == "taken" or (before.step is not None and before.step.taken):
        ledger["step"] = "taken"
    blocked = persona.blocked is not None and start.day.blocked and end.ledger.get("blocked") != "helped"
    return fresh.model_copy(
        update={
            "trust": round(min(100.0, max(5.0, fresh.trust + won)), 1),
            "belief": end.belief,
            "disclosed": [name for name in end.disclosed if name in needs],
            "told": list(end.told),
            "heard": list(end.heard),
            "objections": {item.id: status for item in persona.objections if (status := _now(end.objections.get(item.id, ""), kept))},
            "questions": {name: status for name, status in end.questions.items() if name in questions and status in ("answered", "wrong")},
            "lines": [line for line in end.lines if line.split(".", 1)[0] in REMEMBERED and ".hints." not in line],
            "day": fresh.day.model_copy(update={"stake": stake, "blocked": blocked}),
            "ledger": ledger,
        }
    )


def _now(status: str, kept: bool) -> str:
    """How an objection stands when they meet again: what was asked about stays asked about; a gap that was to be filled waits
    for its answer where a promise was kept, and is open again where none was."""
    if status == "admitted":
        return "probed" if kept else "left"
    return "left" if status == "open" else status


def opening_moves(persona: Persona, before: Before, on: date, difficulty: Difficulty) -> list[Change]:
    """What kept and broken promises do to trust and patience before a word is said. Quotes nothing: the words are in the earlier meeting."""
    changes: list[Change] = []
    for rule, to, promises in (
        ("promise_kept", "kept", [promise for promise in before.promises if promise.kept]),
        ("promise_broken", "broken", before.broken(on)),
    ):
        if not promises:
            continue
        trust, patience = points(RULES[rule], persona.tastes, difficulty, 0)
        because = f"{RULES[rule].because}: {'; '.join(promise.action for promise in promises)}"
        changes.append(Change(what="promise", to=to, because=because))
        if trust:
            changes.append(Change(what="trust", by=trust, because=because, rule=rule))
        if patience:
            changes.append(Change(what="patience", by=patience, because=because, rule="" if trust else rule))
    return changes


def greeting(persona: Persona, lines: Lines, before: Before, on: date, purpose: str) -> str:
    """How they greet somebody they have met: by what became of the promises, by what the meeting is for, or simply again."""
    broken, kept = bool(before.broken(on)), any(promise.kept for promise in before.promises)
    kind = "back_again" if broken == kept else "promise_broken" if broken else "promise_kept"  # Half kept is nothing to greet with.
    if (purpose in persona.openings and kind != "promise_broken") or not persona.reactions.get(kind):  # type: ignore[call-overload]
        return lines.greeting()
    return lines.reaction(kind)

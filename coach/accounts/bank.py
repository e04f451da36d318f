"""Meetings played beforehand, so that hundreds of campaigns can be tried in minutes: what a meeting of a scripted rep leaves, by
how it opened. Each was played to its end with the real director and reader.

A meeting here opens at one of a few levels of trust and at any rung of belief. What somebody remembers of earlier meetings is that of a
chain of meetings in which nothing came in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from coach.accounts.campaign import Agreed, Left, Owed
from coach.content.base import BELIEFS
from coach.content.persona import Persona
from coach.roleplay import arc
from coach.roleplay import meeting as steps
from coach.roleplay.meeting import Stage
from coach.roleplay.records import Before, Change, Meeting
from coach.roleplay.rehearsed import to_the_end

REP = "solid"
"""Who plays all of them: polite, prepared, no master. What is compared is whom one sees, not how well one talks."""
DRAWS = 8
"""Chains of meetings with each person: different days, different luck. A campaign stays in one chain with a person, so that nobody tells twice."""
NTH = 3
"""From the third meeting on, a meeting counts as a third."""
WARMTHS = (-8, 4, 16)
"""Trust beyond what a stranger would find, to the nearest of which a meeting opens."""
ON = date(2026, 12, 1)
APART = 14
"""Days between the meetings of a chain."""


class Opening(NamedTuple):
    """How a meeting begins: with whom, on which draw of the day (from 0), the how many-th, at which of WARMTHS and on which rung."""

    persona: str
    draw: int
    nth: int
    warmth: int
    rung: int


def opening(persona: str, draw: int, nth: int, trust: float, rung: int) -> Opening:
    """The opening nearest to where somebody stands; `trust` beyond what a stranger would find."""
    return Opening(persona, draw % DRAWS, min(nth, NTH), min(range(len(WARMTHS)), key=lambda at: abs(WARMTHS[at] - trust)), rung)


def left_of(meeting: Meeting, before: Before) -> Left:
    """What a meeting that has ended leaves for the campaign that it is part of."""
    end, start = meeting.state(), meeting.setup.opening[meeting.setup.persona]
    opened = meeting.states()[1]  # What moved them before it is not won in it.
    won = end.trust - opened.trust
    on = meeting.setup.on
    step = None
    if before.step is not None:
        firm = meeting.outcome is not None and meeting.outcome.firm == "firm"
        day = date.fromisoformat(before.step.on) if before.step.on else on + timedelta(days=APART)
        step = Agreed(action=before.step.action, owner=before.step.owner, days=(day - on).days, firm=firm, taken=before.step.taken)
    made = [promise for promise in before.promises if meeting.setup.after is None or promise not in meeting.setup.after.promises]
    return Left(
        trust=round(won, 1),
        belief=end.belief,
        outcome=before.outcome,
        disclosed=[need for need in end.disclosed if need not in start.disclosed],
        told=[fact for fact in end.told if fact not in start.told],
        heard=[message for message in end.heard if message not in start.heard],
        objections=end.open_objections,
        promises=[Owed(action=promise.action, days=(promise.on - on).days if promise.on else None) for promise in made],
        step=step,
    )


def left_with(meeting: Meeting, guest: Persona) -> Left:
    """What a meeting that has ended leaves with somebody who looked in on it."""
    end, start, on = meeting.state(guest.id), meeting.setup.opening[guest.id], meeting.setup.on
    return Left(
        trust=round(end.trust - start.trust, 2),
        belief=end.belief,
        outcome="continuation",
        told=list(end.told),
        heard=[message for message in end.heard if message not in start.heard],
        promises=[Owed(action=one.action, days=(one.on - on).days if one.on else None) for one in arc.promises(guest, meeting)],
    )


class Chain:
    """Plays the meetings with one person, each once."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._plain: dict[tuple[int, int], tuple[Meeting, Before]] = {}

    def left(self, at: Opening) -> Left:
        """What the meeting with this opening leaves."""
        before = self._between(at.draw, at.nth - 1) if at.nth > 1 else None
        opened = self._open(at.draw, at.nth, before, ()).state()
        stranger = self._open(at.draw, at.nth, None, ()).setup.opening[at.persona].trust
        since = [Change(what="trust", by=round(stranger + WARMTHS[at.warmth] - opened.trust, 1), because="as they stand")]
        if BELIEFS[at.rung] != opened.belief:
            since.append(Change(what="belief", to=BELIEFS[at.rung], because="as they stand"))
        meeting = to_the_end(self._stage, self._open(at.draw, at.nth, before, since), REP)
        return left_of(meeting, arc.left_by(self._stage.persona, meeting))

    def _between(self, draw: int, nth: int) -> tuple[Meeting, Before]:
        """The nth meeting of the chain in which nothing came in between, all its promises kept."""
        if (draw, nth) not in self._plain:
            meeting = to_the_end(self._stage, self._open(draw, nth, self._between(draw, nth - 1) if nth > 1 else None, ()), REP)
            before = arc.left_by(self._stage.persona, meeting)
            self._plain[draw, nth] = meeting, arc.with_kept(before, range(len(before.promises)))
        return self._plain[draw, nth]

    def _open(self, draw: int, nth: int, after: tuple[Meeting, Before] | None, since: Sequence[Change]) -> Meeting:
        on = ON + timedelta(days=APART * (nth - 1))
        seed = 100 * draw + nth
        return steps.open_meeting(self._stage.persona, self._stage.library, seed=seed, difficulty="guarded", on=on, versions={}, after=after, since=since)

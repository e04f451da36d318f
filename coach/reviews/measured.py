"""What one meeting adds to a team's page: a few facts out of its debrief and its turns, small enough to read thousands of.

Nobody's words are in it. Whatever is shown of a team is added up from these, and only from meetings that were handed in.
"""

from __future__ import annotations

from pydantic import Field

from coach.content.base import BELIEFS
from coach.debrief.records import Report
from coach.reading.records import Record
from coach.roleplay.records import Meeting, OutcomeKind


class Measured(Record):
    """`levels` by criterion, 0 to 3. `needs`: whether each came out. `objections`: whether each that was raised was settled. `messages`:
    what followed in the turn in which one was said, 1 they moved towards it, 0 nothing, -1 away from it; the best of several times.
    `told`: the ids of the persona's facts that were told. `plan` and `step`: the step of a plan that it practised."""

    v: int = 1
    library: str = ""
    account: str = ""
    levels: dict[str, int] = Field(default_factory=dict)
    needs: dict[str, bool] = Field(default_factory=dict)
    objections: dict[str, bool] = Field(default_factory=dict)
    messages: dict[str, int] = Field(default_factory=dict)
    told: list[str] = Field(default_factory=list)
    outcome: OutcomeKind | None = None
    plan: str = ""
    step: str = ""


def measured(report: Report, meeting: Meeting) -> Measured:
    """The facts of a meeting that was measured. Reads what was recorded; decides nothing."""
    setup, last = meeting.setup, meeting.state()
    return Measured(
        library=setup.library or "",
        account=next((name.removeprefix("account/") for name in setup.versions if name.startswith("account/")), ""),
        levels={item.id: item.level for item in report.criteria if item.level is not None},
        needs={one.need: True for one in report.disclosed_needs} | {one.need: False for one in report.missed_needs},
        objections={name: name not in last.open_objections for name in last.objections},
        messages=followed(meeting),
        told=list(last.told),
        outcome=report.outcome.kind,
        plan=setup.planned.plan if setup.planned else "",
        step=setup.planned.step if setup.planned else "",
    )


def followed(meeting: Meeting) -> dict[str, int]:
    """The messages that were said, each with what followed in the same turn: belief or trust up (1), neither (0), trust down (-1)."""
    found: dict[str, int] = {}
    states = meeting.states()
    for at, turn in enumerate(meeting.turns):
        if turn.said.reading is None:
            continue
        before, after = states[at], states[at + 1]
        climbed = BELIEFS.index(after.belief) - BELIEFS.index(before.belief)
        by = round(after.trust - before.trust)
        sign = 1 if climbed > 0 or (climbed == 0 and by > 0) else -1 if climbed < 0 or by < 0 else 0
        for hit in turn.said.reading.messages:
            found[hit.id] = max(found.get(hit.id, -1), sign)
    return found

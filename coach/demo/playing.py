"""One meeting of the demo: who says the rep's lines, and how it is kept. The engine plays it, as it plays everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from coach.practice import Practice, Table
from coach.reading.records import Reading, Unsure
from coach.reviews.viewer import Viewer
from coach.roleplay import meeting as steps
from coach.roleplay.draw import number, pick
from coach.roleplay.meeting import Reads, Stage
from coach.roleplay.rehearsed import to_the_end

if TYPE_CHECKING:
    from coach.wiring import Coach

EXPERT = "expert"
BEGINNERS = ("nervous", "dumper", "interrogator", "presser", "overclaimer", "nervous")
"""How somebody talks who has not learnt it yet."""


class Remembered:
    """A reader that reads the same words after the same words once: scripted reps often open alike."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str, date | None], Reading] = {}

    def read(self, text: str, previous: str = "", on: date | None = None, *, unsure: Sequence[Unsure] = ()) -> Reading:
        key = (text, previous, on)
        if key not in self._known:
            self._known[key] = self._reader.read(text, previous, on, unsure=unsure)
        return self._known[key]


class Player:
    """Plays the meetings of everybody in the demo."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._readers: dict[str, Remembered] = {}

    def play(self, viewer: Viewer, id: str, policy: str) -> Table:
        """Play a meeting that was begun to its end, and keep each turn as the pages do."""
        practice, meetings = Practice(self._coach, viewer), self._coach.store.meetings
        table = practice.load(id)
        stage, expert = self._stage(table), self._expert(table) if policy == EXPERT else None
        played = steps.play(stage, table.meeting, expert) if expert else to_the_end(stage, table.meeting, policy)
        for turn in played.turns[len(table.meeting.turns) :]:
            meetings.append_said(viewer, id, turn.said)
            for reply in turn.replied:
                meetings.append_reply(viewer, id, reply)
        return practice.load(id)

    def _expert(self, table: Table) -> list[str]:
        """The authored lines of an expert with this person, for every second of their meetings; none where there are none."""
        found = next((one for one in self._coach.shelf.experts.values() if one.persona == table.persona.id), None)
        if found is None or number(table.meeting.setup.seed, 0, "by heart") < 0.5:
            return []
        return [line.say for line in found.lines]

    def _stage(self, table: Table) -> Stage:
        made = self._coach.stage(table.persona, table.library)
        key = f"{table.library.id if table.library else ''} {table.persona.seats}"
        return replace(made, reader=self._readers.setdefault(key, Remembered(made.reader)))


def policy(skill: float, seed: int) -> str:
    """Which of the scripted reps speaks, by how well somebody talks, 0 to 1: now better, now worse, as people do."""
    drawn = skill + 0.5 * (number(seed, 0, "the day's form") - 0.5)
    if drawn >= 0.72:
        return EXPERT
    return "solid" if drawn >= 0.42 else pick(BEGINNERS, seed, 0, "beginner")

"""A real call as it is kept: what was said after names and identifiers were taken out, what was read in it, and its debrief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from coach.content.catalogue import Need
from coach.content.library import Library
from coach.debrief.formats import Utterance
from coach.debrief.from_call import Learned
from coach.debrief.harm import Suspected
from coach.debrief.records import Report
from coach.debrief.seen import Seen
from coach.debrief.sides import Side
from coach.debrief.transcripts import exchanges, seen_call
from coach.reading.records import Reading, Record

LATEST = 2


class Spoken(Record):
    speaker: str
    side: Side
    text: str


class Again(Record):
    """The debrief of a call by a rubric that came later. `hash` names that very rubric."""

    hash: str
    report: Report


class Call(Record):
    """A kept call. `readings` belong to the rep's turns in order; they are never made again, so the same call measures the same.
    `removed` counts what was taken out, by kind; the words themselves are nowhere. `rubric` is the hash of the one by which `report`
    was measured, '' in version 1, which did not keep it; `again` are debriefs by later ones, the first first."""

    v: Literal[1, 2] = 2
    library: str | None
    spoken: list[Spoken]
    readings: list[Reading]
    report: Report
    learned: Learned
    suspected: list[Suspected] = Field(default_factory=list)
    removed: dict[str, int] = Field(default_factory=dict)
    rubric: str = ""
    again: list[Again] = Field(default_factory=list)

    def measured_by(self, id: str, version: str, hash: str) -> bool:
        """Whether there is a debrief by that rubric. The first one of a call of version 1 goes by the rubric's own version."""
        first = self.rubric == hash or (not self.rubric and (self.report.rubric.id, self.report.rubric.version) == (id, version))
        return first or any(one.hash == hash for one in self.again)

    @property
    def turns(self) -> list[tuple[str, str, str]]:
        return turns_of(self.spoken)

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return self.model_dump(mode="json", by_alias=True)


def spoken_of(said: Sequence[Utterance], sides: Mapping[str, Side], labels: Mapping[str, str]) -> list[Spoken]:
    """The transcript with everybody's side. `said` has the labels that are kept, `labels` leads to them from those in `sides`. Who is
    left out is in none of it."""
    by_label = {labels[name]: side for name, side in sides.items()}
    return [Spoken(speaker=item.speaker, side=by_label[item.speaker], text=item.text) for item in said if by_label[item.speaker] != "out"]


def turns_of(spoken: Sequence[Spoken]) -> list[tuple[str, str, str]]:
    """The exchanges of a call, as `transcripts.exchanges` has them. Colleagues' words are in none: nobody is scored on them."""
    said = [Utterance(item.side, item.text) for item in spoken]
    return exchanges(said, "rep", aside=("colleague",))


def seen_of_call(spoken: Sequence[Spoken], readings: Sequence[Reading], library: Library | None, needs: Mapping[str, Need]) -> Seen:
    return seen_call(turns_of(spoken), readings, library, needs)


def theirs(spoken: Sequence[Spoken]) -> list[tuple[int, str]]:
    """(turn, words) of the stakeholders."""
    return [(number, reply) for number, (_, reply, _) in enumerate(turns_of(spoken)) if reply]


def main_stakeholder(spoken: Sequence[Spoken]) -> str:
    """The label of the stakeholder who says most; '' where there is none."""
    words: dict[str, int] = {}
    for item in spoken:
        if item.side == "stakeholder":
            words[item.speaker] = words.get(item.speaker, 0) + len(item.text.split())
    return max(words, key=lambda name: words[name]) if words else ""

"""What a model thinks of a meeting, where measuring is weak: an opinion a criterion, shown apart from what was measured.

The model puts one label on each of the rep's lines and decides nothing else. Levels follow from the labels by the rules here, and
quotes are the labelled lines themselves, so that they stand letter for letter in the turn they cite.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from coach.debrief.judge_lines import FURTHER, LABELS, TELLS, Label, Line
from coach.debrief.records import Evidence
from coach.debrief.turns import QUOTE
from coach.reading.records import Record
from coach.roleplay.records import Spent

Judged = Literal["discovery", "uptake", "message_fit"]
JUDGED: dict[Judged, str] = {
    "discovery": "The kind of questions you asked",
    "uptake": "How you gave back what they said",
    "message_fit": "Whether what you told was tied to their words",
}
"""The criteria that a model is asked about, and the side of each that it looks at."""
CHANCES = 2
"""Turns after an answer of theirs; with fewer, that nothing was given back says nothing."""
MOST_EVIDENCE = 3


class Labelled(Record):
    """A line with its label. `quote` is a substring of the rep's words in turn `turn`."""

    turn: int = Field(ge=1)
    quote: str
    label: Label


class Opinion(Record):
    """One criterion. `level` is 0 to 3 with evidence, and None with a reason under `why` unless `status` is `scored`."""

    id: Judged
    title: str
    status: Literal["scored", "unscored"]
    level: int | None = Field(default=None, ge=0, le=3)
    source: Literal["judge"] = "judge"
    anchor: str | None = None
    evidence: list[Evidence] = Field(default_factory=list)
    why: str = ""

    @model_validator(mode="after")
    def _rests_on_words(self) -> Opinion:
        scored = self.status == "scored"
        if scored != (self.level is not None) or scored != bool(self.evidence) or scored == bool(self.why):
            raise ValueError("a level needs words, and what has none needs a reason")
        return self


class Opinions(Record):
    """What a model thinks of one meeting. `prompt` is the name of the prompt with its version; `spent` is None where nothing came
    back. `lines` are all of the rep's, in order, each as the model took it."""

    v: Literal[1] = 1
    model: str
    prompt: str
    spent: Spent | None = None
    criteria: list[Opinion]
    lines: list[Labelled] = Field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """The JSON that stands under `judge` in a debrief."""
        return self.model_dump(mode="json", by_alias=True)

    def criterion(self, id: str) -> Opinion:
        """One opinion by id. Raises KeyError for a criterion that a model is not asked about."""
        found = next((item for item in self.criteria if item.id == id), None)
        if found is None:
            raise KeyError(id)
        return found


def unscored(model: str, prompt: str, why: str) -> Opinions:
    """Opinions where none could be had."""
    return Opinions(model=model, prompt=prompt, criteria=[_without(id, why) for id in JUDGED])


def opinions(lines: Sequence[Line], labels: Sequence[Label], model: str, prompt: str, spent: Spent) -> Opinions:
    """Levels out of the labels of all lines. Pure: the same labels, the same opinions."""
    found = list(zip(lines, labels, strict=True))
    return Opinions(
        model=model,
        prompt=prompt,
        spent=spent,
        criteria=[_discovery(found), _uptake(found), _message_fit(found)],
        lines=[Labelled(turn=line.turn, quote=_quote(line), label=label) for line, label in found],
    )


Found = list[tuple[Line, Label]]


def _discovery(found: Found) -> Opinion:
    """By the furthest kind of question that was asked."""
    if further := _with(found, FURTHER):
        return _scored("discovery", 3, "You ask what a problem leads to, or what solving it would be worth.", further)
    if problems := _with(found, ("problem",)):
        return _scored("discovery", 2, "You ask what is hard, and not what it leads to.", problems)
    if situation := _with(found, ("situation",)):
        return _scored("discovery", 1, "You ask how things are, and not what is hard about them.", situation)
    if told := _with(found, TELLS):
        return _scored("discovery", 0, "You tell, and ask nothing about them.", told[:1], "told, with nothing asked about them here or anywhere")
    return _without("discovery", "No line of yours asks about them or tells them anything.")


def _uptake(found: Found) -> Opinion:
    """By whether meaning was added to what they said, and checked. Asking on from an answer of theirs takes it up as well."""
    meant = _with(found, ("complex",))
    if checked := [(line, label) for line, label in meant if line.checked]:
        return _scored("uptake", 3, "You say what they may mean, and ask on so that they can put it right.", checked)
    if meant:
        return _scored("uptake", 2, "You say what they may mean, and leave it there.", meant)
    first = found[0][0].turn if found else 0
    later = [(line, label) for line, label in found if line.follows and line.turn != first]
    if plain := [one for one in found if one[1] == "simple" or (one in later and one[1] in FURTHER)]:
        return _scored("uptake", 1, "You give their words back, or ask on from them, and add no meaning.", plain)
    if len({line.turn for line, _ in later}) < CHANCES:
        return _without("uptake", "They had hardly said anything before you spoke.")
    return _scored("uptake", 0, "Nothing they said is given back.", later[:1], "they had answered, and neither this nor a later line gives it back")


def _message_fit(found: Found) -> Opinion:
    """By the share of what was told that is tied to their words. Level 0, a message for somebody else's job, is not for a model to
    say: it does not know the job."""
    told, linked = _with(found, TELLS), _with(found, ("linked",))
    if not told:
        return _without("message_fit", "No line of yours tells them anything of what you offer.")
    if not linked:
        return _scored("message_fit", 1, "What you tell could be said to anyone.", told)
    if 2 * len(linked) < len(told):
        return _scored("message_fit", 2, "Some of what you tell is tied to their words, and most is not.", linked)
    return _scored("message_fit", 3, "At least half of what you tell is tied to their words.", linked)


def _with(found: Found, labels: Iterable[Label]) -> Found:
    return [(line, label) for line, label in found if label in labels]


def _scored(id: Judged, level: int, anchor: str, shown: Found, why: str = "") -> Opinion:
    evidence = [Evidence(source="turn", turn=line.turn, quote=_quote(line), why=why or LABELS[label]) for line, label in shown[:MOST_EVIDENCE]]
    return Opinion(id=id, title=JUDGED[id], status="scored", level=level, anchor=anchor, evidence=evidence)


def _without(id: Judged, why: str) -> Opinion:
    return Opinion(id=id, title=JUDGED[id], status="unscored", why=why)


def _quote(line: Line) -> str:
    return line.text[:QUOTE].rstrip()

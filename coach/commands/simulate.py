"""evaluate simulation: scripted reps of known quality against every stakeholder, on many seeds."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from coach.commands.common import show, warn
from coach.content.base import BELIEFS
from coach.content.rubric import Rubric
from coach.debrief.debrief import debrief, seen_of
from coach.reading.records import Reading, Unsure
from coach.roleplay import meeting as steps
from coach.roleplay.leaks import leaks
from coach.roleplay.meeting import Reads, Stage
from coach.roleplay.records import DIFFICULTIES, Difficulty, Meeting
from coach.roleplay.scripted import REPS, SKILLED, TRICKS, Seen

if TYPE_CHECKING:
    from coach.wiring import Coach

ON = date(2026, 12, 1)
MOST_TURNS = 24


class Remembered:
    """A reader that reads the same words after the same words once."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], Reading] = {}

    def read(self, text: str, previous: str = "", on: date | None = None, *, unsure: Sequence[Unsure] = ()) -> Reading:
        if unsure:  # Spoken, which scripted reps never are.
            return self._reader.read(text, previous, on, unsure=unsure)
        if (text, previous) not in self._known:
            self._known[text, previous] = self._reader.read(text, previous, on)
        return self._known[text, previous]


@dataclass
class Tally:
    """What came of the meetings of one rep with one person."""

    belief: list[int] = field(default_factory=list)
    needs: list[float] = field(default_factory=list)
    level: list[float] = field(default_factory=list)
    trust: list[float] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    firm: int = 0
    leaks: list[str] = field(default_factory=list)
    repeated: int = 0

    def shown(self) -> dict[str, Any]:
        count = len(self.belief)
        return {
            "meetings": count,
            "level": _mean(self.level),
            "belief": _mean(self.belief),
            "needs": _mean(self.needs),
            "trust": _mean(self.trust),
            "outcomes": {kind: round(number / count, 3) for kind, number in sorted(self.outcomes.items())},
            "firm_advances": self.firm,
            "leaks": len(self.leaks),
            "repeated_replies": self.repeated,
        }


def play(stage: Stage, rep: str, seed: int, difficulty: Difficulty) -> Meeting:
    """One meeting of a scripted rep, to its end."""
    persona, library = stage.persona, stage.library
    meeting = steps.open_meeting(persona, library, seed=seed, difficulty=difficulty, on=ON, versions={})
    audience = "payer" if "sales" not in persona.seats and persona.seats else "professional"
    messages = [
        message
        for message in (library.messages.messages if library else ())
        if message.status == "approved" and message.audience == audience and (message.expires_on is None or message.expires_on > ON)
    ]
    transcript = [("", meeting.turns[0].replied[0].words)]
    while not meeting.ended and len(transcript) <= MOST_TURNS:
        words = REPS[rep](Seen(transcript, persona.role_family, persona.minutes, messages, seed))
        if words is None:
            break
        said = steps.take_turn(stage, meeting, words)
        meeting = steps.with_turn(meeting, said, steps.speak(persona, said))
        transcript.append((words, meeting.turns[-1].replied[0].words))
    if not meeting.ended:
        said = steps.leave(persona, meeting)
        meeting = steps.with_turn(meeting, said, steps.speak(persona, said))
    return meeting


def count(tally: Tally, stage: Stage, meeting: Meeting, rubric: Rubric, needs: Any) -> None:
    """Add one meeting."""
    report = debrief(seen_of(meeting, stage.persona, stage.library, needs), rubric)
    levels = [item.level for item in report.criteria if item.status == "scored" and item.level is not None]
    states = meeting.states()
    tally.level.append(sum(levels) / len(levels) if levels else 0.0)
    tally.belief.append(max(state.rung for state in states))
    tally.needs.append(len(states[-1].disclosed) / max(1, len(stage.persona.needs)))
    tally.trust.append(states[-1].trust)
    assert meeting.outcome is not None
    tally.outcomes[meeting.outcome.kind] += 1
    tally.firm += meeting.outcome.firm == "firm"
    for state, turn in zip(states[1:], meeting.turns, strict=True):
        tally.leaks += [found for reply in turn.replied for found in leaks(stage.persona, state, reply.words)]
    lines = [line for turn in meeting.turns for response in turn.said.responses for line in response.beat.lines]
    tally.repeated += len(lines) - len(set(lines))


def simulate(coach: Coach, personas: list[str], difficulties: list[Difficulty], seeds: int, reps: list[str]) -> Iterator[tuple[str, Difficulty, str, Tally]]:
    """The tally of each person, difficulty and rep."""
    rubric, needs = coach.shelf.rubric(), coach.shelf.needs
    for id in personas:
        stage = coach.stage(coach.shelf.persona(id))
        stage = replace(stage, reader=Remembered(stage.reader))
        for difficulty in difficulties:
            for rep in reps:
                tally = Tally()
                for seed in range(1, seeds + 1):
                    count(tally, stage, play(stage, rep, seed, difficulty), rubric, needs)
                yield id, difficulty, rep, tally


def figures(found: dict[tuple[str, Difficulty, str], Tally]) -> dict[str, Any]:
    """The figures as one object: every combination, and whether the reps come out in their order with each person."""
    personas: dict[str, Any] = {}
    for (id, difficulty, rep), tally in found.items():
        personas.setdefault(id, {}).setdefault(difficulty, {})[rep] = tally.shown()
    ordered = {id: order(found, id) for id in personas}
    firm = sum(tally.firm for (_, _, rep), tally in found.items() if rep in TRICKS)
    return {
        "personas": personas,
        "ordered": ordered,
        "ordered_share": round(sum(map(bool, (all(item["by"].values()) for item in ordered.values()))) / max(1, len(ordered)), 3),
        "firm_advances_by_tricks": firm,
        "leaks": sum(len(tally.leaks) for tally in found.values()),
        "repeated_replies": sum(tally.repeated for tally in found.values()),
        "meetings": sum(len(tally.belief) for tally in found.values()),
    }


def order(found: dict[tuple[str, Difficulty, str], Tally], id: str) -> dict[str, Any]:
    """Mean level and belief of each rep with one person over all difficulties; `by` says which comparisons hold."""
    means: dict[str, dict[str, float]] = {}
    for rep in REPS:
        tallies = [tally for (person, _, name), tally in found.items() if person == id and name == rep]
        if tallies:
            means[rep] = {
                "level": _mean([value for tally in tallies for value in tally.level]),
                "belief": _mean([value for tally in tallies for value in tally.belief]),
                "needs": _mean([value for tally in tallies for value in tally.needs]),
            }
    by = {}
    if set(REPS) <= set(means):
        best, *others = SKILLED
        for worse in others:
            by[f"{best} above {worse}"] = means[best]["level"] > means[worse]["level"]
            best = worse
        top = max(TRICKS, key=lambda name: means[name]["level"])
        by[f"{best} above every trick (best: {top})"] = means[best]["level"] > means[top]["level"]
    return {"means": means, "by": by}


def run(given: argparse.Namespace) -> int:
    from coach.commands.common import program

    coach = program()
    personas = [coach.shelf.persona(id).id for id in given.persona] or sorted(coach.shelf.personas)
    difficulties = given.difficulty or list(DIFFICULTIES)
    found, started = {}, time.perf_counter()
    for id, difficulty, rep, tally in simulate(coach, personas, difficulties, given.seeds, list(REPS)):
        found[id, difficulty, rep] = tally
        if rep == list(REPS)[-1]:
            warn(f"{id}, {difficulty}: {sum(len(one.belief) for one in found.values())} meetings in {time.perf_counter() - started:.0f} s")
    made = figures(found)
    if given.json:
        show(made)
        return 0
    for id, item in made["ordered"].items():
        print(f"\n{id}")
        for rep, values in item["means"].items():
            tallies = [tally for (person, _, name), tally in found.items() if person == id and name == rep]
            kinds = {kind: sum(tally.outcomes.get(kind, 0) for tally in tallies) for kind in ("advance", "continuation", "no_fit", "cut_short")}
            outcomes = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
            print(f"  {rep:13} level {values['level']:.2f}  belief {values['belief']:.2f} of {len(BELIEFS) - 1}  needs {values['needs']:.0%}  {outcomes}")
        for name, holds in item["by"].items():
            print(f"  {'holds ' if holds else 'FAILS '} {name}")
    print(f"\n{made['meetings']} meetings; reps in their order with {made['ordered_share']:.0%} of the people; firm advances by tricks: "
          f"{made['firm_advances_by_tricks']}; leaks: {made['leaks']}; replies said twice: {made['repeated_replies']}")  # fmt: skip
    return 0


def _mean(values: list[Any]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0

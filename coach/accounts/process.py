"""Where somebody, or an account as a whole, stands in the sales process: by exit tests answered in words, never by a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coach.accounts.arc import Arc, Passed, with_
from coach.content.errors import CoachError
from coach.content.process import Process, ProcessStep

WHOLE = ""
"""The key of the account as a whole."""
LEAST_WORDS = 3
"""Words that an exit test's answer has at least: 'yes' is no evidence."""


@dataclass(frozen=True)
class Standing:
    """`passed` with their evidence, in order; `next` the step they stand in, None where all are passed. `gone` was passed in a step that the
    process does not have any more; it is kept and shown."""

    passed: list[tuple[ProcessStep, Passed]]
    next: ProcessStep | None
    gone: list[Passed]


def stands(arc: Arc, key: str, process: Process) -> Standing:
    """The first step without evidence is where they stand, whatever comes after it."""
    found = {one.step: one for one in arc.passed.get(key, [])}
    passed = []
    for step in process.steps:
        if step.id not in found:
            break
        passed.append((step, found[step.id]))
    following = next((step for step in process.steps if step.id not in found), None)
    return Standing(passed, following, [one for one in found.values() if process.step(one.step) is None])


def pass_step(arc: Arc, key: str, process: Process, step: str, words: str, day: date, today: date) -> Arc:
    """The exit test answered. CoachError where it is not the step they stand in, for an answer without words, or a day ahead."""
    standing = stands(arc, key, process)
    if standing.next is None or standing.next.id != step:
        here = f"they stand in “{standing.next.title}”" if standing.next else "every step is passed"
        raise CoachError(f"That step is not the one to pass now: {here}.")
    if len(words.split()) < LEAST_WORDS:
        raise CoachError("Answer the exit test in words: who said or did what. A step is not passed by a tick.")
    if day > today:
        raise CoachError(f"{day.day} {day:%B %Y} is still to come. A step is passed by what has happened.")
    before = max((one.day for _, one in standing.passed), default=None)
    if before is not None and day < before:
        raise CoachError(f"{day.day} {day:%B %Y} is before the step before it was passed ({before.day} {before:%B %Y}).")
    made = [*arc.passed.get(key, []), Passed(step=step, words=words, day=day)]
    return with_(arc, passed=arc.passed | {key: made})


def back(arc: Arc, key: str, process: Process) -> Arc:
    """One step back: what was passed last no longer holds."""
    standing = stands(arc, key, process)
    if not standing.passed:
        return arc
    last = standing.passed[-1][0].id
    return with_(arc, passed=arc.passed | {key: [one for one in arc.passed[key] if one.step != last]})

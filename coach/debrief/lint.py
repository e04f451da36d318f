"""What can be wrong with a rubric beyond its shape."""

from __future__ import annotations

from collections.abc import Iterator

from coach.content.persona import PURPOSES
from coach.content.rubric import CRITERIA, Rubric
from coach.content.shelf import Loaded
from coach.content.yamlfile import Problem, Where, did_you_mean
from coach.debrief.better import SLOTS, unknown_slots
from coach.debrief.findings import FINDINGS


def problems(loaded: Loaded) -> list[Problem]:
    """All problems of all rubric files in force, sorted by file and line."""
    found = []
    for (kind, id), parsed in loaded.files.items():
        if kind == "rubric" and id in loaded.shelf.rubrics:
            found += [parsed.problem(where, what) for where, what in _rubric(loaded.shelf.rubrics[id])]
    return sorted(set(found), key=lambda problem: (problem.file, problem.line, problem.field))


def _rubric(rubric: Rubric) -> Iterator[tuple[Where, str]]:
    ids: list[str] = [criterion.id for criterion in rubric.criteria]
    if missing := [id for id in CRITERIA if id not in ids]:
        yield ("criteria",), f"{', '.join(missing)} is missing; what a rubric leaves out is shown as unscored"
    if nowhere := [purpose for purpose in PURPOSES if not any(item.applies(purpose) for item in rubric.criteria)]:
        yield ("criteria",), f"nothing is looked at in a meeting of the purpose {', '.join(nowhere)}; take it out of `not_for` at least once"
    for at, criterion in enumerate(rubric.criteria):
        if criterion.id in ids[:at]:
            yield ("criteria", at, "id"), f"{criterion.id!r} stands twice; put the levels together"
        if criterion.not_for is None:
            yield ("criteria", at), "does not say in `not_for` which purposes of a meeting give no chance for it; write [] for none"
        for place, purpose in enumerate(criterion.not_for or []):
            if purpose in (criterion.not_for or [])[:place]:
                yield ("criteria", at, "not_for", place), f"{purpose!r} stands twice"
        levels = [level.level for level in criterion.levels]
        for index, level in enumerate(criterion.levels):
            where: Where = ("criteria", at, "levels", index)
            if level.level in levels[:index]:
                gone = ", ".join(str(number) for number in range(4) if number not in levels)
                yield (*where, "level"), f"level {level.level} stands twice, and {gone} is missing; levels are 0, 1, 2 and 3, once each"
            if not level.when:
                yield (*where, "when"), "is empty; name at least one finding, or the level could never be told from nothing"
            for place, name in enumerate(level.when):
                if name not in FINDINGS:
                    yield (*where, "when", place), f"no finding {name!r}{did_you_mean(name, set(FINDINGS))}"
        for index, line in enumerate(criterion.better):
            where = ("criteria", at, "better", index)
            try:
                for name in unknown_slots(line.say):
                    yield (*where, "say"), f"no slot {{{name}}}{did_you_mean(name, set(SLOTS))}; there are {', '.join(sorted(SLOTS))}"
            except ValueError:
                yield (*where, "say"), "has a brace that does not close; write {name} for a slot"
            if "{message}" in line.say.partition("{need}")[0]:
                yield (*where, "say"), "{message} is the one that {need} chooses, so {need} stands before it"
            for place, number in enumerate(line.at):
                if number not in range(4):
                    yield (*where, "at", place), f"there is no level {number}; levels are 0, 1, 2 and 3"

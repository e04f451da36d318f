"""Take after take: which sentences stayed, what got better or worse, and whether the pitch sits. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from coach.content.mirror import MirrorRules
from coach.debrief.mirror_records import MARKS, Take

ALIKE_FROM = 0.6
"""Share of words in order from which a sentence is the other one, changed."""
Kept = Literal["stayed", "changed", "new"]


@dataclass(frozen=True)
class Line:
    """A sentence of a take beside the take before: as it was, changed (`before` holds how it was), or new."""

    text: str
    kept: Kept
    before: str = ""


@dataclass(frozen=True)
class Moved:
    """How one take differs from the one before. `better` and `worse` are titles of measures."""

    lines: list[Line]
    dropped: list[str]
    better: list[str]
    worse: list[str]
    claims: int
    """How many more things the claim check objects to; negative: fewer."""

    @property
    def kept_share(self) -> float:
        """Share of the sentences that were there before, word for word, 0 to 1."""
        return sum(line.kept == "stayed" for line in self.lines) / len(self.lines) if self.lines else 0.0


@dataclass(frozen=True)
class Sitting:
    """Whether it sits. `held` of `wanted` takes in a row hold; `lacking` says what stands in the way in the last one."""

    sits: bool
    held: int
    wanted: int
    lacking: list[str]
    rule: str


def moved(before: Take, after: Take) -> Moved:
    """What changed from one take to the next."""
    old = before.sentences
    bare = [_bare(one) for one in old]
    used: set[int] = set()
    lines: list[Line | None] = []
    for text in after.sentences:  # What is the same is found first, so that no changed sentence takes its place.
        same = next((at for at, words in enumerate(bare) if at not in used and words == _bare(text)), None)
        lines.append(None if same is None else Line(text, "stayed"))
        used |= {same} if same is not None else set()
    made = []
    for text, line in zip(after.sentences, lines, strict=True):
        near = max(((_alike(_bare(text), words), -at) for at, words in enumerate(bare) if at not in used), default=(0.0, 0)) if line is None else (0.0, 0)
        if line is None and near[0] >= ALIKE_FROM:
            used.add(-near[1])
            line = Line(text, "changed", old[-near[1]])
        made.append(line or Line(text, "new"))
    ranks = [(one.title, _rank(before, one.id), _rank(after, one.id)) for one in after.measures]
    known = [(title, was, now) for title, was, now in ranks if was is not None and now is not None]
    return Moved(
        lines=made,
        dropped=[text for at, text in enumerate(old) if at not in used],
        better=[title for title, was, now in known if now > was],
        worse=[title for title, was, now in known if now < was],
        claims=len(after.objected) - len(before.objected),
    )


def sitting(takes: Sequence[Take], rules: MirrorRules) -> Sitting:
    """Whether the last takes hold it; `takes` are those for one person and one clock, the oldest first. The rule is written in
    prompts/mirror.yaml and shown beside it."""
    counted = [take for at, take in enumerate(takes) if not (at and take.how == "typed" and take.text.strip() == takes[at - 1].text.strip())]
    held = 0
    for at in range(len(counted) - 1, -1, -1):
        if _lacking(counted, at, rules):
            break
        held += 1
    wanted = rules.sits.takes
    return Sitting(held >= wanted, min(held, wanted), wanted, _lacking(counted, len(counted) - 1, rules) if counted else [], rules.filled(rules.sits.rule))


def _lacking(takes: Sequence[Take], at: int, rules: MirrorRules) -> list[str]:
    """What stands in the way in one take. The first of a row has none before it to be held against."""
    take = takes[at]
    found = [f"{one.title}: not yet" for one in take.measures if one.mark == "not_yet"]
    nearly = [one.title for one in take.measures if one.mark == "nearly"]
    if len(nearly) > rules.sits.nearly:
        found += [f"{title}: only nearly" for title in nearly]
    if take.objected:
        found.append("the claim check objects")
    if at and not found and not _lacking(takes[:at], at - 1, rules) and 100 * moved(takes[at - 1], take).kept_share < rules.sits.kept_percent:
        found.append(f"less than {rules.sits.kept_percent} percent of the sentences stayed")
    return found


def _rank(take: Take, id: str) -> int | None:
    mark = take.measure(id).mark
    return None if mark is None else MARKS.index(mark)


def _bare(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.lower()))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()

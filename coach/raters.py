"""What a manager scores beside others, for a page: the words of a meeting without whose they are, their sheet, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from coach.content.errors import CoachError
from coach.content.persona import Persona
from coach.content.rubric import SPOKEN, Criterion, Rubric
from coach.reviews.agreement import Agreement, Scores, Unclear, among_raters, judge_counts, raters, unclear, with_measured
from coach.reviews.calibration import Difference, agreed, called, differences, open_criteria
from coach.reviews.review import WRITTEN_BEFORE, ReviewDocument, read_review, scorable
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Meeting
from coach.store.calibration import Shared
from coach.wiring import Coach


@dataclass(frozen=True)
class Line:
    """Words that were said. `who` is empty for the rep, whose name is not told."""

    turn: int
    who: str
    words: str


@dataclass(frozen=True)
class Opened:
    """The words of a shared meeting. `criteria` are those that its purpose gives a chance for."""

    lines: list[Line]
    rubric: Rubric
    criteria: list[Criterion]


@dataclass(frozen=True)
class Sheet:
    """A meeting to score, with what the viewer gave so far. `person`: whom the rep met; `given`: the levels are settled."""

    id: str
    person: str
    opened: Opened
    document: ReviewDocument
    revision: int
    given: bool

    def words(self, turn: int) -> str:
        """What the rep said in a turn; '' where they said nothing."""
        return next((line.words for line in self.opened.lines if line.turn == turn and not line.who), "")


@dataclass(frozen=True)
class Beside:
    """The viewer beside one other reviewer: the same level on `same` of `both` criteria."""

    who: str
    same: int
    both: int
    found: list[Difference]


@dataclass(frozen=True)
class Figures:
    """What those who keep the rubric see. `meetings` were scored by at least one, `shared` by at least two."""

    meetings: int
    shared: int
    raters: int
    criteria: dict[str, Agreement]
    by_rater: dict[str, Agreement]
    measured: dict[str, Agreement]
    unclear: list[Unclear]


class Raters:
    """Every method: NotYours for a meeting that is not shared with the viewer; StoreError when the database cannot do it."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer, self._store = coach, viewer, coach.store

    def shared(self) -> list[Shared]:
        return self._store.calibration.shared(self._viewer)

    def to_review(self, id: str) -> bool:
        """Whether a shared meeting waits for the viewer's own review: they know whose it is, and score it there."""
        about, kept = self._store.submissions.one(self._viewer, id), self._store.reviews.mine(self._viewer, id)
        return about.reviewer == self._viewer.id and (kept is None or kept.returned_at is None)

    def sheet(self, id: str, opened: Opened | None = None) -> Sheet:
        """A shared meeting and the viewer's levels. `opened`: its words, where they were read a moment ago, so that the log of who
        opened what has one line a visit. Errors: CoachError for what is not shared whole, and for what waits for the viewer's review."""
        about = self._store.submissions.one(self._viewer, id)
        if about.turn is not None or not about.shared:
            raise CoachError("Only whole meetings that their rep shared are scored to compare.")
        if self.to_review(id):
            raise CoachError("This was handed to you. Score it among your reviews: levels that you give there before you see the measured ones count here.")
        kept = self._store.reviews.mine(self._viewer, id)
        document = read_review(kept.document, kept.v) if kept else ReviewDocument()
        return Sheet(id, about.person, opened or self._open(id, about.person), document, kept.revision if kept else 0, bool(kept and kept.returned_at))

    def note(self, sheet: Sheet, document: ReviewDocument, revision: int) -> int:
        """Keep the levels as they are now; returns the new revision. Errors: Taken where another tab saved first."""
        return self._store.reviews.save(self._viewer, sheet.id, document.model_dump(mode="json"), revision)

    def give(self, sheet: Sheet, document: ReviewDocument, revision: int) -> None:
        """Settle the levels; from then on they stand beside the others'. Errors: CoachError while a criterion has no answer."""
        if left := open_criteria(document.levels, sheet.opened.criteria):
            names = ", ".join(SPOKEN[one.id] for one in left)
            raise CoachError(f"{len(left)} of {len(sheet.opened.criteria)} have no level yet: {names}. That you saw no moment for one is an answer too.")
        settled = document.model_copy(update={"blind": True, "levels_at": datetime.now(UTC)})
        self.note(sheet, settled, revision)
        self._store.reviews.give_back(self._viewer, sheet.id)

    def beside(self, sheet: Sheet) -> list[Beside]:
        """The viewer beside each other reviewer, in the order in which these gave their levels back; nothing before the viewer did."""
        others = [one for one in self._store.reviews.returned(self._viewer, sheet.id) if one.reviewer != self._viewer.id]
        blind = [document for one in others if (document := read_review(one.document, one.v)).blind and document.levels]
        return [
            Beside(who, *agreed(sheet.document, theirs, sheet.opened.rubric), differences(sheet.document, theirs, sheet.opened.rubric, who))
            for who, theirs in zip(called(len(blind)), blind, strict=True)
        ]

    def figures(self) -> Figures:
        """Errors: NotAllowed for whoever does not keep the rubric."""
        scores: list[Scores] = self._store.calibration.scores(self._viewer)
        ids: list[str] = [criterion.id for criterion in self.rubric().criteria if criterion.id not in WRITTEN_BEFORE]
        among = among_raters(scores, ids)
        return Figures(
            len(scores), sum(len(one.levels) > 1 for one in scores), len(raters(scores)), among.criteria, among.raters,
            with_measured(scores, ids), [line for id in ids for line in unclear(scores, id)],
        )  # fmt: skip

    def judge(self, model: str, prompt: str, criteria: Iterable[str]) -> dict[str, tuple[bool, str]]:
        """Whether a model's opinion on each criterion counts towards a certification here, and why."""
        pairs, bar = self._store.calibration.judged(self._viewer).get((model, prompt), {}), self._coach.settings.coach_judge_kappa
        return {id: judge_counts(id, pairs.get(id, []), bar) for id in criteria}

    def judges(self) -> list[tuple[str, str]]:
        """Every model, with the prompt, that was asked about a shared meeting."""
        return list(self._store.calibration.judged(self._viewer))

    def rubric(self) -> Rubric:
        """The rubric in force."""
        return self._coach.shelf.rubric()

    def _open(self, id: str, person: str) -> Opened:
        meeting = self._store.submissions.open(self._viewer, id).meeting
        rubric = self._rubric(meeting)
        return Opened(self._lines(meeting, person), rubric, scorable(rubric, meeting.setup.purpose))

    def _rubric(self, meeting: Meeting) -> Rubric:
        """The rubric that a meeting was begun with; today's for one that was begun without."""
        versions = meeting.setup.versions
        name = next((key for key in versions if key.startswith("rubric/")), "")
        return self._coach.version("rubric", name.removeprefix("rubric/"), versions, Rubric) if name else self.rubric()

    def _lines(self, meeting: Meeting, person: str) -> list[Line]:
        names = {id: self._name(meeting, id, person) for id in meeting.setup.opening}
        found = []
        for turn in meeting.turns:
            if turn.said.kind == "rep":
                found.append(Line(turn.said.turn, "", turn.said.words))
            found += [Line(turn.said.turn, names.get(reply.person, person), reply.words) for reply in turn.replied]
        return found

    def _name(self, meeting: Meeting, id: str, person: str) -> str:
        if len(meeting.setup.opening) == 1:
            return person
        return self._coach.version("persona", id, meeting.setup.versions, Persona).name

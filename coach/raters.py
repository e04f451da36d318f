"""What a manager scores beside others, for a page: the words of a meeting without whose they are, their sheet, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from coach.content.errors import CoachError
from coach.content.persona import Persona
from coach.content.rubric import Criterion, Rubric
from coach.reviews.agreement import Agreement, Scores, Unclear, among_raters, judge_counts, raters, unclear, with_measured
from coach.reviews.calibration import Difference, agreed, called, differences, open_criteria, spoken
from coach.reviews.review import ReviewDocument, read_review, scorable
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
class Sheet:
    """A meeting to score. `criteria` are those that its purpose gives a chance for; `handed`: it is the viewer's to review as such."""

    id: str
    person: str
    lines: list[Line]
    rubric: Rubric
    criteria: list[Criterion]
    document: ReviewDocument
    revision: int
    given: bool
    handed: bool

    def words(self, turn: int) -> str:
        """What the rep said in a turn; '' where they said nothing."""
        return next((line.words for line in self.lines if line.turn == turn and not line.who), "")


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

    def sheet(self, id: str) -> Sheet:
        """A shared meeting with what the viewer gave so far. Errors: CoachError for a moment, which is scored by nobody."""
        about = self._store.submissions.one(self._viewer, id)
        if about.turn is not None or not about.shared:
            raise CoachError("Only whole meetings that their rep shared are scored to compare.")
        meeting = self._store.submissions.open(self._viewer, id).meeting
        rubric, kept = self._rubric(meeting), self._store.reviews.mine(self._viewer, id)
        document = read_review(kept.document, kept.v) if kept else ReviewDocument()
        return Sheet(
            id, about.person, self._lines(meeting, about.person), rubric, scorable(rubric, meeting.setup.purpose), document,
            kept.revision if kept else 0, bool(kept and kept.returned_at), about.reviewer == self._viewer.id,
        )  # fmt: skip

    def note(self, sheet: Sheet, document: ReviewDocument, revision: int) -> int:
        """Keep the levels as they are now; returns the new revision. Errors: Taken where another tab saved first."""
        if sheet.handed:
            raise CoachError("This was handed to you. Score it among your reviews: levels that you give there before you see the measured ones count here.")
        return self._store.reviews.save(self._viewer, sheet.id, document.model_dump(mode="json"), revision)

    def give(self, sheet: Sheet, document: ReviewDocument, revision: int) -> None:
        """Settle the levels; from then on they stand beside the others'. Errors: CoachError while a criterion has no answer."""
        if left := open_criteria(document.levels, sheet.criteria):
            names = ", ".join(spoken(one.id) for one in left)
            raise CoachError(f"{len(left)} of {len(sheet.criteria)} have no level yet: {names}. That you saw no moment for one is an answer too.")
        settled = document.model_copy(update={"blind": True, "levels_at": datetime.now(UTC)})
        self.note(sheet, settled, revision)
        self._store.reviews.give_back(self._viewer, sheet.id)

    def beside(self, sheet: Sheet) -> list[Beside]:
        """The viewer beside each other reviewer, in the order in which these gave their levels back; nothing before the viewer did."""
        others = [one for one in self._store.reviews.returned(self._viewer, sheet.id) if one.reviewer != self._viewer.id]
        blind = [document for one in others if (document := read_review(one.document, one.v)).blind and document.levels]
        return [
            Beside(who, *agreed(sheet.document, theirs, sheet.rubric), differences(sheet.document, theirs, sheet.rubric, who))
            for who, theirs in zip(called(len(blind)), blind, strict=True)
        ]

    def figures(self) -> Figures:
        """Errors: NotAllowed for whoever does not keep the rubric."""
        scores: list[Scores] = self._store.calibration.scores(self._viewer)
        ids = [criterion.id for criterion in self.rubric().criteria]
        among = among_raters(scores, ids)
        return Figures(
            len(scores), sum(len(one.levels) > 1 for one in scores), len(raters(scores)), among.criteria, among.raters,
            with_measured(scores, ids), [line for id in ids for line in unclear(scores, id)],
        )  # fmt: skip

    def judge(self, model: str, prompt: str, criterion: str) -> tuple[bool, str]:
        """Whether a model's opinion on a criterion counts towards a certification here, and why."""
        pairs = self._store.calibration.judged(self._viewer).get((model, prompt), {}).get(criterion, [])
        return judge_counts(criterion, pairs, self._coach.settings.coach_judge_kappa)

    def judges(self) -> dict[tuple[str, str], dict[str, tuple[bool, str]]]:
        """The same for every model that was asked about a shared meeting, by (model, prompt) and criterion."""
        bar = self._coach.settings.coach_judge_kappa
        found = self._store.calibration.judged(self._viewer)
        return {key: {id: judge_counts(id, pairs, bar) for id, pairs in by.items()} for key, by in found.items()}

    def rubric(self) -> Rubric:
        """The rubric in force."""
        return self._coach.shelf.rubric()

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

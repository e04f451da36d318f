"""What one viewer hands in, reviews and gets back. Joins the store's submissions and reviews with the content of their meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel, Field

from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.persona import Persona
from coach.content.rubric import Criterion, Rubric
from coach.debrief.records import Report
from coach.lookback import Lookback
from coach.practice import Practice, Table
from coach.reviews.digest import Back, Waiting, Week, letter
from coach.reviews.queue import Group, grouped
from coach.reviews.review import MOST_QUESTION, MOST_WORDS, ReviewDocument, faults, read_review, scorable, with_answers
from coach.reviews.viewer import Viewer
from coach.store.submissions import OPEN, Submission
from coach.wiring import Coach

PHRASES = "phrases"
MOST_PHRASES = 30
TO_COMPARE = "This was shared so that scores can be compared, and is not in your queue. Open it under Calibration."


class Phrases(BaseModel):
    """Comments that a manager keeps to use again, the one used last first."""

    words: list[str] = Field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """What somebody handed in, as their reviewer reads it: `table` holds the whole meeting, or the turns of the moment and no
    others. `criteria` are those to score; none for a moment, which is too short."""

    submission: Submission
    table: Table
    criteria: list[Criterion]

    @property
    def titles(self) -> dict[str, str]:
        return {item.id: item.title for item in self.criteria}


@dataclass(frozen=True)
class Draft:
    """A review in the making. `revision` 0: nothing was kept yet. `given`: it was given back, so it stays."""

    review: ReviewDocument
    revision: int
    given: bool


@dataclass(frozen=True)
class CameBack:
    """A submission of the viewer's own with what was said to it; `review` None until it is returned."""

    submission: Submission
    table: Table
    rubric: Rubric
    review: ReviewDocument | None


class Reviewing:
    """Every method: NotYours for what is neither the viewer's nor was handed to them."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer = coach, viewer
        self._store = coach.store
        self._practice = Practice(coach, viewer)

    # As a rep.

    def hand_in(self, table: Table, question: str, turn: int | None = None, shared: bool = False, assignment: str | None = None) -> str:
        """Hand in a meeting of the viewer's own that is over, or the moment around one of its turns; returns the submission's id. A whole
        meeting is measured first. CoachError without a question, while the meeting goes on, and before the rep's own eye was asked."""
        question = " ".join(question.split())
        if not question:
            raise CoachError("Write what you want to know, in one line. A question gets a better answer than “have a look”.")
        if len(question) > MOST_QUESTION:
            raise CoachError(f"That question has {len(question)} characters. Keep it under {MOST_QUESTION}: one line.")
        _nobody_named(question)
        if not table.meeting.ended:
            raise CoachError("This meeting is still going on. Hand it in when it is over.")
        if table.stored.mode != "played":
            raise CoachError("This meeting was the expert's. Hand in one that you played.")
        lookback = Lookback(self._coach, self._viewer)
        if lookback.asks(table):
            raise CoachError("First say how you saw this meeting yourself, or skip that. Then hand it in.")
        if turn is None:
            lookback.report(table)
        elif turn not in {one.said.turn for one in table.meeting.turns if one.said.kind == "rep"}:
            raise CoachError(f"You said nothing in turn {turn}; choose one of your own turns.")
        return self._store.submissions.submit(self._viewer, table.id, question, turn, shared, assignment)

    def handed_in(self, meeting: str | None = None) -> list[Submission]:
        """What the viewer handed in, the latest first; of one meeting, or of all."""
        return self._store.submissions.mine(self._viewer, meeting)

    def take_back(self, id: str) -> None:
        """CoachError once it was returned."""
        self._store.submissions.take_back(self._viewer, id)

    def came_back(self, id: str) -> CameBack:
        """One of the viewer's own submissions, with the review where it came back. NotYours for anybody else's."""
        submission = self._store.submissions.one(self._viewer, id)
        table = self._practice.load(submission.meeting)
        kept = self._store.reviews.returned(self._viewer, id)
        review = with_answers(read_review(kept[-1].document, kept[-1].v), submission.answers) if kept else None
        return CameBack(submission, table, self._practice.rubric(table)[0], review)

    def answer(self, id: str, key: str, words: str) -> None:
        """Keep the rep's answer to a decision question, or to an override (`OVERRIDE` and the criterion's id)."""
        if len(words) > MOST_WORDS:
            raise CoachError(f"That answer has {len(words):,} characters. Keep it under {MOST_WORDS:,}.")
        _nobody_named(words)
        self._store.submissions.answer(self._viewer, id, {key: words.strip()})

    def done(self, id: str) -> None:
        self._store.submissions.close(self._viewer, id)

    def digest(self, name: str = "") -> str:
        """The weekly letter to the viewer: what waits for them, what came back, what to try again; '' where there is nothing to say."""
        waiting = [Waiting(one.name if one.owner != self._viewer.id else "", one.turn is not None, one.created_at) for one in self._waiting()]
        mine = self.handed_in()
        back = []
        for one in mine:
            if one.state == "returned":
                kept = self._store.reviews.returned(self._viewer, one.id)
                review = read_review(kept[-1].document, kept[-1].v) if kept else ReviewDocument()
                left = sum(not one.answers.get(question, "").strip() for question in review.questions)
                back.append(Back(one.id, review.moment.turn if review.moment else None, left))
        week = Week(waiting, back, sum(one.state in OPEN for one in mine) if not self._viewer.alone else 0)
        return letter(name, week, self._coach.settings.coach_address, datetime.now(UTC))

    def _waiting(self) -> list[Submission]:
        return self._store.submissions.queue(self._viewer)

    # As a manager.

    def queue(self) -> list[Group[Submission]]:
        """What waits for the viewer, by what was asked for, the oldest first."""
        return grouped(self._waiting())

    def next_after(self, id: str) -> Submission | None:
        """What is next in the queue, once this one is done with."""
        return next((one for group in self.queue() for one in group.waiting if one.id != id), None)

    def given_back(self) -> list[Submission]:
        """What the viewer gave back lately, the latest first."""
        return self._store.submissions.given_back(self._viewer)

    def answers(self, id: str) -> dict[str, str]:
        """What the rep answered, by question; to an override under `OVERRIDE` and the criterion's id."""
        return self._store.submissions.one(self._viewer, id).answers

    def open(self, id: str) -> Opened:
        """What was handed to the viewer, to be read; that is noted in the log."""
        submission = self._store.submissions.one(self._viewer, id)
        if submission.reviewer != self._viewer.id:
            raise CoachError(TO_COMPARE)
        stored = self._store.submissions.open(self._viewer, id)
        setup = stored.meeting.setup
        persona = self._coach.version("persona", setup.persona, setup.versions, Persona)
        library = self._coach.version("library", setup.library, setup.versions, Library) if setup.library else None
        guest = self._coach.version("persona", setup.walk_in.person, setup.versions, Persona) if setup.walk_in else None
        table = Table(stored.id, stored, persona, library, guest)
        whole = submission.turn is None
        return Opened(submission, table, scorable(self._practice.rubric(table)[0], setup.purpose) if whole else [])

    def draft(self, id: str) -> Draft:
        """The viewer's review of it, as it was kept last."""
        kept = self._store.reviews.mine(self._viewer, id)
        if kept is None:
            return Draft(ReviewDocument(), 0, False)
        return Draft(read_review(kept.document, kept.v), kept.revision, kept.returned_at is not None)

    def save(self, id: str, review: ReviewDocument, revision: int) -> int:
        """Keep a draft over the one of that revision; returns the new one. Levels that stand are not changed any more. CoachError for
        what must not be in it, Taken where another tab saved it first."""
        _nobody_named(review.closing, *(one.words for one in review.comments), review.moment.instead if review.moment else "", *review.questions)
        before = self.draft(id).review
        if before.levels_at is not None:
            review = review.model_copy(update={"levels": before.levels, "levels_at": before.levels_at, "blind": before.blind})
        return self._store.reviews.save(self._viewer, id, review.model_dump(mode="json"), revision, review.v)

    def settle(self, id: str, review: ReviewDocument, revision: int) -> Draft:
        """Let the viewer's own levels stand; from now on what was measured may be seen. They are blind unless it was the viewer's own
        meeting, whose debrief they know."""
        if review.levels_at is None:
            own = self._store.submissions.one(self._viewer, id).owner == self._viewer.id
            review = review.model_copy(update={"levels_at": datetime.now(UTC), "blind": not own})
        return Draft(review, self.save(id, review, revision), False)

    def measured(self, id: str) -> Report | None:
        """What was measured; None for a moment, and where nothing was. CoachError before the viewer's own levels stand."""
        if self.draft(id).review.levels_at is None:
            raise CoachError("Give your own levels first; what was measured stands beside them then.")
        score = self._store.submissions.score(self._viewer, id)
        return score.report if score else None

    def give_back(self, opened: Opened) -> None:
        """Let the rep read it. CoachError with a line for each thing that is missing."""
        draft = self.draft(opened.submission.id)
        if problems := faults(draft.review, opened.titles):
            raise CoachError(*problems)
        self._store.reviews.give_back(self._viewer, opened.submission.id)

    def phrases(self) -> list[str]:
        """Comments that the viewer keeps to use again."""
        return self._store.arcs.load(self._viewer, PHRASES, "", Phrases)[0].words

    def keep_phrase(self, words: str) -> None:
        """Keep a comment to use again; one that is there moves to the top. The one not used longest goes when there are too many."""
        if not (words := words.strip()):
            raise CoachError("Write the comment first, then keep it.")
        _nobody_named(words)
        self._phrases([words, *(one for one in self.phrases() if one != words)][:MOST_PHRASES])

    def forget_phrase(self, words: str) -> None:
        self._phrases([one for one in self.phrases() if one != words])

    def _phrases(self, words: list[str]) -> None:
        self._store.arcs.save(self._viewer, PHRASES, "", Phrases(words=words), None)


def _nobody_named(*texts: str) -> None:
    if found := identifiers(texts):
        raise CoachError(f"That holds {' and '.join(found)}. Write it without anything about a patient or how to reach somebody.")

"""Assignments, programmes and coaching sessions as one viewer sees them: content and store put together for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import ValidationError

from coach.campaigns import Campaigns
from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.content.persona import Seat
from coach.content.programme import FEWEST, LONGEST, Programme
from coach.practice import Practice
from coach.reviews import assignments as words
from coach.reviews.assignments import Asked, Tried
from coach.reviews.certification import Certificate, Standing, standing
from coach.reviews.session import Brief, Seen, brief
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Difficulty
from coach.store.assignments import Assignment
from coach.store.sessions import CoachingSession
from coach.store.tables import now
from coach.wiring import Coach


@dataclass(frozen=True)
class TryLine:
    """A try with its level on the behaviour: None where it was not looked back on (`read` False) or not observed."""

    tried: Tried
    read: bool
    level: int | None


class Assigned:
    """Every method raises CoachError with a line the viewer can act on."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer = coach, viewer
        self._store = coach.store.assignments

    def titles(self) -> dict[str, str]:
        """The behaviours that can be asked for: titles by criterion."""
        return {item.id: item.title for item in self._coach.shelf.rubric().criteria}

    def where(self, asked: Asked) -> str:
        """With whom, or in which campaign, in words. What is gone meanwhile is called by its id."""
        shelf = self._coach.shelf
        if asked.persona is not None:
            found = shelf.personas.get(asked.persona)
            return f"with {found.name}" if found else f"with somebody who is gone ({asked.persona})"
        account = shelf.accounts.get(asked.campaign or "")
        return f"in the campaign at {account.name}" if account else f"in a campaign that is gone ({asked.campaign})"

    def programmes(self) -> list[Programme]:
        return sorted(self._coach.shelf.programmes.values(), key=lambda one: one.title)

    def ask(
        self, person: str, *, criterion: str, due: date, why: str, today: date, persona: str | None = None, campaign: str | None = None, tries: int = FEWEST
    ) -> str:
        """Ask somebody whom the viewer leads to practise; returns the assignment's id. One of `persona` and `campaign`."""
        shelf = self._coach.shelf
        if persona is not None:
            shelf.persona(persona)
        elif campaign not in {one.id for one in Campaigns(self._coach, self._viewer).accounts()}:
            raise CoachError("Choose somebody to practise with, or a campaign.")
        if criterion not in self.titles():
            raise CoachError("Choose one behaviour to practise.")
        if not why.strip():
            raise CoachError("Say why, in a line: it is the first thing they read.")
        self._day(due, today)
        _nobody_named(why)
        try:
            asked = Asked(persona=persona, campaign=None if persona else campaign, criterion=criterion, tries=tries, due=due, why=why)
        except ValidationError as error:
            raise CoachError(f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}") from None
        return self._store.ask(self._viewer, person, [asked])[0]

    def start(self, person: str, programme: str, start: date) -> list[str]:
        """Begin a programme with somebody: all its assignments, with days from the start."""
        found = self._coach.shelf.programmes.get(programme)
        if found is None:
            raise CoachError(f"There is no programme {programme!r}; there are {', '.join(self._coach.shelf.programmes) or 'none'}.")
        running = [one for one in self._store.led(self._viewer, person) if one.stage != "done" and one.asked.programme and one.asked.programme.id == programme]
        if running:
            raise CoachError("They are in the middle of this programme. Withdraw what is left of it, or let them finish.")
        return self._store.ask(self._viewer, person, words.steps_of(found, start))

    def move(self, id: str, due: date, today: date) -> None:
        self._day(due, today)
        self._store.move(self._viewer, id, due)

    def begin(self, id: str, *, on: date, difficulty: Difficulty, seat: Seat) -> tuple[str, str]:
        """Begin a try: a meeting, or the campaign (the one begun for it before goes on). Returns the page's name and the id."""
        asked = self._store.one(self._viewer, id).asked
        if asked.persona is not None:
            meeting = Practice(self._coach, self._viewer).begin(asked.persona, on=on, difficulty=difficulty, seat=seat)
            self._store.begun(self._viewer, id, "meeting", meeting)
            return "practice", meeting
        campaign = self._store.campaign(self._viewer, id)
        if campaign is None:
            campaign = Campaigns(self._coach, self._viewer).begin(asked.campaign or "", difficulty=difficulty)
            self._store.begun(self._viewer, id, "campaign", campaign)
        return "campaign", campaign

    def tries(self, one: Assignment) -> list[TryLine]:
        """The viewer's own tries with the level of the behaviour in each, as their debriefs were kept."""
        found = []
        for tried in one.tries:
            kept = self._coach.store.scores.of(self._viewer, tried.meeting) if tried.over and tried.meeting else []
            item = next((item for item in kept[-1].report.criteria if item.id == one.asked.criterion), None) if kept else None
            found.append(TryLine(tried, bool(kept), item.level if item else None))
        return found

    def may_hand_in(self, one: Assignment, meeting: str) -> None:
        """CoachError where there are too few tries yet, or this is none of them."""
        if left := words.left(one.tries, one.asked.tries):
            raise CoachError(f"{left} more {'try is' if left == 1 else 'tries are'} asked for before you hand one in. {words.HANDS_IN}")
        if meeting not in {tried.meeting for tried in one.tries if tried.over}:
            raise CoachError("That meeting was not begun for this assignment, or it is not over yet.")

    def certification(self, one: Assignment) -> Standing | None:
        """Where its certification stands, and a record of it once it is reached; None where the assignment ends in none."""
        rules = one.asked.certifies
        if rules is None or one.asked.programme is None:
            return None
        shown, ratings = self._store.looked_at(self._viewer, one.id)
        found = standing(rules, one.asked.criterion, one.asked.tries, words.done(one.tries), shown, ratings, self._judge_counts)
        if found.certified and shown is not None and one.certificate is None:
            made = Certificate(
                criterion=one.asked.criterion, programme=one.asked.programme.title, programme_version=one.asked.programme.version, rubric=shown.rubric,
                rubric_version=shown.rubric_version, bar=rules.bar, raters=found.agreed, meeting=shown.meeting, at=now(),
            )  # fmt: skip
            self._store.certify(self._viewer, one.id, made)
        return found

    def brief(self, person: str) -> tuple[Brief, list[CoachingSession]]:
        """The brief before a talk with somebody whom the viewer leads, from what they handed in, and the sessions before, the latest first."""
        store = self._coach.store
        sessions = store.sessions.with_person(self._viewer, person)
        seen: list[Seen] = []
        for one in store.submissions.of_person(self._viewer, person):
            review = store.reviews.mine(self._viewer, one.id)
            waiting = one.turn is None and one.state not in ("returned", "done")
            score = None if waiting else store.submissions.score(self._viewer, one.id)
            marked = marked_turn(review.document) if review else None
            seen.append(Seen(one.id, one.meeting, one.person, one.created_at, one.turn, one.question, score.report if score else None, marked, waiting))
        return brief(seen, _last(sessions)), sessions

    def _judge_counts(self, criterion: str, model: str, prompt: str) -> bool:
        from coach.raters import Raters  # With numpy behind it; asked only where a model's opinion is there.

        return Raters(self._coach, self._viewer).judge(model, prompt, [criterion])[criterion][0]

    def _day(self, due: date, today: date) -> None:
        if not today <= due <= today + timedelta(days=LONGEST):
            raise CoachError("Choose a day from today on, within a year.")


def marked_turn(document: Mapping[str, Any]) -> tuple[int, str] | None:
    """The turn at which a kept review would have decided differently, and its words; None where it marks none."""
    found = document.get("moment")
    return (int(found["turn"]), str(found.get("instead", ""))) if isinstance(found, dict) and "turn" in found else None


def _last(sessions: Sequence[CoachingSession]) -> datetime | None:
    return max((one.at for one in sessions), default=None)


def _nobody_named(text: str) -> None:
    if found := identifiers([text]):
        raise CoachError(f"That holds {' and '.join(found)}. Write it without anything about a patient or how to reach somebody.")

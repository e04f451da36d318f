"""After a real meeting, for a page: whom one may have met, the draft, what was expected of it, and where what was heard goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coach.accounts import heard
from coach.accounts.heard import Draft, RealMeeting
from coach.accounts.heard_map import onto
from coach.accounts.map import Person
from coach.accounts.map_depth import depth, families_of
from coach.accounts.map_words import differences
from coach.content.errors import CoachError
from coach.messages.plan import Stakeholder
from coach.reviews.viewer import Viewer
from coach.store.maps import MapHead
from coach.store.plans import StoredPlan
from coach.store.real_meetings import StoredMeeting
from coach.wiring import Coach

DRAFT = "after"
MEETINGS = 200
"""How far back a practised meeting with somebody is looked for."""


@dataclass(frozen=True)
class Known:
    """Somebody one may have met. `place`: the title of the plan or map they stand in."""

    key: str
    who: Stakeholder
    place: str
    account: str | None
    plan: str | None = None
    map: str | None = None


@dataclass(frozen=True)
class Kept:
    """What became of a meeting that was kept: `step` of `plan` is the next one; `map` is what heard it. `lines`: what could not be done."""

    id: str
    plan: str | None
    step: str | None
    map: str | None
    lines: list[str]


class After:
    """Every method sees only what is the viewer's own."""

    def __init__(self, coach: Coach, viewer: Viewer, seen: dict[str, tuple[int, list[Person]]] | None = None) -> None:
        """`seen`: who stands on which map, by its id and revision, kept between one look and the next: only a map that was changed is read again."""
        self._coach, self._viewer, self._store = coach, viewer, coach.store
        self._seen = {} if seen is None else seen

    def plans(self) -> list[StoredPlan]:
        return self._store.plans.mine(self._viewer)

    def people(self, today: date) -> list[Known]:
        """Everybody in the viewer's plans, whose step lies nearest to today first, and then those who stand on a map alone."""
        plans = self.plans()
        placed = sorted(((abs(step.day - today), at, stored, step) for at, stored in enumerate(plans) for step in stored.plan.steps), key=lambda one: one[:2])
        found: dict[str, Known] = {}
        for _, _, stored, step in placed:
            key = f"{stored.id}:{step.who.key}"
            found.setdefault(key, Known(key, step.who, stored.plan.title, stored.plan.account, plan=stored.id))
        names = {one.who.name.casefold() for one in found.values()}
        for head in self._store.maps.mine(self._viewer):
            for person in self._on(head):
                if person.name.casefold() not in names:
                    who = Stakeholder(persona=person.persona, name=person.name, title=person.title, lens=person.family)
                    key = f"{head.id}:{person.id}"
                    plan = next((one.id for one in plans if head.account and one.plan.account == head.account), None)
                    found[key] = Known(key, who, head.title, head.account, plan=plan, map=head.id)
        return list(found.values())

    def _on(self, head: MapHead) -> list[Person]:
        """Who stands on a map."""
        revision, people = self._seen.get(head.id, (0, []))
        if revision != head.revision:
            people = self._store.maps.load(self._viewer, head.id).map.people
            self._seen[head.id] = head.revision, people
        return people

    def draft(self) -> Draft:
        """What was being written when the page was left; otherwise an empty one."""
        draft, _ = self._store.arcs.load(self._viewer, DRAFT, "", Draft)
        return draft if draft.id else Draft(id=self._store.real_meetings.begin())

    def note(self, draft: Draft) -> None:
        """Keep a draft as it was typed. One that may say who a patient is never reaches the database: CoachError with the line."""
        if lines := draft.identified:
            raise CoachError(*lines)
        self._store.arcs.save(self._viewer, DRAFT, "", draft, None)

    def known(self, draft: Draft, people: list[Known]) -> Known | None:
        """Whom a draft is about; None until there is a name."""
        if draft.who:
            return next((one for one in people if one.key == draft.who), None)
        if not draft.name.strip():
            return None
        plan = next((one for one in self.plans() if one.id == draft.plan), None)
        who = Stakeholder(name=draft.name[:120], title=draft.title[:120], lens=draft.lens)
        if not who.name:
            return None
        return Known("", who, plan.plan.title if plan else "", plan.plan.account if plan else None, plan=plan.id if plan else None)

    def expected(self, known: Known, day: date) -> tuple[list[str], str | None]:
        """What was expected of a meeting, a line each, and the step of the plan that says so."""
        step = None
        if known.plan:
            step = heard.predicted_by(self._store.plans.load(self._viewer, known.plan).plan, known.who, day)
        prework = None
        if known.who.persona:
            met = [row for row in self._store.meetings.recent(self._viewer, MEETINGS) if row.person == known.who.persona and row.mode == "played"]
            if met:
                written = [note.text for note in self._store.meetings.notes(self._viewer, met[0].meeting) if note.kind == "prework"]
                prework = written[-1] if written else None
        return heard.prediction(step, prework), step.id if step else None

    def keep(self, draft: Draft, today: date) -> Kept:
        """Keep the meeting; then the next step goes into the plan and what was heard onto the map. CoachError with every line that has to be put
        right first. What fails after the meeting was kept is among the lines of what is returned: nothing that was typed is lost."""
        known = self.known(draft, self.people(today))
        day = draft.day or today
        lines, step = self.expected(known, day) if known else ([], None)
        meeting = heard.finished(
            draft, known.who if known else None, today,
            account=known.account if known else None, plan=known.plan if known else None, step=step, expected="\n".join(lines),
            last=self._store.real_meetings.last_with(self._viewer, known.who.key) if known else None,
        )  # fmt: skip
        self._store.real_meetings.keep(self._viewer, draft.id, meeting)
        self._store.arcs.forget(self._viewer, DRAFT, "")
        return self._passed_on(draft.id, meeting, known.map if known else None)

    def _passed_on(self, id: str, meeting: RealMeeting, map: str | None) -> Kept:
        step, failed = None, []
        if meeting.plan:
            try:
                stored = self._store.plans.load(self._viewer, meeting.plan)
                plan, step = heard.with_next(stored.plan, meeting)
                if plan != stored.plan:
                    self._store.plans.save(self._viewer, meeting.plan, plan, stored.revision)
            except CoachError as error:
                failed += [f"The next step is not in the plan: {line}" for line in error.lines]
        if map is None and meeting.account:
            map = next((head.id for head in self._store.maps.mine(self._viewer, meeting.account)), None)
        if map is not None:
            try:
                self.onto_map(id, map)
            except CoachError as error:
                failed += [f"The map does not have it: {line}" for line in error.lines]
                map = None
        return Kept(id, meeting.plan, step, map, failed)

    def onto_map(self, id: str, map: str) -> None:
        """Put what was heard in a kept meeting onto a map, once however often it is asked for."""
        meeting = self.load(id).meeting
        stored = self._store.maps.load(self._viewer, map)
        made = onto(stored.map, meeting)
        if made != stored.map:
            what = differences(stored.map, made)
            self._store.maps.save(self._viewer, map, made, stored.revision, depth(made, families_of(self._coach.shelf_for(self._viewer))), what)

    def load(self, id: str) -> StoredMeeting:
        return self._store.real_meetings.load(self._viewer, id)

    def mine(self) -> list[StoredMeeting]:
        return self._store.real_meetings.mine(self._viewer)

    def maps(self) -> dict[str, str]:
        """The viewer's maps: id to title."""
        return {head.id: head.title for head in self._store.maps.mine(self._viewer)}

    def forget(self, id: str) -> None:
        """Delete a meeting for good. What it put into plan and map stays."""
        self._store.real_meetings.forget(self._viewer, id)

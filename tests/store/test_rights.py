"""Who may do what to somebody else's: every method of every repository, called by every role on a database full of Ann's.

A method without a line in RIGHTS fails the test. A line names who else may (they are not refused) and how the method is called on what is
Ann's. Everybody else is refused, or gets nothing of hers, and changes nothing of hers. The control: Ann herself is not refused.
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from sqlalchemy import update

from coach.reviews.ride_along import RideAlong
from coach.reviews.viewer import Viewer
from coach.store.drafts import Typed
from coach.store.errors import NotAllowed, NotYours
from coach.store.library import New
from coach.store.repository import Store, open_store
from coach.store.tables import PersonRow
from coach.store.tables_team import AuditRow, CoachingNoteRow, ReviewRow, RideAlongRow, SubmissionRow

from .samples import SURGEON, replied, said, setup
from .tables_filled import everything, fill
from .test_library import approved
from .test_plans import PIKE, plan

ANN = Viewer("ann")
OTHERS = {
    "bob": Viewer("bob"),
    "mia": Viewer("mia", "manager"),
    "mia, no manager any more": Viewer("mia"),
    "ned": Viewer("ned", "manager"),
    "eve": Viewer("eve", "enablement"),
    "ada": Viewer("ada", "admin"),
}
"""Mia leads Ann; Ned leads others; Eve keeps the library; Ada runs the installation."""
A = "annrow"
"""The id of everything that is Ann's."""
ON, AT, ANY = date(2026, 12, 1), datetime(2026, 12, 1, tzinfo=UTC), object()
"""ANY stands where whoever is refused is refused before it is looked at."""
EVERYBODY = frozenset(OTHERS)
LEADS, RUNS = frozenset({"mia"}), frozenset({"ada"})
APPROVES = frozenset({"eve", "ada"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class May:
    """Who else may, and with what the method is called. `shared`: what it reads belongs to everybody. `own`: Ann herself may."""

    others: frozenset[str]
    values: tuple[Any, ...] = ()
    shared: bool = False
    own: bool = True


RIGHTS: dict[str, May] = {
    "people.led": May(LEADS),
    "people.me": May(NOBODY),
    "people.names": May(LEADS | RUNS, (["ann"],)),
    "people.one": May(LEADS | RUNS, ("ann",)),
    "calibration.judged": May(NOBODY),
    "calibration.scores": May(APPROVES, shared=True, own=False),
    "calibration.shared": May(NOBODY),
    "ride_alongs.about": May(NOBODY),
    "ride_alongs.answer": May(NOBODY, (A, "words")),
    "ride_alongs.begin": May(LEADS, ("ann", ON), own=False),
    "ride_alongs.forget": May(LEADS, (A,), own=False),
    "ride_alongs.give": May(LEADS, (A,), own=False),
    "ride_alongs.one": May(LEADS, (A,)),
    "ride_alongs.save": May(LEADS, (A, RideAlong(), 1), own=False),
    "ride_alongs.written": May(LEADS),
    "assignments.ask": May(LEADS, ("ann", []), own=False),
    "assignments.begun": May(NOBODY, (A, "meeting", A)),
    "assignments.campaign": May(NOBODY, (A,)),
    "assignments.certify": May(LEADS, (A, ANY)),
    "assignments.led": May(LEADS, ("ann",)),
    "assignments.looked_at": May(LEADS, (A,)),
    "assignments.mine": May(NOBODY),
    "assignments.move": May(LEADS, (A, ON), own=False),
    "assignments.of_meeting": May(NOBODY, (A,)),
    "assignments.one": May(LEADS, (A,)),
    "assignments.withdraw": May(LEADS, (A,), own=False),
    "sessions.follow_up": May(LEADS, (A, ANY, 1)),
    "sessions.hold": May(LEADS, ("ann", ON, ANY), own=False),
    "sessions.mine": May(NOBODY),
    "sessions.note": May(LEADS, ("ann", "words"), own=False),
    "sessions.notes": May(LEADS, ("ann",), own=False),
    "sessions.opened": May(LEADS, ("ann",), own=False),
    "sessions.save": May(LEADS, (A, ANY, 1), own=False),
    "sessions.with_person": May(LEADS, ("ann",), own=False),
    "facts.handed_in": May(LEADS, (AT,), own=False),
    "facts.objectives": May(NOBODY, ([],)),
    "facts.patterns": May(NOBODY, (AT,), own=False),
    "scores.meetings": May(NOBODY),
    "campaigns.messages": May(NOBODY, (A,)),
    "contents.drop_edit": May(NOBODY, (A, A)),
    "contents.edit": May(NOBODY, (A, A)),
    "contents.edits": May(NOBODY),
    "contents.save_edit": May(NOBODY, (A, A, {})),
    "meetings.append_reply": May(NOBODY, (A, replied(1))),
    "meetings.append_said": May(NOBODY, (A, said(9))),
    "meetings.branch": May(NOBODY, (A, 1)),
    "meetings.count": May(NOBODY, (A,)),
    "meetings.family": May(NOBODY, (A,)),
    "meetings.load": May(NOBODY, (A,)),
    "meetings.note": May(NOBODY, (A, "A note")),
    "meetings.notes": May(NOBODY, (A,)),
    "meetings.practised": May(NOBODY, (A,)),
    "meetings.rebuild": May(NOBODY),
    "meetings.recent": May(NOBODY),
    "meetings.start": May(NOBODY, (setup(), said(0), [SURGEON], "played", A)),
    "hints.of": May(NOBODY, (A,)),
    "hints.record": May(NOBODY, (A, 1, {})),
    "drills.answer": May(NOBODY, (A, "card", 3, "words", AT)),
    "drills.answers": May(NOBODY, (A, AT)),
    "drills.begun": May(NOBODY, (A, AT)),
    "drills.standings": May(NOBODY, (A,)),
    "drills.state": May(NOBODY, (A, A)),
    "plans.forget": May(NOBODY, (A,)),
    "plans.holding": May(NOBODY, (A, A)),
    "plans.load": May(NOBODY, (A,)),
    "plans.make": May(NOBODY, (plan(),)),
    "plans.mine": May(NOBODY),
    "plans.put": May(NOBODY, (A, A, PIKE, "m", 1, ON)),
    "plans.put_question": May(NOBODY, (A, A, PIKE, "Whose budget?", ON)),
    "plans.save": May(NOBODY, (A, plan(), 1)),
    "plans.unreadable": May(NOBODY),
    "maps.at": May(NOBODY, (A, 1)),
    "maps.close": May(NOBODY, (A, ANY, 1, ANY, ANY)),
    "maps.forget": May(NOBODY, (A,)),
    "maps.load": May(NOBODY, (A,)),
    "maps.make": May(NOBODY, (ANY, ANY)),
    "maps.mine": May(NOBODY),
    "maps.save": May(NOBODY, (A, ANY, 1, ANY, [])),
    "maps.versions": May(NOBODY, (A,)),
    "calls.delete": May(NOBODY, (A,)),
    "calls.keep": May(NOBODY, ("A call", {})),
    "calls.load": May(NOBODY, (A,)),
    "calls.recent": May(NOBODY),
    "calls.replace": May(NOBODY, (A, {})),
    "library.add": May(APPROVES, ("norvane", New(approved(1), "approved")), shared=True, own=False),
    "library.add_all": May(APPROVES, ("norvane", [New(approved(1), "approved")]), shared=True, own=False),
    "library.batches": May(EVERYBODY, (A,), shared=True),
    "library.history": May(EVERYBODY, (A, A), shared=True),
    "library.pseudonymise": May(RUNS, ("ann",)),
    "library.revision": May(EVERYBODY, shared=True),
    "library.since": May(EVERYBODY, (set(),), shared=True),
    "library.trail": May(EVERYBODY, (A, A), shared=True),
    "library.undo": May(APPROVES, (A, A), shared=True, own=False),
    "library.uses": May(NOBODY, (A,)),
    "library.writers": May(EVERYBODY, (A, A), shared=True),
    "marks.all": May(NOBODY),
    "marks.keep": May(NOBODY, (A, ANY)),
    "marks.of": May(NOBODY, (A,)),
    "real_meetings.forget": May(NOBODY, (A,)),
    "real_meetings.keep": May(NOBODY, (A, ANY)),
    "real_meetings.last_with": May(NOBODY, (A,)),
    "real_meetings.load": May(NOBODY, (A,)),
    "real_meetings.mine": May(NOBODY),
    "real_meetings.save": May(NOBODY, (A, ANY, 1)),
    "arcs.forget": May(NOBODY, (A, A)),
    "arcs.load": May(NOBODY, (A, A, Typed)),
    "arcs.save": May(NOBODY, (A, A, Typed(), None)),
    "scores.find": May(NOBODY, (A, A, A)),
    "scores.history": May(NOBODY),
    "scores.keep": May(NOBODY, (A, A, ANY)),
    "scores.of": May(NOBODY, (A,)),
    "campaigns.append": May(NOBODY, (A, 1, [])),
    "campaigns.begin": May(NOBODY, ("account", "One", 7, "guarded", "hash")),
    "campaigns.counts": May(NOBODY, (A,)),
    "campaigns.engage": May(NOBODY, (A, ON, "discovery", "surgeon", [])),
    "campaigns.load": May(NOBODY, (A,)),
    "campaigns.mine": May(NOBODY),
    "campaigns.of": May(NOBODY, (A,)),
    "opinions.keep": May(NOBODY, (A, ANY)),
    "opinions.of": May(NOBODY, (A,)),
    "takes.forget": May(NOBODY, (A,)),
    "takes.keep": May(NOBODY, (ANY,)),
    "takes.last": May(NOBODY),
    "takes.load": May(NOBODY, (A,)),
    "takes.of": May(NOBODY, (A,)),
    "takes.told": May(NOBODY, (A,)),
    "submissions.answer": May(NOBODY, (A, {"what": "A no."})),
    "submissions.close": May(NOBODY, (A,)),
    "submissions.given_back": May(LEADS),
    "submissions.mine": May(NOBODY),
    "submissions.of_person": May(LEADS, ("ann",)),
    "submissions.one": May(LEADS, (A,)),
    "submissions.open": May(LEADS, (A,)),
    "submissions.queue": May(LEADS),
    "submissions.score": May(LEADS, (A,)),
    "submissions.submit": May(NOBODY, (A, "Mine?")),
    "submissions.take_back": May(NOBODY, (A,)),
    "reviews.give_back": May(LEADS, (A,)),
    "reviews.mine": May(LEADS, (A,)),
    "reviews.returned": May(LEADS, (A,)),
    "reviews.save": May(LEADS, (A, {}, 1)),
    "audit.about": May(NOBODY),
    "audit.all": May(RUNS, own=False),
    "team.all": May(RUNS, own=False),
    "team.bring": May(RUNS, ([],), own=False),
    "team.change": May(RUNS, ("ann", "admin", "ned", "North"), own=False),
    "team.come_back": May(RUNS, ("ann",), own=False),
    "team.leave": May(RUNS, ("ann",), own=False),
    "drafts.forget": May(NOBODY, (A,)),
    "drafts.load": May(NOBODY, (A,)),
    "drafts.save": May(NOBODY, ("place", "words")),
    "drafts.under": May(NOBODY),
    "personal.erase": May(RUNS, ("ann",)),
    "personal.export": May(NOBODY, ("ann",)),
}
NO_VIEWER = {
    "audit.operated": "the command line's own",
    "people.ensure": "who somebody is comes before what they may",
    "contents.keep": "versions of content are everybody's",
    "contents.kept": "versions of content are everybody's",
    "real_meetings.begin": "an id, drawn",
    "logins.any": "asked before anybody is known",
    "logins.enter": "asked before anybody is known",
    "retention.sweep": "the program's own, by the settings",
}
OWN_PLACE = frozenset({"real_meetings.keep"})
"""What is kept under a name of one's own choosing, so that the name reaches nothing of hers."""
NOT_FOR_HER = {name for name, may in RIGHTS.items() if not may.own}
"""What Ann as a rep is refused too."""


def methods() -> dict[str, Callable[..., Any]]:
    found = {}
    for repository, kind in get_type_hints(Store).items():
        if repository != "database":
            found |= {f"{repository}.{name}": method for name, method in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    return found


class Anns:
    """A database full of what is Ann's, which can be put back as it was."""

    def __init__(self, folder: Path) -> None:
        self.file, self._kept = folder / "coach.db", folder / "kept.db"
        self.store = open_store(f"sqlite:///{self.file}")
        for viewer in OTHERS.values():
            self.store.people.ensure(viewer.id, viewer.id.title())
        fill(self.store, "ann", "mia")
        with self.store.database.write() as session:
            session.execute(update(PersonRow).where(PersonRow.id == "bob").values(manager="ned"))
            session.execute(update(SubmissionRow).values(state="submitted"))
            session.execute(update(ReviewRow).values(reviewer="mia"))
            session.execute(update(AuditRow).values(by="mia", about="ann", subject=A))
            session.execute(update(RideAlongRow).values(observer="mia", given_at=AT))
            session.execute(update(CoachingNoteRow).values(owner="mia"))
        with self.store.database.erase():
            pass  # Everything into the file itself.
        self.store.database.close()
        shutil.copy(self.file, self._kept)
        self.before = everything(self.store)

    def put_back(self) -> None:
        if everything(self.store) != self.before:
            self.store.database.close()
            for rest in ("-wal", "-shm"):
                self.file.with_name(self.file.name + rest).unlink(missing_ok=True)
            shutil.copy(self._kept, self.file)


@pytest.fixture(scope="module")
def anns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anns]:
    made = Anns(tmp_path_factory.mktemp("rights"))
    yield made
    made.store.database.close()


def tried(store: Store, name: str, viewer: Viewer) -> tuple[bool, str]:
    """Whether the viewer was refused, and what they saw."""
    repository, method = name.split(".")
    try:
        return False, repr(getattr(getattr(store, repository), method)(viewer, *RIGHTS[name].values))
    except (NotYours, NotAllowed):
        return True, ""
    except Exception as error:  # Whoever may goes on to what these rows cannot give.
        return False, f"went on: {type(error).__name__}"


def test_every_method_is_in_the_table_and_asks_who_is_there() -> None:
    found = methods()
    assert set(found) == set(RIGHTS) | set(NO_VIEWER), "a new method: say in RIGHTS who else may use it on what is somebody's"
    without = {name for name, method in found.items() if "viewer" not in inspect.signature(method).parameters}
    assert without == set(NO_VIEWER), "every method takes the viewer"


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_reaches_what_is_anns_but_those_who_may(anns: Anns, who: str) -> None:
    viewer, wrong = OTHERS[who], []
    anns.put_back()
    hers = {name: {one for one in rows if '"ann"' in one or A in one} for name, rows in anns.before.items()}
    for name, may in RIGHTS.items():
        refused, seen = tried(anns.store, name, viewer)
        if who in may.others:
            if refused:
                wrong.append(f"{name}: {who} may, and was refused")
            anns.put_back()
            continue
        if changed := [table for table, rows in everything(anns.store).items() if not hers[table] <= set(rows)]:
            wrong.append(f"{name}: {who} changed {', '.join(changed)}")
            anns.put_back()
        reached = A in seen or "words of ann" in seen or (seen.startswith("went on") and A in map(str, may.values) and name not in OWN_PLACE)
        if reached or (may.shared and not refused):
            wrong.append(f"{name}: {who} was not refused; {seen[:120]}")
    assert not wrong, "\n".join(wrong)


def test_she_herself_is_refused_nowhere_else(anns: Anns) -> None:
    """Else the test above would be content with anything."""
    refused = set()
    for name in RIGHTS:
        anns.put_back()
        if tried(anns.store, name, ANN)[0]:
            refused.add(name)
    assert refused == NOT_FOR_HER

"""What is kept of one person, inside the database and beside it: to take along as a file, to erase, and to let run out."""

from __future__ import annotations

import io
import json
import logging
import threading
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

from coach.reviews.viewer import Viewer
from coach.store.errors import StoreError
from coach.store.personal import Erased
from coach.store.recordings import Recordings
from coach.wiring import Coach

DAILY = timedelta(days=1)
log = logging.getLogger("coach")
READ_ME = """Everything that is kept of you, as of {at:%d %B %Y}.

One JSON file for each kind of thing: a list with an object for each record, as it is stored. Times are in UTC. Ids join them: `meeting` in
one file is `id` in meetings.json. What was said is in said.json (you) and replied.json (the stakeholder), turn by turn.
{recordings}
Not in here: what reviewers wrote and have not returned, what other people wrote about meetings of their own, and the content that everybody
shares.
"""


class Privacy:
    """Every method raises StoreError where the database, or a file beside it, cannot do it."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach = coach
        self._viewer = viewer

    @property
    def _recordings(self) -> Recordings:
        return Recordings(self._coach.settings.coach_data / "audio")

    def export(self) -> bytes:
        """Everything of the viewer's, as a zip of JSON files with the recordings that they asked to keep."""
        found = self._coach.store.personal.export(self._viewer, self._viewer.id)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            spoken = 0
            for name, rows in found.items():
                packed.writestr(f"{name}.json", json.dumps(rows, ensure_ascii=False, indent=1, default=_as_text))
            for row in found.get("meetings", []):
                for turn, file in self._recordings.of(row["id"]).items():
                    packed.write(file, f"audio/{row['id']}/{turn}.wav")
                    spoken += 1
            recordings = "Recordings that you kept are under audio/, by meeting and turn.\n" if spoken else ""
            packed.writestr("README.txt", READ_ME.format(at=datetime.now(UTC), recordings=recordings))
        return made.getvalue()

    def erase(self, person: str | None = None) -> Erased:
        """Delete everything of the viewer's, or, for an administrator, of somebody else's, for good. Errors: NotAllowed."""
        gone = self._coach.store.personal.erase(self._viewer, person or self._viewer.id)
        _forget(self._recordings, gone.meetings)
        return gone


def sweep(coach: Coach, now: datetime) -> int:
    """Erase the practice meetings that are older than COACH_KEEP_DAYS and in nobody's use, with their recordings; returns how many."""
    gone = coach.store.retention.sweep(coach.settings.coach_keep_days, now)
    _forget(Recordings(coach.settings.coach_data / "audio"), gone)
    return len(gone)


class Keeping:
    """Sweeps at once and once a day, beside everything else, where COACH_KEEP_DAYS is set."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        if coach.settings.coach_keep_days:
            threading.Thread(target=self._run, name="keeping", daemon=True).start()

    def _run(self) -> None:
        waits = threading.Event()
        while True:
            try:
                if count := sweep(self._coach, datetime.now(UTC)):
                    log.info("practice meetings older than COACH_KEEP_DAYS were erased: %s", count)
            except StoreError as error:  # Tomorrow is another day.
                log.warning("old practice meetings could not be erased: %s", "; ".join(error.lines))
            waits.wait(DAILY.total_seconds())


def _forget(recordings: Recordings, meetings: tuple[str, ...] | list[str]) -> None:
    for meeting in meetings:
        recordings.forget(meeting)


def _as_text(value: Any) -> str:
    if isinstance(value, date):  # and a time of day
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a file")

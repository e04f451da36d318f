"""Reading and writing the two records of a turn; every read passes through the upgraders."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach.reading.records import Record
from coach.roleplay.records import Meeting, Replied, Said, Setup, Turn
from coach.store.errors import StoreError
from coach.store.tables import MeetingRow, RepliedRow, SaidRow
from coach.store.upgrades import Kind, upgrade

R = TypeVar("R", bound=Record)


def read_meeting(session: Session, row: MeetingRow) -> Meeting:
    """The meeting with all its turns. Errors: StoreError for a record that cannot be read, naming meeting and turn."""
    # Replies first: each has its `said`, so a turn appended between the two reads cannot leave a reply without one.
    replies = session.scalars(select(RepliedRow).where(RepliedRow.meeting == row.id)).all()
    said = session.scalars(select(SaidRow).where(SaidRow.meeting == row.id).order_by(SaidRow.turn)).all()
    by_turn: dict[int, list[Replied]] = defaultdict(list)
    for reply in replies:
        by_turn[reply.turn].append(read_reply(reply))
    turns = []
    for one in said:
        read = _read("said", Said, one.record, f"turn {one.turn} of meeting {row.id}")
        turns.append(Turn(said=read, replied=_in_order(read, by_turn[one.turn])))
    return Meeting(setup=_read("setup", Setup, row.setup, f"the setup of meeting {row.id}"), turns=turns)


def _in_order(said: Said, replies: list[Replied]) -> list[Replied]:
    """As they were to speak, and not by the time that was written beside it: a clock may be put back meanwhile."""
    places = {response.person: at for at, response in enumerate(said.responses)}
    return sorted(replies, key=lambda reply: places.get(reply.person, len(places)))


def read_reply(row: RepliedRow) -> Replied:
    return _read("replied", Replied, row.record, f"a reply in turn {row.turn} of meeting {row.meeting}")


def said_row(meeting: str, said: Said, at: datetime) -> SaidRow:
    return SaidRow(meeting=meeting, turn=said.turn, v=said.v, kind=said.kind, record=said.model_dump(mode="json"), at=at)


def last_turn(session: Session, meeting: str) -> int:
    """The number of the last turn; -1 when there is none."""
    found = session.scalar(select(func.max(SaidRow.turn)).where(SaidRow.meeting == meeting))
    return -1 if found is None else found


def _read(kind: Kind, shape: type[R], data: dict[str, object], where: str) -> R:
    try:
        return shape.model_validate(upgrade(kind, data))
    except StoreError as error:
        raise StoreError(*(f"{where}: {line}" for line in error.lines)) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise StoreError(f"{where}: the stored record is damaged ({field}: {first['msg']}). Restore a backup to read this meeting.") from error

"""A map of fifty stakeholders redrawn as the page does it, and a list of two thousand contacts brought in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from coach.accounts import map as maps
from coach.accounts.contacts import bring_in, read_contacts
from coach.accounts.map import AccountMap, Source
from coach.accounts.map_checks import misfits
from coach.accounts.map_depth import depth
from coach.accounts.map_rows import rows
from coach.content.account import Account
from coach.content.base import LENSES
from coach.pages import map_draw
from coach.reviews.viewer import Viewer
from coach.store.repository import open_store

from .figures import Figure, timed

STAKEHOLDERS, ARROWS, CONTACTS = 50, 80, 2000
VIEWER = Viewer("bench")


def crowd(account: Account) -> AccountMap:
    """Fifty people of all families with eighty arrows, a stall, constraints and questions, each with sources."""
    chance, made = random.Random(3), maps.begun(account)
    for at in range(STAKEHOLDERS):
        sources = [Source(kind="heard", person=f"Person {chance.randrange(STAKEHOLDERS)}", quote="What they said of it. " * 4) for _ in range(3)]
        made = maps.added(made, "person", name=f"Dr. Somebody Longname {at}", title="Something of a department", family=chance.choice(LENSES), sources=sources)
    ids = [one.id for one in made.people]
    for of, on in (chance.sample(ids, 2) for _ in range(ARROWS)):
        made = maps.added(made, "arrow", of=of, on=on, strength=chance.choice((1, 2, 3)), kind=chance.choice(("formal", "informal")))
    made = maps.changed(made, made.steps[0].id, stalls=True, cause="Nobody owns what happens next. " * 5)
    for at in range(10):
        made = maps.added(made, "question", text=f"What happens in case {at}, and who would know it?")
    return made


def measure(data: Path, account: Account, times: int) -> Iterator[Figure]:
    store = open_store(f"sqlite:///{data / 'maps.db'}")
    made = crowd(account)
    id = store.maps.make(VIEWER, made, depth(made, {}))
    map_draw.palette = lambda theme=None, drawn=map_draw.palette: drawn("light")  # No browser asks here, so nobody has a theme.
    redrawn = Figure(
        "a map of 50 stakeholders redrawn", "ms", target=300, note="one more arrow kept, loaded again, checked, drawn for a desk and a phone, as a table"
    )
    picture = Figure("  of this the two pictures", "ms")
    for at in range(times):
        with timed(redrawn):
            stored = store.maps.load(VIEWER, id)
            ids = [one.id for one in stored.map.people]
            after = maps.changed(stored.map, stored.map.arrows[at % ARROWS].id, of=ids[at % STAKEHOLDERS], on=ids[(at * 7 + 1) % STAKEHOLDERS])
            store.maps.save(VIEWER, id, after, stored.revision, depth(after, {}), ["moved"])
            found = store.maps.load(VIEWER, id).map
            misfits(found, date.today())
            with timed(picture):
                map_draw.drawn(found)
            map_draw.table(found, "person")
            rows(found, "person")
    store.database.close()
    yield redrawn
    yield picture
    yield contacts()


def contacts() -> Figure:
    figure = Figure(f"{CONTACTS:,} contacts of a CRM read and laid out", "ms", note="a CSV with 37 accounts in it; nothing written yet")
    lines = [f"First{at},Last{at},Nurse manager,Place {at % 37},a{at}@example.org" for at in range(CONTACTS)]
    raw = "\n".join(["First Name,Last Name,Job Title,Account Name,Email", *lines]).encode()
    for _ in range(5):
        with timed(figure):
            made = bring_in(read_contacts("crm.csv", raw), AccountMap(title="Everybody"))
            assert len(made.new) == CONTACTS
    return figure

"""What a library has to say on a day, and where it has nothing: by lens, by rung, by need. What runs out, and what is there twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from coach.content.base import BELIEFS, LENSES, Belief, Lens
from coach.content.catalogue import Need
from coach.content.library import Audience, Library, Message
from coach.content.shelf import Shelf
from coach.messages.vectors import Embedder

SOON = 90
"""Days before its last one from which a message counts as running out: about what a renewal takes."""
NEAR_FROM = 0.9
"""Cosine from which two texts say the same in nearly the same words."""
BLOCK = 1000
"""Texts that are compared with all others at once, so that a large library does not fill the memory."""


@dataclass(frozen=True)
class Cell:
    """The messages in force for one need on one rung through one lens. `need` None: those that name no need."""

    lens: Lens
    stage: Belief
    need: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Where there is nothing to say. `stage` None: on no rung at all."""

    lens: Lens
    stage: Belief | None
    need: str | None


@dataclass(frozen=True)
class Expiring:
    """A message in force that will not be for long. `days` left after today, 0 on its last day."""

    message: Message
    days: int


@dataclass(frozen=True)
class Near:
    """Two messages that say nearly the same. `cosine` 0 to 1, two decimals."""

    one: Message
    other: Message
    cosine: float


@dataclass(frozen=True)
class Coverage:
    """A library on a day. `total` counts each message once in (lens, rung), where a cell counts it once a need."""

    library: str
    on: date
    market: str
    audience: Audience | None
    messages: int
    in_force: int
    total: dict[tuple[Lens, Belief], int]
    cells: list[Cell]
    gaps: list[Gap]
    unanswered: list[str]
    expiring: list[Expiring]

    def count(self, lens: Lens, stage: Belief) -> int:
        return self.total.get((lens, stage), 0)


def coverage(library: Library, needs: Sequence[Need], on: date, audience: Audience | None = None) -> Coverage:
    """What may be said on the day `on` in the library's market, to an audience (None: to any).

    `needs`: those that people meet with this library carry (see `needs_of`). Gaps are of three kinds: a lens on a rung with
    nothing at all (need None); a need with nothing on any rung (rung None); a need, looked at through its own lens, with
    nothing on a rung. `unanswered` are the needs of the second kind.
    """
    market = library.product.market
    said = [
        message
        for message in library.messages.messages
        if message.in_force(on) and message.market == market and (audience is None or message.audience == audience)
    ]
    held: defaultdict[tuple[Lens, Belief, str | None], list[str]] = defaultdict(list)
    for message in said:
        wanted: list[str] | list[None] = message.needs or [None]
        for need in wanted:
            held[message.lens, message.stage, need].append(message.id)
    answered = {need for message in said for need in message.needs}
    total = Counter((message.lens, message.stage) for message in said)
    gaps = [Gap(lens, stage, None) for lens in LENSES for stage in BELIEFS if not total[lens, stage]]
    for one in needs:
        if one.id not in answered:
            gaps.append(Gap(one.lens, None, one.id))
        else:
            gaps += [Gap(one.lens, stage, one.id) for stage in BELIEFS if not held.get((one.lens, stage, one.id))]
    order = sorted(held, key=lambda key: (LENSES.index(key[0]), BELIEFS.index(key[1]), key[2] or ""))
    return Coverage(
        library=library.id,
        on=on,
        market=market,
        audience=audience,
        messages=len(library.messages.messages),
        in_force=len(said),
        total=dict(total),
        cells=[Cell(*key, tuple(held[key])) for key in order],
        gaps=gaps,
        unanswered=[one.id for one in needs if one.id not in answered],
        expiring=expiring(said, on),
    )


def needs_of(shelf: Shelf, library: Library) -> list[Need]:
    """The needs that matter to a library, in the catalogue's order: those of the people who are met with it, or, where nobody
    is, those that its messages name."""
    carried = {need.need for persona in shelf.personas.values() if shelf.library_of(persona) is library for need in persona.needs}
    wanted = carried or {need for message in library.messages.messages for need in message.needs}
    return [need for need in shelf.needs.values() if need.id in wanted]


def expiring(messages: Sequence[Message], on: date, days: int = SOON) -> list[Expiring]:
    """Those in force whose last day is at most `days` away, the nearest first."""
    last = on + timedelta(days=days)
    found = [
        Expiring(message, (message.expires_on - on).days) for message in messages if message.in_force(on) and message.expires_on and message.expires_on <= last
    ]
    return sorted(found, key=lambda one: (one.days, one.message.id))


def near(messages: Sequence[Message], embedder: Embedder) -> list[Near]:
    """Every two messages, none of them withdrawn, whose texts are as close as `NEAR_FROM`; the closest first."""
    kept = [message for message in messages if message.status != "withdrawn"]
    if len(kept) < 2:
        return []
    vectors = embedder.embed([message.text for message in kept])
    pairs = []
    for start in range(0, len(kept), BLOCK):
        cosines = np.round(vectors[start : start + BLOCK] @ vectors.T, 2)
        for row, column in np.argwhere(cosines >= NEAR_FROM):
            if start + row < column:
                pairs.append(Near(kept[start + row], kept[column], min(1.0, round(float(cosines[row, column]), 2))))
    return sorted(pairs, key=lambda pair: (-pair.cosine, pair.one.id, pair.other.id))

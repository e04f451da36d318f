"""A library laid out for searching: who may be told what as columns, the vectors of each lens side by side, and the words.

The exact similarity of all messages of a large lens to a query takes longer than people should wait, so it is found in two steps that
give the same result: first roughly, with a bound on how far each figure may be off, then exactly for whatever can still be among the best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Protocol

import numpy as np

from coach.content.base import BELIEFS, LENSES, Lens
from coach.content.library import Library, Message
from coach.messages.lexicon import Lexicon

OFF = 1e-5
"""How far two ways of computing one product of unit vectors in single precision may lie apart."""


class Rows(Protocol):
    """The vectors of a library's texts, by number of the row in the layout; `width` numbers each."""

    @property
    def width(self) -> int: ...

    def near(self, vector: np.ndarray, start: int, stop: int) -> tuple[np.ndarray, float]:
        """The cosine of each row from `start` to `stop` to a unit vector, perhaps rough, and how far any of them may be off."""
        ...

    def take(self, rows: np.ndarray) -> np.ndarray:
        """Some rows, exactly: shape (len(rows), dimensions), float32."""
        ...


@dataclass(frozen=True)
class Held:
    """Vectors in memory, for a library of some thousand texts."""

    vectors: np.ndarray

    @property
    def width(self) -> int:
        return int(self.vectors.shape[1])

    def near(self, vector: np.ndarray, start: int, stop: int) -> tuple[np.ndarray, float]:
        return self.vectors[start:stop] @ vector, OFF

    def take(self, rows: np.ndarray) -> np.ndarray:
        return np.asarray(self.vectors[rows])


@dataclass(frozen=True)
class Layout:
    """The order in which a library is searched: its messages by lens, and within a message first what may be said, then the labels.

    `places`: where each message stands in the library. `starts`: its first row, and one past the last row at the end. `said`: how
    many of its rows are its text and variants. `blocks`: first and one past the last message of each lens."""

    messages: Sequence[Message]
    places: np.ndarray
    starts: np.ndarray
    said: np.ndarray
    blocks: dict[Lens, tuple[int, int]]

    @classmethod
    def of(cls, messages: Sequence[Message]) -> Layout:
        lenses = np.array([LENSES.index(message.lens) for message in messages], np.int8)
        places = np.argsort(lenses, kind="stable").astype(np.int32)
        ends = np.cumsum(np.bincount(lenses, minlength=len(LENSES))).tolist()
        blocks = {lens: (start, stop) for lens, start, stop in zip(LENSES, [0, *ends], ends, strict=False)}
        ordered = [messages[place] for place in places]
        counts = [1 + len(message.variants) + len(message.labels) for message in ordered]
        said = np.array([1 + len(message.variants) for message in ordered], np.int32)
        return cls(messages, places, np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), said, blocks)

    def __len__(self) -> int:
        return len(self.places)

    def texts(self) -> Iterator[str]:
        """The text of every row."""
        return chain.from_iterable(rows_of(self.messages[place]) for place in self.places)

    def block(self, lens: Lens | None) -> tuple[int, int]:
        return (0, len(self)) if lens is None else self.blocks[lens]


def rows_of(message: Message) -> tuple[str, ...]:
    """Everything by which a message is found by meaning: what may be said, then what they would say when they need it."""
    return (message.text, *message.variants, *message.labels)


class Columns:
    """What decides whether a message may be said, and what raises it, one entry a message in the order of a layout."""

    def __init__(self, layout: Layout, library: Library) -> None:
        market = library.product.market
        self._from, self._until = np.zeros(len(layout), np.int32), np.full(len(layout), -1, np.int32)
        self._open = np.zeros(len(layout), bool)
        self._at: dict[str, int] = {}
        self.stages = np.zeros(len(layout), np.int8)
        needs, seats, audiences = dict[str, list[int]](), dict[str, list[int]](), dict[str, list[int]]()
        rungs = {rung: at for at, rung in enumerate(BELIEFS)}
        for at, place in enumerate(layout.places):
            message = layout.messages[place]
            self._at[message.id] = at
            self.stages[at] = rungs[message.stage]
            if message.status == "approved" and message.approved_on and message.expires_on and message.market == market:
                self._from[at], self._until[at] = message.approved_on.toordinal(), message.expires_on.toordinal()
            self._open[at] = not message.seats
            audiences.setdefault(message.audience, []).append(at)
            for seat in message.seats:
                seats.setdefault(seat, []).append(at)
            for need in message.needs:
                needs.setdefault(need, []).append(at)
        self._needs = {need: np.array(at, np.int32) for need, at in needs.items()}
        self._seats = {seat: np.array(at, np.int32) for seat, at in seats.items()}
        self._audience = {audience: np.zeros(len(layout), bool) for audience in audiences}
        for audience, found in audiences.items():
            self._audience[audience][found] = True

    def open(self, on: date, audience: str, seat: str | None, start: int, stop: int) -> np.ndarray:
        """Which messages from `start` to `stop` may be said on a day to an audience from a seat. An approval without its dates proves
        nothing, and a message kept to certain seats is for nobody else. Shape (stop - start,), bool."""
        day = on.toordinal()
        if audience not in self._audience:
            return np.zeros(stop - start, bool)
        free = self._open
        if seat in self._seats:
            free = free.copy()
            free[self._seats[seat]] = True
        span = slice(start, stop)
        return np.asarray((self._from[span] <= day) & (day <= self._until[span]) & self._audience[audience][span] & free[span])

    def answering(self, needs: Iterable[str], start: int, stop: int) -> np.ndarray:
        """Which messages answer one of the needs, bool."""
        found = np.zeros(stop - start, bool)
        for need in needs:
            at = self._needs.get(need, np.empty(0, np.int32))
            found[at[(at >= start) & (at < stop)] - start] = True
        return found

    def where(self, ids: Iterable[str], start: int, stop: int) -> np.ndarray:
        """The places, counted from `start`, of those of the messages that are there."""
        return np.array([at - start for id in ids if start <= (at := self._at.get(id, -1)) < stop], np.int64)


@dataclass(frozen=True)
class Index:
    """The rows and the words of a layout."""

    rows: Rows
    lexicon: Lexicon


def words_of(layout: Layout) -> Iterator[str]:
    """For each message the words by which it is found."""
    return (" ".join(rows_of(layout.messages[place])) for place in layout.places)


def held(layout: Layout, embed: Callable[[Sequence[str]], np.ndarray]) -> Index:
    """An index in memory, its texts embedded now."""
    return Index(Held(embed(list(layout.texts()))), Lexicon.of(words_of(layout)))

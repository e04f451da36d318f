"""What a model's voice is to a meeting: something that turns a prompt into words, and may fail. Nothing here reaches out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from coach.content.errors import CoachError
from coach.roleplay.records import Spent

TroubleKind = Literal["refused", "slow", "key", "busy", "server", "broken", "model", "page", "request", "odd", "cap"]
TROUBLES: dict[TroubleKind, str] = {
    "refused": "the endpoint could not be reached",
    "slow": "it took too long",
    "key": "it did not accept the key",
    "busy": "it was too busy",
    "server": "it had a fault of its own",
    "broken": "the connection broke off",
    "model": "it knows no such model",
    "page": "a web page came back",
    "request": "it did not accept the request",
    "odd": "what came back was no answer",
    "cap": "the most that a meeting may cost was reached",
}
"""What may go wrong at an endpoint."""


class Trouble(CoachError):
    """An endpoint did not do what was asked of it: of what kind, and a line with what to do. Never holds a key. `wait`: the
    seconds for which it asked to be left alone."""

    def __init__(self, kind: TroubleKind, line: str, wait: float | None = None) -> None:
        super().__init__(line)
        self.kind = kind
        self.line = line
        self.wait = wait


@dataclass(frozen=True)
class Prompt:
    """What a model is given. `card` is the same in every turn of a meeting, so that endpoints can keep it; `turn` is new each time.
    `name` is that of the templates, with their version; at one of `stop` the model is to fall silent."""

    name: str
    card: str
    turn: str
    stop: tuple[str, ...] = ()

    def messages(self) -> list[dict[str, str]]:
        return [{"role": "system", "content": self.card}, {"role": "user", "content": self.turn}]


class Speech(Protocol):
    """An answer as it comes in. An empty piece says that there is nothing new yet, so that whoever waits can look up.
    Iterating raises Trouble. `cut`: the model had more to say than it was given room for."""

    @property
    def spent(self) -> Spent: ...

    @property
    def cut(self) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...

    def close(self) -> None: ...


class Speaks(Protocol):
    """A model at an endpoint. Raises Trouble at once where the endpoint failed a moment ago."""

    def speak(self, prompt: Prompt, most_tokens: int) -> Speech: ...

"""Worked pitches of a library: what good looks like, for listeners who are on nobody's shelf, so that no need of a persona is given away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from coach.content.base import Document, Id, Lens, Strict, Text
from coach.content.catalogue import Need
from coach.content.library import Library
from coach.content.yamlfile import Where, did_you_mean


class Listener(Strict):
    """Somebody invented for one pitch. `told` is what they said, in earlier meetings, about what goes wrong."""

    who: Text = Field(max_length=120)
    lens: Lens
    told: list[Need] = Field(min_length=1, description="The same shape as in needs.yaml.")


class WorkedSentence(Strict):
    say: Text
    does: Text = Field(max_length=160, description="What the sentence is there for; shown beside it.")


class Worked(Strict):
    id: Id
    title: Text = Field(max_length=80)
    seconds: int = Field(ge=20, le=600)
    listener: Listener
    messages: list[Id] = Field(min_length=1, description="The approved messages that it delivers.")
    sentences: list[WorkedSentence] = Field(min_length=4)

    @property
    def text(self) -> str:
        return " ".join(sentence.say for sentence in self.sentences)


class Pitches(Document):
    """message_library/ID/pitches.yaml; a library may be without."""

    kind: Literal["pitches"]
    pitches: list[Worked] = Field(min_length=1)


def misfits(pitches: Pitches, library: Library, needs: set[str]) -> Iterator[tuple[Where, str]]:
    """What does not fit between worked pitches and their library, as (field, what is wrong). `needs`: ids of the catalogue, which a
    listener of a worked pitch must not have: they are somebody's on the shelf."""
    messages = {message.id: message for message in library.messages.messages}
    ids = set[str]()
    for at, one in enumerate(pitches.pitches):
        here: Where = ("pitches", at)
        if one.id in ids:
            yield (*here, "id"), f"{one.id!r} stands twice; ids are unique"
        ids.add(one.id)
        for index, id in enumerate(one.messages):
            if id not in messages:
                yield (*here, "messages", index), f"no message {id!r}{did_you_mean(id, list(messages))}"
            elif messages[id].status != "approved":
                yield (*here, "messages", index), f"{id!r} is {messages[id].status.replace('_', ' ')}; deliver a message that is approved"
        for index, need in enumerate(one.listener.told):
            if need.id in needs:
                yield (
                    (*here, "listener", "told", index, "id"),
                    f"{need.id!r} is a need in needs.yaml, which somebody hides; give this listener one of their own",
                )

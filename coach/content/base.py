"""What every file that people write has in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""Lower case, digits and underscores; stable for ever, because meetings and messages refer to it."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]

Lens = Literal["clinical", "operational", "economic", "administrative"]
LENSES: tuple[Lens, ...] = ("clinical", "operational", "economic", "administrative")

Belief = Literal["unaware", "recognised", "curious", "evaluating", "convinced", "advocate"]
"""The ladder a stakeholder climbs; a message's `stage` is the rung it serves."""
BELIEF_WORDS: dict[str, str] = {
    "unaware": "not aware of a problem",
    "recognised": "sees a problem",
    "curious": "curious",
    "evaluating": "weighing it up",
    "convinced": "convinced",
    "advocate": "speaks for it",
}
"""What each rung is called on screen and on paper."""
BELIEFS: tuple[Belief, ...] = ("unaware", "recognised", "curious", "evaluating", "convinced", "advocate")


class Strict(BaseModel):
    """A typed piece of content: unknown fields are errors, values do not change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Document(Strict):
    """The top of a file. `v` is the version of the shape; `fictional` must be true in all shipped content."""

    v: Literal[1] = Field(description="Version of this file's shape.")
    kind: str
    id: Id
    fictional: bool = Field(default=False, description="True for sample content: every name and number is invented.")

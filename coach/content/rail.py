"""The coach's rail: what may be asked next, by what just happened, as data that a manager can read and change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.content.base import Document, Lens, Strict, Text

MomentId = Literal[
    "opening", "caught", "pushed_back", "behind_told", "asked_you", "not_followed", "agreed", "time_short", "time_short_unheard", "done",
    "held_back", "dry", "opened_up", "understood", "told", "goes_on", "stay", "answered",
]  # fmt: skip
MOMENTS: tuple[MomentId, ...] = MomentId.__args__  # type: ignore[attr-defined]


class RailMoment(Strict):
    """One kind of moment, and whole lines that a rep could say in it."""

    id: MomentId
    title: Text = Field(description="What just happened, in a few words.")
    why: Text = Field(description="Why this helps here, for the rep.")
    say: list[Text] = Field(min_length=1)
    by_lens: dict[Lens, list[Text]] = Field(default_factory=dict, description="Lines for one family of jobs; they come before `say`.")
    messages: bool = Field(default=False, description="Whether this is a moment for an approved message.")
    hold: Text | None = Field(default=None, description="Why there is no message now; shown where `messages` is false or nothing fits.")


class Rail(Document):
    """prompts/rail.yaml"""

    kind: Literal["rail"]
    moments: list[RailMoment] = Field(min_length=1)

    def moment(self, id: MomentId) -> RailMoment | None:
        return next((one for one in self.moments if one.id == id), None)

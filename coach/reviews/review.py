"""What a reviewer says to what was handed in, as data."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from coach.reading.records import Record


class Comment(Record):
    """A reviewer's words to one of the rep's turns. `criterion`: the one whose level they explain, '' where they explain none."""

    turn: int
    words: str
    criterion: str = ""


class ReviewDocument(Record):
    """`levels`: 0 to 3 by criterion, None where the reviewer saw no chance for it. `blind`: they were given before any measured level
    was shown, at `levels_at`; only such levels count for calibration."""

    v: Literal[1] = 1
    levels: dict[str, int | None] = Field(default_factory=dict)
    blind: bool = False
    levels_at: datetime | None = None
    overrides: dict[str, object] = Field(default_factory=dict)
    comments: list[Comment] = Field(default_factory=list)
    moment: int | None = None
    questions: list[str] = Field(default_factory=list)
    closing: str = ""

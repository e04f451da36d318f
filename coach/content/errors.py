"""Errors that are written for the person who can fix them."""

from __future__ import annotations


class CoachError(Exception):
    """Something the user can put right. `lines` holds one problem each: where, what, and what to do."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = list(lines)

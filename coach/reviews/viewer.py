"""Who is looking. Every repository method takes one, so that nothing is read without asking whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["rep", "manager", "enablement", "admin"]


@dataclass(frozen=True)
class Viewer:
    """The person on whose behalf data is read or written. `id` is stable: a login's subject, or a local name. `alone`: nobody
    else works here who could look at what they write."""

    id: str
    role: Role = "rep"
    alone: bool = False

    @property
    def may_lead(self) -> bool:
        """Whether others may hand them meetings. Whose, is in the table of people; alone, they look at their own."""
        return self.role == "manager" or self.alone

    @property
    def may_approve(self) -> bool:
        """Whether they may put messages in force, send them back and withdraw them. Everybody may draft."""
        return self.role in ("enablement", "admin")

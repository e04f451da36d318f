"""What a meeting has used at an endpoint, against the most that it may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from coach.roleplay.records import Meeting, Replied, Spent
from coach.roleplay.voice import Trouble


@dataclass(frozen=True)
class Cap:
    """The most tokens and the most money a meeting may use; 0: as much as it takes."""

    tokens: int = 0
    money: float = 0.0
    currency: str = "$"


@dataclass(frozen=True)
class Used:
    """Tokens sent and received, those of the sent that the endpoint had cached, and money. `estimated`: not all was counted there."""

    sent: int = 0
    received: int = 0
    cached: int = 0
    money: float = 0.0
    estimated: bool = False

    @property
    def tokens(self) -> int:
        return self.sent + self.received


@dataclass(frozen=True)
class Tally:
    """How the replies of some meetings came about: how many were asked of a model, how many it spoke whole, began, or left to the
    authored voice, and how often each kind of fault and trouble was met."""

    asked: int = 0
    whole: int = 0
    begun: int = 0
    faults: tuple[tuple[str, int], ...] = ()


def used(meeting: Meeting, beside: Iterable[Spent] = ()) -> Used:
    """What the replies of a meeting used, second tries included, and what was spent on it `beside` them."""
    spent = [*(reply.spent for turn in meeting.turns for reply in turn.replied if reply.spent is not None), *beside]
    return Used(
        sent=sum(one.sent for one in spent),
        received=sum(one.received for one in spent),
        cached=sum(one.cached for one in spent),
        money=round(sum(one.money for one in spent), 6),
        estimated=any(one.estimated for one in spent),
    )


def over_the_cap(meeting: Meeting, cap: Cap, beside: Iterable[Spent] = ()) -> Trouble | None:
    """Why a model is asked for no more in this meeting; None while it may be."""
    so_far = used(meeting, beside)
    if cap.tokens and so_far.tokens >= cap.tokens:
        return Trouble("cap", f"This meeting has used its {cap.tokens:,} tokens.")
    if cap.money and so_far.money >= cap.money:
        return Trouble("cap", f"This meeting has used its {cap.currency}{cap.money:,.2f}.")
    return None


def tally(replies: Iterable[Replied]) -> Tally:
    """Counted over replies of one meeting or many. Those that were only ever authored count for nothing."""
    asked = [reply for reply in replies if reply.voice != "authored" or reply.faults]
    counts = Counter(kind for reply in asked for kind in reply.faults)
    return Tally(
        asked=len(asked),
        whole=sum(reply.voice == "model" for reply in asked),
        begun=sum(reply.voice == "both" for reply in asked),
        faults=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
    )

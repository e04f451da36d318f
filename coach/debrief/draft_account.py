"""A draft account out of a real call: what was heard of the place, and a marked gap for everything that was not.

It is one conversation, heard by rules. So its name says draft, nothing in it is guessed, and a gap stands where the shape of
an account asks for more than was told: whoever plans with it sees what is still to be asked.
"""

from __future__ import annotations

from coach.content.account import Account, PathwayStep
from coach.content.draft import identifiers
from coach.debrief.from_call import Learned, Told

GAP = "Not heard in the call: "
"""How every gap begins."""
MARK = "(draft, unverified)"
ABBREVIATED = 3
ASKS_PATHWAY = ("how a patient comes to them", "what happens on the day", "how they leave", "who sees them afterwards")


def gap(what: str) -> str:
    """A field in which nothing was heard."""
    return f"{GAP}{what}. Ask."


def is_gap(text: str) -> bool:
    return text.startswith(GAP)


def drafted_account(found: Learned, title: str, library: str, id: str) -> Account:
    """An account of the viewer's own. `title` is what the call is called, with nobody's name in it. Words that hold an identifier
    are left out. The patients' way is never put together from remarks: each step is a gap."""
    pressures = _safe(found.cares)
    binds = _safe(found.constraints)
    return Account(
        v=1,
        kind="account",
        id=id,
        name=f"{title} {MARK}",
        library=library,
        setting=gap("what kind of place it is, and how large"),
        briefing="A draft out of one real call, heard by rules and checked by nobody. "
        + (f"In use today: {' '.join(_safe(found.uses))}" if _safe(found.uses) else gap("what is in use today")),
        pressures=_filled(pressures, ("what presses on them", "what they are measured on"), 2),
        pathway=[PathwayStep(id=f"step_{number}", title=gap(what)) for number, what in enumerate(ASKS_PATHWAY, 1)],
        access_rules=_filled(binds, ("how visits work and who decides",), 1),
        objectives=[gap("what the place wants to reach, in its own terms")],
        people=[f"{_role(item.text)}: named in the call, part unknown" for item in found.people],
    )


def _role(text: str) -> str:
    """A role as one writes it: PA and CFO in capitals, others with one."""
    return text.upper() if len(text) <= ABBREVIATED else f"{text[:1].upper()}{text[1:]}"


def _safe(items: list[Told]) -> list[str]:
    return [item.text for item in items if not identifiers([item.text])]


def _filled(heard: list[str], asks: tuple[str, ...], least: int) -> list[str]:
    """What was heard, and gaps up to as many as an account needs."""
    return [*heard, *(gap(what) for what in asks[: max(0, least - len(heard))])]


def parts(account: Account) -> list[tuple[str, list[str]]]:
    """The account part by part, in the order in which one reads it: (title, lines)."""
    briefing = account.briefing.partition(GAP)
    return [
        ("The place", [account.setting, account.briefing if not briefing[1] else f"{GAP}{briefing[2]}"]),
        ("What presses", list(account.pressures)),
        ("The way a patient takes", [step.title for step in account.pathway]),
        ("What binds them", list(account.access_rules)),
        ("What they want to reach", list(account.objectives)),
        ("Who else has a part", list(account.people) or [gap("who else has a part")]),
    ]

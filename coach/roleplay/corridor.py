"""Who may look in on a meeting, out of an account's own file: those who share a corridor, and how strongly they move each other."""

from __future__ import annotations

from collections.abc import Mapping

from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.content.truth import Truth
from coach.roleplay.panel import Stands
from coach.roleplay.records import Meeting
from coach.roleplay.walk_in import Corridor, invited


def mates(shelf: Shelf, persona: Persona, truth: Truth | None = None) -> list[Corridor]:
    """Everybody who shares a corridor with somebody, once. `truth`: how the account really is this time, where that is not as written."""
    account = shelf.accounts.get(persona.account or "")
    if account is None:
        return []
    here = dict.fromkeys(name for group in account.corridors if persona.id in group for name in group)
    truth = truth or account.truth
    ties = {frozenset((arrow.of, arrow.on)): arrow.strength for arrow in sorted(truth.influence, key=lambda one: one.strength)} if truth else {}
    return [Corridor(name, ties.get(frozenset((name, persona.id)), 0)) for name in here if name != persona.id and name in shelf.personas]


def opened(shelf: Shelf, persona: Persona, meeting: Meeting, chance: float, truth: Truth | None = None, stands: Mapping[str, Stands] | None = None) -> Meeting:
    """A meeting as it opens, with somebody to look in on it where that is drawn; the version of who they are is kept with it."""
    made = invited(meeting, mates(shelf, persona, truth), shelf.personas, chance, stands or {})
    coming = made.setup.walk_in
    if coming is None:
        return made
    versions = made.setup.versions | {f"persona/{coming.person}": shelf.hash("persona", coming.person)}
    return made.model_copy(update={"setup": made.setup.model_copy(update={"versions": versions})})

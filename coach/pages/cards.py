"""Cards of people: what a rep may know before a meeting, and nothing that has to be found out in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

import streamlit as st

from coach.content.base import LENSES
from coach.content.persona import Persona
from coach.content.shelf import Shelf
from coach.pages import look, meet
from coach.practice import turned_away
from coach.roleplay.purposes import KINDS, minutes, offered


def known(persona: Persona) -> str:
    """What may be known beforehand, as Markdown. Never where they come from, their week, or anything they keep to themselves."""
    card = persona.card

    def rows(lines: list[str]) -> str:
        return "\n".join(f"- {look.plain(line)}" for line in lines)

    return "\n\n".join(
        (
            rows(card.known),
            f"**How they talk.** {look.plain(card.manner)}",
            f"**Can say yes to**\n{rows(card.can_grant)}",
            f"**Can only pass on**\n{rows(card.passes_on)}",
            f"**What counts as proof.** {look.plain(card.evidence_bar)}",
            f"**Red lines**\n{rows(card.red_lines)}",
        )
    )


def purposes(persona: Persona) -> str:
    """What one can meet them for, as Markdown."""
    rows = [f"- **{KINDS[name].title}**, {minutes(persona, name):g} min. {look.plain(KINDS[name].about)}" for name in offered(persona)]
    return "\n\n".join(("**What you can meet them for**", "\n".join(rows)))


def who_may_call(persona: Persona) -> str:
    """Markup that says which of our seats is let in, where not all are."""
    if not persona.seats:
        return ""
    names = " or ".join(meet.SEAT_TITLES[seat].lower() for seat in persona.seats)
    return f'<p class="lf-seats">Seen by: {escape(names)} only</p>'


Draws = Callable[[Persona], None]


def card(shelf: Shelf, persona: Persona, beside: Draws | None = None, below: Draws | None = None, whole: bool = False) -> None:
    """One person. `whole` adds the purposes; `beside` and `below` draw what else can be done with them."""
    with st.container(border=True, height="stretch", key=f"card-{persona.id}"):
        st.html(f'{look.person_head(persona)}{who_may_call(persona)}<p class="lf-why">{escape(persona.card.why)}</p>')
        with st.expander("What is known"):
            st.markdown(known(persona) + (f"\n\n{purposes(persona)}" if whole else ""))
        meet.buttons(persona)
        with st.container(horizontal=True, key=f"more-{persona.id}"):
            meet.watching(shelf, persona)
            if beside is not None:
                beside(persona)
        if below is not None:
            below(persona)


def cards(shelf: Shelf, people: list[Persona], beside: Draws | None = None, below: Draws | None = None, whole: bool = False) -> None:
    """Two in a row; one below the other on a phone."""
    for left in range(0, len(people), 2):
        for column, persona in zip(st.columns(2), people[left : left + 2], strict=False):
            with column:
                card(shelf, persona, beside, below, whole)


def own(shelf: Shelf) -> list[Persona]:
    """Drafts of the viewer's own."""
    return [persona for id, persona in shelf.personas.items() if shelf.origins.get(("persona", id)) == "database"]


def by_account(shelf: Shelf) -> dict[str, list[Persona]]:
    """Everybody but one's own drafts, by account id ('' for none), sorted by family of the job."""
    mine = {persona.id for persona in own(shelf)}
    found: dict[str, list[Persona]] = {}
    for persona in sorted(shelf.personas.values(), key=lambda one: (LENSES.index(one.role_family), one.name)):
        if persona.id not in mine:
            found.setdefault(persona.account if persona.account in shelf.accounts else "", []).append(persona)
    return {name: found[name] for name in sorted(found, key=lambda name: (name == "", -_scripted(shelf, found[name]), name))}


def most_useful(shelf: Shelf, people: Iterable[Persona], most: int) -> list[Persona]:
    """Whom to show where there is room for few: those who see you, those with an expert to watch, one of each family first."""
    scripted = {expert.persona for expert in shelf.experts.values()}
    seen: dict[str, int] = {}

    def rank(persona: Persona) -> tuple[bool, bool, int]:
        seen[persona.role_family] = seen.get(persona.role_family, 0) + 1
        return bool(turned_away(persona, meet.seat())), persona.id not in scripted, seen[persona.role_family]

    return sorted(people, key=rank)[:most]


def account_name(shelf: Shelf, id: str) -> str:
    found = shelf.accounts.get(id)
    return found.name if found else "Elsewhere"


def _scripted(shelf: Shelf, people: list[Persona]) -> int:
    ids = {persona.id for persona in people}
    return sum(expert.persona in ids for expert in shelf.experts.values())

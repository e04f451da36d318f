"""A plan with everything that its page needs to know of it, put together once a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coach.accounts.arc import Arc
from coach.accounts.team import in_words
from coach.content.base import Belief
from coach.content.library import Library, Message
from coach.content.shelf import Shelf
from coach.messages.plan import Plan, Stakeholder, stakeholder
from coach.messages.plan_export import Sheet, sheet
from coach.messages.plan_gaps import Gap, gaps
from coach.messages.plan_suggest import answerable
from coach.pages import cards
from coach.pages.arc_edit import ARC
from coach.pages.shell import coach, practice, viewer
from coach.roleplay.purposes import KINDS
from coach.store.meetings import Practised
from coach.store.plans import StoredPlan

MEETINGS = 200
"""How far back a person's last standing is looked for."""


@dataclass(frozen=True)
class View:
    """`people`: the stakeholders of the account; `stands`: where each stood when last met; `practised`: the meetings in which a step
    was practised, the last one first; `fictional`: whether any of it is invented."""

    stored: StoredPlan
    shelf: Shelf
    library: Library | None
    people: list[Stakeholder]
    stands: dict[str, Belief]
    gaps: list[Gap]
    practised: list[Practised]
    today: date

    @property
    def plan(self) -> Plan:
        return self.stored.plan

    @property
    def whole(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.step is None]

    def of(self, step: str) -> list[Gap]:
        return [gap for gap in self.gaps if gap.step == step]

    def message(self, id: str) -> Message | None:
        return next((one for one in self.library.messages.messages if one.id == id), None) if self.library else None

    @property
    def account_name(self) -> str:
        return cards.account_name(self.shelf, self.plan.account) if self.plan.account else "A place of your own"

    @property
    def fictional(self) -> bool:
        account = self.shelf.accounts.get(self.plan.account or "")
        people = [self.shelf.personas.get(step.who.persona or "") for step in self.plan.steps]
        return bool(
            (self.library and (self.library.product.fictional or self.library.messages.fictional))
            or (account and account.fictional)
            or any(one and one.fictional for one in people)
        )

    def sheet(self, only: str = "") -> Sheet:
        titles = {name: kind.title for name, kind in KINDS.items()}
        arc, _ = coach().store.arcs.load(viewer(), ARC, self.stored.id, Arc)
        team = next(iter(self.shelf.teams.values()), None)
        with_us = in_words(arc, team) if team else {}
        return sheet(self.plan, self.library, self.account_name, self.fictional, self.gaps, titles, self.today, only, with_us)


def view_of(stored: StoredPlan) -> View:
    shelf, plan, today = practice().shelf(), stored.plan, date.today()
    library = shelf.libraries.get(plan.library)
    mine = {persona.id for persona in cards.own(shelf)}
    here = [persona for persona in shelf.personas.values() if plan.account and persona.account == plan.account]
    people = [stakeholder(persona) for persona in here]
    stands: dict[str, Belief] = {}
    for row in coach().store.meetings.recent(viewer(), MEETINGS):
        if row.outcome is not None and row.mode == "played":
            stands.setdefault(row.person, row.belief)
    needs = answerable(library, shelf.needs) if library else []
    # A draft is laid over somebody who stands there already: nobody misses it.
    expected = [one for one in people if one.persona not in mine]
    practised = coach().store.meetings.practised(viewer(), stored.id)
    return View(stored, shelf, library, people, stands, gaps(plan, library, needs, expected, set(shelf.personas), stands, today), practised, today)

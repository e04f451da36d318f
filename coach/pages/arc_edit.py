"""Changing what stands beside a plan from a page: saved at once; what comes too late or cannot be is told, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st
from pydantic import ValidationError

from coach.accounts.arc import Arc, identified, settled
from coach.accounts.commitments import Owed, owed
from coach.accounts.heard import RealMeeting, kept_done
from coach.content.errors import CoachError
from coach.content.process import Process, Team
from coach.content.shelf import Shelf
from coach.messages.plan import Plan, Step
from coach.pages import cards, look
from coach.pages.shell import coach, practice, viewer

ARC, TOLD, DONE = "arc", "arc-told", "arc-done"


@dataclass(frozen=True)
class Beside:
    """A plan with everything beside it, put together once a run."""

    id: str
    plan: Plan
    plan_revision: int
    arc: Arc
    revision: int
    meetings: list[tuple[str, RealMeeting]]
    shelf: Shelf
    today: date

    @property
    def owed(self) -> list[Owed]:
        return owed(self.arc, self.meetings, self.today)

    @property
    def process(self) -> Process:
        """The process that was chosen; where it is gone, the first there is."""
        found = self.shelf.processes
        if not found:
            raise CoachError("There is no sales process; `content lint` says what is wrong with the files.")
        return found.get(self.arc.process) or found[min(found)]

    @property
    def team(self) -> Team:
        if not self.shelf.teams:
            raise CoachError("The rules of the seats cannot be read; `content lint` says what is wrong with prompts/seats.yaml.")
        return next(iter(self.shelf.teams.values()))

    @property
    def account(self) -> str:
        return cards.account_name(self.shelf, self.plan.account) if self.plan.account else self.plan.title

    @property
    def fictional(self) -> bool:
        account = self.shelf.accounts.get(self.plan.account or "")
        return bool(account and account.fictional)


def opened(id: str) -> Beside:
    """NotYours where there is no such plan."""
    store, today = coach().store, date.today()
    stored = store.plans.load(viewer(), id)
    arc, revision = store.arcs.load(viewer(), ARC, id, Arc)
    st.session_state[f"arc-seen-{id}"] = revision
    meetings = [(one.id, one.meeting) for one in store.real_meetings.mine(viewer(), id)]
    return Beside(id, stored.plan, stored.revision, arc, revision, meetings, practice().shelf(), today)


def change(id: str, how: Callable[[Arc], Arc], done: str = "") -> bool:
    """Make a change to what was seen and save it. Returns whether it is saved."""
    store = coach().store
    try:
        arc, revision = store.arcs.load(viewer(), ARC, id, Arc)
        seen = st.session_state.get(f"arc-seen-{id}", revision)
        made = how(arc)
        if lines := identified(arc, made):
            raise CoachError(*lines)
        if made != arc:
            st.session_state[f"arc-seen-{id}"] = store.arcs.save(viewer(), ARC, id, made, seen)
        if done:
            st.session_state[DONE] = done
        return True
    except ValidationError as error:
        st.session_state[TOLD] = [f"This cannot be kept ({error.errors()[0]['msg']})."]
    except CoachError as error:
        st.session_state[TOLD] = list(error.lines)
    return False


def act(id: str, how: Callable[[Arc], Arc]) -> None:
    """The same, for callbacks."""
    change(id, how)


def settle(id: str, one: Owed, done: date | None, dropped: str = "") -> None:
    """A commitment done, dropped or open again, wherever it stands."""
    if one.plan:
        change(id, lambda arc: settled(arc, one.plan, done, dropped))
        return
    store = coach().store
    try:
        stored = store.real_meetings.load(viewer(), one.meeting)
        store.real_meetings.save(viewer(), one.meeting, kept_done(stored.meeting, one.at, done, dropped), stored.revision)
    except CoachError as error:
        st.session_state[TOLD] = list(error.lines)


def tell() -> None:
    for line in st.session_state.pop(TOLD, []):
        st.error(look.plain(line), icon=":material/error:")
    if said := st.session_state.pop(DONE, ""):
        st.success(look.plain(said), icon=":material/check_circle:")


def step_words(step: Step) -> str:
    return f"{step.who.name}, {look.day(step.day.isoformat())}"

"""Changing a plan from a page: each change is saved at once, and one that comes too late is told and not lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from pydantic import ValidationError

from coach.content.errors import CoachError
from coach.messages.plan import Plan
from coach.pages import look
from coach.pages.shell import coach, viewer
from coach.store.plans import Changed, StoredPlan

Change = Callable[[Plan], Plan]


@dataclass(frozen=True)
class Waiting:
    """A change that came after somebody else's: what it was, in words, and how to make it after all."""

    words: str
    change: Change


def opened(id: str) -> StoredPlan:
    """The plan as it is now; from here on this tab has seen this revision. NotYours where there is no such plan."""
    stored = coach().store.plans.load(viewer(), id)
    st.session_state[f"plan-seen-{id}"] = stored.revision
    return stored


def edit(id: str, words: str, change: Change) -> None:
    """Make a change and save it; `words` say what it was. For callbacks: what goes wrong is shown when the page is drawn."""
    plans = coach().store.plans
    try:
        stored = plans.load(viewer(), id)
        made = change(stored.plan)
        if made == stored.plan:
            return
        seen = st.session_state.get(f"plan-seen-{id}", stored.revision)
        st.session_state[f"plan-seen-{id}"] = plans.save(viewer(), id, made, seen)
    except Changed:
        st.session_state[f"plan-waiting-{id}"] = Waiting(words, change)
    except ValidationError as error:
        st.session_state["plan-told"] = [f"{words}: this cannot be kept ({error.errors()[0]['msg']})."]
    except CoachError as error:
        st.session_state["plan-told"] = [f"{words}: {line}" if words else line for line in error.lines]


def tell(id: str) -> None:
    """What went wrong with the last change, and one that waits for a word."""
    for line in st.session_state.pop("plan-told", []):
        st.error(look.plain(line), icon=":material/error:")
    waiting = st.session_state.get(f"plan-waiting-{id}")
    if waiting is None:
        return
    with st.container(border=True, key="plan-waiting"):
        st.warning(
            "This plan was changed in another tab or window since you opened it here. Below is the plan as it is now; your last change is not in it yet.",
            icon=":material/sync_problem:",
        )
        st.html(look.quote(waiting.words, "your change"))
        with st.container(horizontal=True):
            st.button("Put it in", type="primary", key="plan-put-in", on_click=_put_in, args=(id, waiting))
            st.button("Leave it out", key="plan-leave-out", on_click=lambda: st.session_state.pop(f"plan-waiting-{id}", None))


def _put_in(id: str, waiting: Waiting) -> None:
    st.session_state.pop(f"plan-waiting-{id}", None)
    edit(id, waiting.words, waiting.change)

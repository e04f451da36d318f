"""The way back into a meeting: a new one with the same past."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from coach.pages.shell import page, practice, told
from coach.practice import Table


def again(table: Table, turn: int, label: str, kind: Literal["primary", "tertiary"], key: str) -> None:
    """Go back to just before a turn, in a new meeting."""
    if st.button(label, type=kind, icon=":material/replay:", key=f"again-{key}-{turn}"):
        with told():
            mine = practice().again(table.id, turn - 1)
        st.switch_page(page("practice"), query_params={"m": mine})

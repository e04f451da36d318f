"""All things of one kind in a table that is edited like a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

import pandas as pd
import streamlit as st

from coach.accounts.map import AccountMap, Kind
from coach.accounts.map_rows import COLUMNS, edited, names, rows
from coach.accounts.map_words import CONSTRAINT_WORDS, PART_WORDS, STRENGTH_WORDS
from coach.content.base import LENSES
from coach.content.truth import InfluenceKind
from coach.pages.map_draw import TITLES
from coach.pages.map_edit import send

LABELS = {
    "name": "Name", "title": "What they do", "family": "Family", "part": "Part", "of": "Who moves", "on": "Whom", "kind": "How", "strength": "Strength, 1 to 3",
    "after": "Comes after", "stalls": "Stalls", "cause": "Why", "text": "Words", "who": "By whom", "whom": "Whom to ask",
}  # fmt: skip


@dataclass(frozen=True)
class Base:
    """What a table was drawn with, and of which revision that was."""

    kind: Kind
    revision: int
    rows: list[dict[str, Any]]


def many(id: str, map: AccountMap, kind: Kind) -> None:
    """Rows are changed, added and taken out; nothing is kept before somebody says so. The base of a table is what it was drawn
    with, so that what another tab did meanwhile stays."""
    kept: Base | None = st.session_state.get(f"map-table-{id}")
    if kept is None or kept.kind != kind:
        kept = st.session_state[f"map-table-{id}"] = Base(kind, st.session_state.get(f"map-seen-{id}", 0), rows(map, kind))
    before, key = kept.rows, f"map-table-{kind}-{id}-{kept.revision}"
    frame = pd.DataFrame(before, columns=["id", *COLUMNS[kind], "sure"]).astype(object).where(lambda cells: cells.notna(), None)
    for column in ("sure", "strength"):
        if column in frame:
            frame[column] = pd.to_numeric(frame[column])
    if "stalls" in frame:
        frame["stalls"] = frame["stalls"].astype(bool)
    if kind == "decision":
        frame["on"] = pd.to_datetime(frame["on"])
    shown = st.data_editor(
        frame, key=key, num_rows="dynamic", hide_index=True, column_config=_columns(map, kind), column_order=[*COLUMNS[kind], "sure"], alt=TITLES[kind]
    )
    st.caption("Rows are added below the last one and taken out by marking them. What each rests on is added one at a time.")
    after = [{name: _plain(value) for name, value in row.items()} for row in shown.to_dict("records")]
    if st.button("Keep the table", type="primary", key=f"map-table-keep-{kind}", icon=":material/save:"):
        send(id, lambda map: edited(map, kind, before, after))
        if "map-told" not in st.session_state:
            forget(id)
        st.rerun()


def forget(id: str) -> None:
    """The next table is drawn from the map as it is then."""
    st.session_state.pop(f"map-table-{id}", None)


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or value != value:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _said(words: dict[str, str], one: Any) -> str:
    return words.get(str(one), str(one))


def _columns(map: AccountMap, kind: Kind) -> dict[str, Any]:
    people, made = list(names(map)), {}
    choices: dict[str, list[Any]] = {
        "family": list(LENSES),
        "part": list(PART_WORDS),
        "of": people,
        "on": people,
        "whom": people,
        "after": list(names(map, "step")),
    }
    choices["kind"] = list(get_args(InfluenceKind)) if kind == "arrow" else list(CONSTRAINT_WORDS)
    for column in COLUMNS[kind]:
        if column == "on" and kind == "decision":
            made[column] = st.column_config.DateColumn("On")
        elif column in choices:
            words: dict[str, str] = (
                {str(one): said for table in (PART_WORDS, CONSTRAINT_WORDS) for one, said in table.items()} if column in ("part", "kind") else {}
            )
            made[column] = st.column_config.SelectboxColumn(LABELS[column], options=choices[column], format_func=partial(_said, words))
        elif column == "strength":
            made[column] = st.column_config.NumberColumn(LABELS[column], min_value=1, max_value=max(STRENGTH_WORDS), step=1, default=2)
        elif column == "stalls":
            made[column] = st.column_config.CheckboxColumn(LABELS[column], default=False)
        else:
            made[column] = st.column_config.TextColumn(LABELS[column], width="large" if column in ("cause", "text", "title") else None)
    made["sure"] = st.column_config.NumberColumn("How sure, in percent", min_value=0, max_value=100, step=5, help="Empty: by how many people said it.")
    return made

"""A map over time: how deep it went, what each version changed, and the way back to one."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.accounts.map_depth import Moment, in_words, moved
from coach.accounts.map_words import differences
from coach.pages import look
from coach.pages.map_draw import drawn
from coach.pages.map_edit import edit
from coach.pages.shell import coach, viewer
from coach.store.maps import MapVersion, StoredMap

SHOWN = 30
"""Versions that are listed at once."""
POINTS = 60
"""Versions in the line of depth; of more, evenly chosen ones."""


def understanding(stored: StoredMap, versions: list[MapVersion]) -> None:
    """How deeply the account is understood, in words and as a small line."""
    st.subheader("How well you know it")
    now = versions[-1].depth
    st.html(look.items(in_words(now)))
    moments = [Moment(version=one.version, at=one.at, depth=one.depth) for one in versions]
    if words := moved(moments):
        st.html(f"{line([one.depth.weight for one in moments], words)}<p class='lf-quiet'>{escape(words)}</p>")


def line(weights: list[int], words: str) -> str:
    """A bar a version, the tallest for the most that was known."""
    step = max(1, -(-len(weights) // POINTS))
    kept, most = weights[::-1][::step][::-1], max(weights) or 1
    bars = "".join(f'<i><b style="height:{max(3, round(100 * weight / most))}%;--ink:75%"></b></i>' for weight in kept)
    return f'<div class="lf-bars lf-depth" role="img" aria-label="{escape(words)}">{bars}</div>'


def versions_of(stored: StoredMap, versions: list[MapVersion]) -> None:
    """What each save changed, last first; look at one, or go back to it."""
    id = stored.id
    st.html('<p class="lf-quiet">Every change is kept as a version. Going back makes a new one, so nothing is lost by it.</p>')
    numbers = [one.version for one in reversed(versions)]
    chosen = st.selectbox(
        "Look at a version", numbers, format_func=lambda number: f"Version {number}{' (as it is now)' if number == stored.revision else ''}", key=f"map-at-{id}"
    )
    if chosen != stored.revision:
        then = coach().store.maps.at(viewer(), id, chosen)
        st.button(
            f"Go back to version {chosen}", icon=":material/undo:", key="map-back", on_click=edit, args=(id, lambda map: then, f"Back to version {chosen}."),
        )  # fmt: skip
        lines = differences(then, stored.map)
        with st.expander(f"What has changed since version {chosen} ({len(lines)})", expanded=True):
            st.html(look.items(lines) if lines else '<p class="lf-quiet">Nothing.</p>')
        st.html(drawn(then))
    entries = "".join(
        f"<li>Version {one.version}<small>{one.at.astimezone():%d %B %Y, %H:%M}</small>{look.items(one.what[:12])}"
        f"{f'<small>and {len(one.what) - 12} more changes</small>' if len(one.what) > 12 else ''}</li>"
        for one in reversed(versions[-SHOWN:])
    )
    st.html(f'<ul class="lf-trail">{entries}</ul>')
    if len(versions) > SHOWN:
        st.caption(f"The {SHOWN} last of {len(versions)} versions.")

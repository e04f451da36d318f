"""The diagnosis: closed once, then both maps side by side, what was found, what was missed and who would have told it."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.accounts.compare import compare
from coach.accounts.compared import CALIBRATED_FROM, Comparison, Missed, Part, PartName
from coach.accounts.map import AccountMap
from coach.accounts.map_marks import Mark
from coach.accounts.reveal import reveals
from coach.accounts.similar import Meaning
from coach.accounts.truths import as_map, truth_of, variant_of
from coach.content.account import Account
from coach.content.errors import CoachError
from coach.content.shelf import Shelf
from coach.content.truth import Truth
from coach.pages import look
from coach.pages.map_draw import drawn
from coach.pages.map_edit import depth_of, drawn_revision
from coach.pages.shell import coach, told, viewer, wait_until_ready
from coach.store.maps import Closed, StoredMap

WAYS = 2
"""Questions that are named for each thing missed; one is enough to learn it."""
PARTS: dict[PartName, str] = {"stakeholders": "People", "influence": "Who moves whom", "stalls": "Where it stalls", "constraints": "What binds"}


def diagnosis(stored: StoredMap, account: Account | None, shelf: Shelf) -> None:
    if account is None or account.truth is None:
        st.html(
            '<p class="lf-lead">This is a real place, so nobody can hand you the truth of it.</p><p class="lf-quiet">What you have instead: how many people '
            "said a thing, and what you still ask. A practice account can be compared with how it really is.</p>"
        )
        return
    if stored.closed is None:
        asking(stored, account)
        return
    closed_map = coach().store.maps.at(viewer(), stored.id, stored.closed.version)
    compared(stored.closed, closed_map, account, shelf)


def truth_for(map: AccountMap, account: Account) -> Truth:
    """How it really is for this map: with the variant of its campaign, or as it is written. CoachError for a real account."""
    if map.seed is not None or account.truth is None:
        return truth_of(account, map.seed or 0)
    return account.truth


def asking(stored: StoredMap, account: Account) -> None:
    map, id = stored.map, stored.id
    st.html(
        '<p class="lf-lead">When you think you know this place, close the diagnosis.</p>'
        '<p class="lf-quiet">Your map is then held against how the place really is, and you see what you missed and who would have told you. '
        "It can be done once for a map: afterwards you have seen it. You can go on with the map; it stays marked as seen.</p>"
    )
    stalls = sum(step.stalls for step in map.steps)
    st.html(look.items([f"{len(map.people)} people", f"{len(map.arrows)} arrows of influence", f"{stalls} stalls", f"{len(map.constraints)} constraints"]))
    if map.questions:
        st.html(f'<p class="lf-quiet">Still open: {escape("; ".join(one.text for one in map.questions[:5]))}</p>')
    sure = st.checkbox("Close it. I know that I cannot unsee what comes then.", key=f"map-close-sure-{id}")
    if st.button("Close the diagnosis", type="primary", icon=":material/lock:", disabled=not sure, key="map-close"):
        with told():
            wait_until_ready()
            found = compare(map, account, truth_for(map, account), Meaning(coach().embedder))
            coach().store.maps.close(viewer(), id, map, drawn_revision(id), found, depth_of(map))
        st.rerun()


def compared(closed: Closed, map: AccountMap, account: Account, shelf: Shelf) -> None:
    found = closed.comparison
    st.html(
        f'<div class="lf-outcome" style="--c:var(--lens-clinical)"><p class="lf-eyebrow">Closed on {closed.at.astimezone():%d %B %Y}, version {closed.version}'
        f"</p><h2>{round(100 * found.score)} of 100</h2><p>Found and right taken together (F1), over people, influence, stalls and constraints.</p></div>"
    )
    numbers(found)
    try:
        truth = truth_for(map, account)
    except CoachError:
        st.caption("The account has changed since, so only what was written down then is shown.")
    else:
        if map.seed is not None:
            st.html(f'<div class="lf-focus"><p class="lf-eyebrow">What was different this time</p><p>{escape(variant_of(account, map.seed).text)}</p></div>')
        side_by_side(found, map, as_map(account, truth))
    for part in found.parts:
        in_detail(part, shelf)
    calibration(found)


def numbers(found: Comparison) -> None:
    rows = [[PARTS[part.name], f"{len(part.found)} of {part.there}", share(part.recall), f"{len(part.wrong)}", share(part.precision)] for part in found.parts]
    st.html(look.table(["", "found", "recall", "not so", "precision"], rows))
    st.caption("Recall: how much of what is so stands on your map. Precision: how much of your map is so.")


def share(value: float | None) -> str:
    return "–" if value is None else f"{round(100 * value)}%"


def side_by_side(found: Comparison, map: AccountMap, real: AccountMap) -> None:
    """Rep's map and the truth, with a sign on everything: found, missed, not so."""
    mine: dict[str, Mark] = {}
    theirs: dict[str, Mark] = {}
    for part in found.parts:
        for hit in part.found:
            mine[hit.item] = theirs[hit.truth.partition("#")[0]] = "found"
        for wrong in part.wrong:
            mine[wrong.item] = "wrong"
        for gone in part.missed:
            theirs[gone.truth.partition("#")[0]] = "missed"
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Your map")
        st.html(drawn(map, mine or {"": "found"}, narrow_only=True))
    with right:
        st.subheader("How it is")
        st.html(drawn(real, theirs, narrow_only=True))


def in_detail(part: Part, shelf: Shelf) -> None:
    title = f"{PARTS[part.name]}: {len(part.found)} found, {len(part.missed)} missed, {len(part.wrong)} not so"
    with st.expander(title, key=f"compared-{part.name}", expanded=part.name == "influence"):
        if part.missed:
            st.html('<p class="lf-eyebrow">Missed, and who would have told you</p>' + "".join(missed(one, shelf) for one in part.missed))
        if part.wrong:
            lines = [f"{one.text}{f'. {one.remark}' if one.remark else ''}" for one in part.wrong]
            st.html('<p class="lf-eyebrow">On your map, and not so</p>' + look.items(lines))
        if part.found:
            lines = [". ".join((one.text, *(remark.rstrip(".") for remark in one.remarks))) for one in part.found]
            st.html('<p class="lf-eyebrow">Found</p>' + look.items(lines))


def missed(one: Missed, shelf: Shelf) -> str:
    asked: dict[str, list[str]] = {}
    for way in reveals(one.told_by, shelf):
        asked.setdefault(way.question, []).append(f"{way.name}{', once they trust you' if way.needs_trust else ''}")
    ways = [look.quote(question, f"to {escape(' or '.join(names))}") for question, names in list(asked.items())[:WAYS]]
    if one.briefed:
        ways.insert(0, '<p class="lf-quiet">The account\'s own page says it.</p>')
    if not ways:
        ways = ['<p class="lf-quiet">Nobody says this in a meeting, so it does not count against you.</p>']
    return f'<div class="lf-because"><p class="lf-criterion">{escape(one.text)}</p>{"".join(ways)}</div>'


def calibration(found: Comparison) -> None:
    st.subheader("How sure you were")
    if found.calibration is None:
        st.caption(f"Fewer than {CALIBRATED_FROM} things on the map: too few to say how well you placed your confidence.")
        return
    made = found.calibration
    rows = [[f"{band.low} to {band.high}% sure", f"{band.items}", f"{100 * band.stated:.0f}%", f"{100 * band.right:.0f}%"] for band in made.bands]
    st.html(look.table(["You were", "things", "on average", "were so"], rows))
    st.caption(
        f"Brier score {made.brier:.2f} over {made.items} things: 0 is a seer, 0.25 is somebody who always says 50%. "
        "Well placed is where “on average” and “were so” are alike."
    )

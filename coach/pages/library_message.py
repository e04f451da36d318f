"""One message: its form with what is wrong beside each field, where it stands, what to do next, and its trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.content.shelf import Shelf
from coach.curation import Curation, Item, Remark
from coach.messages import versions
from coach.messages.drafting import EMPTY, Checked
from coach.pages import look
from coach.pages.fields import Field
from coach.pages.library_fields import MANY, PARTS, options
from coach.pages.library_steps import actions, trail
from coach.pages.library_words import FIELDS, act, line, showing_told, shown, who
from coach.pages.shell import coach, getting_ready, told, viewer, warming
from coach.pages.writing import forget_widgets, meant, widget
from coach.pages.writing import shown as as_typed


def message(care: Curation, library: str, id: str) -> None:
    """Everything about one message."""
    shelf, today = coach().shelf, date.today()
    whole = care.library(library)
    if st.button("All messages", type="tertiary", icon=":material/arrow_back:", key="back"):
        st.query_params.from_dict({"library": library})
        st.rerun()
    item = care.item(library, id)
    desk = _desk(care, library, id, item, whole)
    st.title(look.plain(id.replace("_", " ")))
    sample = f" {look.SAMPLE}" if whole.product.fictional else ""
    st.html(f'<p class="lf-anchor">{escape(whole.product.name)} &middot; {line(item, today) if item else "<b>New.</b> Not saved yet."}{sample}</p>')
    getting_ready()
    showing_told()
    _faster(care, library, id, desk, item)
    found = care.check(library, id, desk["document"], today)
    changed = _changed(care, library, id, desk)
    draft = _readable(id, desk["document"], found)
    remarks = _remarks(care, library, draft, today)
    left, right = st.columns([1.55, 1], gap="large")
    with left, st.container(key="draft-form"):
        for title, fields in PARTS.items():
            st.subheader(title)
            for field in fields:
                _field(care, library, id, field, desk, found, remarks, whole, shelf)
    with right, st.container(key="draft-side"):
        st.subheader("Now")
        with told(), st.container(key="message-next"):
            if changed:
                _saving(care, library, id, desk, found, item)
            elif item:
                actions(care, library, item, found, len(remarks or []))
        _side(care, library, found, draft, remarks)
    if item:
        trail(care, library, item)


def _desk(care: Curation, library: str, id: str, item: Item | None, whole: Library) -> dict[str, Any]:
    """What this tab shows: `base`, the version it was filled from, and the `document` with what was typed since."""
    key, newest = f"desk:{library}/{id}", item.newest if item else None
    fresh = {
        "base": newest.version if newest else 0,
        "document": versions.written(newest) if newest else EMPTY | {"market": whole.product.market},
    }
    if key not in st.session_state:
        st.session_state[key] = care.unfinished(library, id) or fresh
    desk: dict[str, Any] = st.session_state[key]
    if desk["base"] != fresh["base"] and not _changed(care, library, id, desk):
        st.session_state[key] = desk = fresh
        forget_widgets(f"{library}/{id}")
    return desk


def _base(care: Curation, library: str, id: str, desk: Mapping[str, Any]) -> dict[str, Any]:
    """What stood there when the desk was filled."""
    before = care.at(library, id, desk["base"])
    return versions.written(before) if before else EMPTY | {"market": care.library(library).product.market}


def _changed(care: Curation, library: str, id: str, desk: Mapping[str, Any]) -> list[str]:
    return versions.differing(_base(care, library, id, desk), desk["document"])


def _put(care: Curation, library: str, id: str, desk: dict[str, Any] | None) -> None:
    """Fill the desk with something else, or anew; every field shows it."""
    if desk is None:
        gone = st.session_state.pop(f"desk:{library}/{id}", None)
        if gone is not None:
            care.forget(library, id, gone["document"])
    else:
        care.keep(library, id, desk["base"], desk["document"])
        st.session_state[f"desk:{library}/{id}"] = desk
    forget_widgets(f"{library}/{id}")


def _faster(care: Curation, library: str, id: str, desk: dict[str, Any], item: Item | None) -> None:
    """Somebody saved while this was being written: what is theirs, what is mine, and the two ways on."""
    place = st.empty()
    if item is None or item.newest.version == desk["base"]:
        return
    newest = item.newest
    last = next((entry for entry in reversed(care.trail(library, id)) if entry.version == newest.version), None)
    care.keep(library, id, desk["base"], desk["document"])  # Whatever the tab that was faster put in its place.
    together, both = versions.merged(_base(care, library, id, desk), desk["document"], theirs := versions.written(newest))
    with place.container(border=True, key="faster"):
        whom = "You, in another tab or window," if last and who(last.by) == "you" else f"Somebody ({look.plain(last.by)})" if last else "Somebody"
        st.warning(
            f"{whom} saved version {newest.version} while this was written over version {desk['base']}. What you typed is still here.",
            icon=":material/sync_problem:",
        )
        for name in both:
            st.html(f'<p class="lf-quiet"><b>{FIELDS[name]}</b>, theirs: {escape(shown(theirs[name]))}</p>')
        st.caption(
            "What only one of you changed is put together. Where both did, yours stays." if both else "You changed different fields, so both fit together."
        )
        with st.container(horizontal=True):
            if st.button("Put mine on top of theirs", type="primary", key="mine-on-top"):
                _put(care, library, id, {"base": newest.version, "document": together})
                st.rerun()
            if st.button("Take theirs, drop mine", key="take-theirs"):
                _put(care, library, id, None)
                st.rerun()


def _field(
    care: Curation, library: str, id: str, field: Field, desk: dict[str, Any], found: Checked, remarks: list[Remark] | None, whole: Library, shelf: Shelf
) -> None:
    """One field, with what is wrong with it below."""
    name = str(field.where[0])
    if name in ("before", "next") and len(whole.messages.messages) > MANY:
        field = Field(field.where, field.label, "rows", f"{field.help} Ids, a line each.")
    key = f"{library}/{id}|{name}"
    if key not in st.session_state:
        st.session_state[key] = as_typed(field, desk["document"].get(name))
    widget(field, key, lambda: options(name, field, desk, whole, shelf, id), on_change=_keep, args=(care, library, id, field, key))
    begun = desk["document"] != EMPTY | {"market": whole.product.market}
    wrong = [f'<p class="lf-fault">{escape(field.label)} {escape(what)}.</p>' for what in found.of(name)] if begun else []
    for remark in remarks or []:
        if remark.field == name:
            wrong.append(f'<p class="lf-fault lf-{remark.claim.severity}">“{escape(remark.claim.quote)}” {escape(remark.claim.why)}</p>')
            wrong.append(f'<p class="lf-quiet">{escape(remark.claim.instead)}</p>' if remark.claim.instead else "")
    st.empty().html("".join(wrong) or "<span></span>")


def _keep(care: Curation, library: str, id: str, field: Field, key: str) -> None:
    """Write down what a field holds now, in this tab and in the store."""
    desk = st.session_state.get(f"desk:{library}/{id}")
    if desk is None or key not in st.session_state:
        return
    typed = meant(field, st.session_state[key])
    name = str(field.where[0])
    before, desk["document"] = desk["document"], desk["document"] | {name: None if typed == "" and EMPTY[name] is None else typed}
    try:
        if _changed(care, library, id, desk):
            care.keep(library, id, desk["base"], desk["document"])
        else:
            care.forget(library, id, before)
    except CoachError as error:
        st.session_state["library-told"] = error.lines


def _saving(care: Curation, library: str, id: str, desk: dict[str, Any], found: Checked, item: Item | None) -> None:
    """Something was typed: save it, or not."""
    names = [FIELDS[name] for name in _changed(care, library, id, desk)]
    behind = item is not None and item.newest.version != desk["base"]
    before = care.at(library, id, desk["base"])
    keeps = before is not None and found.message is not None and versions.edited(before, found.message, 0, viewer().may_approve).status == "approved"
    what = (
        "Only how it is found changes, so its approval stays."
        if keeps
        else "It becomes a draft; what is approved stays in force until the draft is."
        if item and item.standing.status == "approved"
        else "It is kept as a draft."
    )
    st.html(f'<p class="lf-state" role="status">Changed: {escape(", ".join(names))}.</p><p class="lf-quiet">{what}</p>')
    if found.message is None:
        st.html('<p class="lf-fault">It cannot be saved yet: look at what stands below the fields. What you typed is kept meanwhile.</p>')
    with st.container(horizontal=True):
        label = "Save" if keeps else "Save as a draft"
        if st.button(label, type="primary", icon=":material/save:", key="save", disabled=found.message is None or behind):

            def done() -> None:
                care.save(library, id, desk["document"], desk["base"], date.today())
                _put(care, library, id, None)

            act(done)
        if st.button("Undo all since saving", type="tertiary", icon=":material/undo:", key="discard"):
            _put(care, library, id, None)
            st.rerun()


def _readable(id: str, document: Mapping[str, Any], found: Checked) -> Message | None:
    """What can be read of a message, whatever else is still missing; None where there is no text yet."""
    if found.message is not None or not str(document["text"]).strip():
        return found.message
    return Message.model_construct(id=id, version=1, status="draft", **document)


def _remarks(care: Curation, library: str, draft: Message | None, today: date) -> list[Remark] | None:
    """What the claim check says; None while nothing can be compared yet."""
    if draft is None or not warming().done.is_set() or warming().error is not None:
        return None
    return care.remarks(library, draft, today)


def _side(care: Curation, library: str, found: Checked, draft: Message | None, remarks: list[Remark] | None) -> None:
    st.subheader("Checked as you write")
    stops = [fault for fault in found.faults if fault.stops]
    rest = [fault for fault in found.faults if not fault.stops]
    lines = [f"{len(stops)} to mend before it can be saved" if stops else "", f"{len(rest)} to mend before it goes to review" if rest else ""]
    if remarks is None:
        lines.append("The claim check looks once there is a text" if draft is None else "The claim check is getting ready")
    else:
        lines.append(
            f"{len(remarks)} {'remark' if len(remarks) == 1 else 'remarks'} of the claim check" if remarks else "Nothing that the claim rules object to"
        )
    st.html(look.items([line for line in lines if line]))
    if draft is None or remarks is None:
        return
    for pair in care.nearest(library, draft):
        words = f"Nearly the same as {escape(pair.other.id)}, alike by {pair.cosine:.2f} of 1"
        st.html(look.quote(pair.other.text, f"{words} &middot; {pair.other.lens}, {pair.other.status.replace('_', ' ')}"))

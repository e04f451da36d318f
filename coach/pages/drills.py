"""Drills: short questions in the words of the people one meets, answered, looked at and rated; what was hard comes back sooner."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import streamlit as st

from coach.content.drills import DrillCard, found
from coach.content.library import Library
from coach.messages import drills
from coach.messages.spacing import AGAIN, EASY, GOOD, HARD, after
from coach.pages import drilling, look
from coach.pages.live import announce
from coach.pages.shell import coach, page, told, viewer, warming

RATINGS = {AGAIN: "Not yet", HARD: "With effort", GOOD: "Knew it", EASY: "Without thinking"}
MOST_CHARACTERS = 600
# Keys. Not Space or Enter: these belong to whatever button has the focus.
FORWARD, LOOK = "B", "A"


def main() -> None:
    st.title("Drills")
    with told():
        there = drilling.all_ready()
        if not there:
            st.info(nothing(), icon=":material/quiz:")
            return
        since = begun_at()
        if since is None:
            st.html(
                '<p class="lf-lead">Short questions in the words of the people you meet. Answer in a sentence, as you would say it to them, '
                "then look. What was hard comes back sooner.</p>"
            )
        chosen = library_of(there)
        if since is None:
            doorstep(chosen)
        else:
            session(chosen, since)


def nothing() -> str:
    """Why there is nothing to ask."""
    if not coach().shelf.libraries:
        return "There is no message library, so there is nothing to drill."
    if not coach().shelf.drills:
        return "Your libraries have no drills. Questions go into a file drills.yaml in the folder of a library; the README says how."
    return "None of the drill questions fits its library as it is today. `content lint` says what each of them rests on and does not find."


def library_of(there: list[drilling.Ready]) -> drilling.Ready:
    """The library in the address, or the fullest; a choice where there are several and no session is running."""
    by_id = {one.library: one for one in there}
    wanted = st.query_params.get("library", "")
    id = wanted if wanted in by_id else there[0].library
    if len(there) > 1 and begun_at() is None:
        ids = sorted(by_id)
        id = st.segmented_control(
            "Product", ids, default=id, required=True, format_func=lambda one: coach().shelf.libraries[one].product.name, key="drill-library"
        )
        st.query_params["library"] = id
    return by_id[id]


def begun_at() -> datetime | None:
    """When the session in the address began; None where none is running. A session lasts for as long as its address is open."""
    try:
        return datetime.fromtimestamp(int(st.query_params["s"]) / 1000, UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def begin(library: str, more: bool = False) -> None:
    """Callback: a session from now on. `more`: with new questions beyond those of the day."""
    st.query_params.from_dict({"library": library, "s": str(int(datetime.now(UTC).timestamp() * 1000)), **({"more": "1"} if more else {})})


def leave(library: str) -> None:
    """Callback: out of the session. Every answer is kept already."""
    st.query_params.from_dict({"library": library})


def doorstep(one: drilling.Ready) -> None:
    """What is ready, and the way in."""
    product = coach().shelf.libraries[one.library].product
    if not one.count:
        st.html(f'<div class="lf-focus"><h3>Nothing is due today</h3><p>{escape(later(one))}</p></div>')
        more(one)
        return
    parts = [f"{len(one.waiting)} due" if one.waiting else "", f"{min(len(one.beginning), drills.SESSION)} new" if one.beginning else ""]
    sample = f" {look.SAMPLE}" if product.fictional else ""
    st.html(
        f'<div class="lf-focus"><h3>{one.count} question{"s" if one.count > 1 else ""} about {escape(product.name)}</h3>'
        f"<p>{' and '.join(filter(None, parts))}, about {look_minutes(one.count)}. Every answer is kept at once, so you can stop anywhere.{sample}</p></div>"
    )
    st.button("Begin", type="primary", icon=":material/play_arrow:", key="begin", shortcut=FORWARD, on_click=begin, args=(one.library,))
    st.html(f'<p class="lf-quiet">By keyboard: {LOOK} shows the answer, 1 to 4 rate. Nobody else sees what you answer.</p>')


def look_minutes(count: int) -> str:
    minutes = drills.minutes(count)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def later(one: drilling.Ready) -> str:
    """When the next question comes back."""
    return f"The next one comes back {when(one.next, datetime.now(UTC))}." if one.next else "You have been asked everything there is."


def more(one: drilling.Ready) -> None:
    """New questions beyond those of the day, for who wants them."""
    if one.untouched:
        st.button("Ask me new ones all the same", key="more", icon=":material/add:", on_click=begin, args=(one.library, True))
        st.html(f'<p class="lf-quiet">{len(one.untouched)} were never asked. A few a day stay longer than all at once.</p>')


def session(one: drilling.Ready, since: datetime) -> None:
    answered = coach().store.drills.answers(viewer(), one.library, since)
    beginning = one.untouched if "more" in st.query_params else one.beginning
    now = drills.queue(one.waiting, beginning, [answer for answer in answered if answer.card in one.cards])
    if now.card is None:
        ending(one, answered, now.left)
        return
    card, library = one.cards[now.card], coach().shelf.libraries[one.library]
    showing = f"{card.id}.{len(answered)}"
    with st.container(key="drill"):
        st.html(head(card, now))
        if st.query_params.get("shown") == showing:
            answer(card, library, showing, now.once_more)
        else:
            asking(showing)
    st.button("Stop here", key="stop", type="tertiary", on_click=leave, args=(one.library,))


def head(card: DrillCard, now: drills.Queue) -> str:
    """Who asks, and what."""
    place = "Once more" if now.once_more else f"{now.at} of {now.of}"
    return (
        f'<p class="lf-eyebrow">{place}</p><div class="lf-person">{look.monogram(card.who, card.lens)}<div><h3>{escape(card.who)}</h3>'
        f"{look.lens_tag(card.lens)}</div></div>"
        f'<p class="lf-ask">&ldquo;{escape(card.ask)}&rdquo;</p>'
    )


def asking(showing: str) -> None:
    """A field for those who want to type. Thinking of the answer is as good."""
    with st.form("answering", border=False):
        st.text_input(
            "What do you say?", key=f"words-{showing}", max_chars=MOST_CHARACTERS, placeholder="In a sentence; or only think it", persist_state="session"
        )
        st.form_submit_button("Show the answer", type="primary", shortcut=LOOK, on_click=show, args=(showing,))


def show(showing: str) -> None:
    """Callback: the answer of this question, in the address, so that a reload shows it again."""
    st.query_params["shown"] = showing


def answer(card: DrillCard, library: Library, showing: str, once_more: bool) -> None:
    """What was there and what was missing, what it rests on, and the four ratings."""
    words = str(st.session_state.get(f"words-{showing}") or "").strip()
    suggested = looked_at(card, library, words)
    st.html(
        f'<div class="lf-focus"><p class="lf-eyebrow">To say</p><p class="lf-msg">{escape(card.answer)}</p>'
        f'<p class="lf-note"><b>Why they ask.</b> {escape(card.why)}</p></div>'
    )
    state = coach().store.drills.state(viewer(), library.id, card.id)
    now = datetime.now(UTC)
    st.html('<p class="lf-quiet">How was it? You have the last word; it only decides when you are asked again.</p>')
    with st.container(horizontal=True, key="rate"):
        for rating, title in RATINGS.items():
            if st.button(
                f"{title} · {'once more today' if rating == AGAIN and not once_more else when(after(state, rating, now)[1], now)}",
                key=f"rate-{rating}-{showing}",
                type="primary" if rating == suggested else "secondary",
                shortcut=str(rating),
            ):
                # Not in a callback: what the database cannot do is said on the page.
                coach().store.drills.answer(viewer(), library.id, card.id, rating, words, datetime.now(UTC))
                st.query_params.pop("shown", None)
                st.rerun()
    with st.expander("Where this stands"):
        for rest in filter(None, (found(source, library) for source in card.rests)):
            st.html(look.quote(rest.text, escape(rest.title)))


def looked_at(card: DrillCard, library: Library, words: str) -> int | None:
    """Show what of the typed words was there. Returns the rating that would follow, None where nothing was typed."""
    from coach.messages.drill_answers import check

    checked = check(card, words)
    if checked is None:
        announce(f"The answer: {card.answer}")
        return None
    st.html(f'<p class="lf-eyebrow">You said</p><p class="lf-spoken">{escape(words)}</p>')
    barred = not_to_be_said(card, library, words)
    marks = "".join(
        f'<li class="lf-{"there" if point in checked.there else "missing"}"><span aria-hidden="true">{"✓" if point in checked.there else "○"}</span>'
        f"<b>{escape(point)}</b> <small>{'there' if point in checked.there else 'changed places' if point in checked.swapped else 'missing'}</small></li>"
        for point in (item.what for item in card.holds)
    )
    st.html(f'<ul class="lf-points">{marks}</ul>')
    if barred is None:
        st.caption("The claim rules are still getting ready, so your words were not held against them.")
    for quote, why, instead in barred or ():
        st.warning(look.plain(f"“{quote}” may not be said so. {why} {instead}"), icon=":material/gavel:")
    count = len(checked.there)
    announce(f"{count} of {len(card.holds)} points were there. {'One thing may not be said so. ' if barred else ''}The answer: {card.answer}")
    return AGAIN if barred else checked.rating


def not_to_be_said(card: DrillCard, library: Library, words: str) -> list[tuple[str, str, str]] | None:
    """What the claim rules would stop in the typed words, as (quote, why, instead). None while the model still loads: it is not waited for."""
    if not warming().done.is_set() or warming().error is not None:
        return None
    claims = coach().reader(library).read(words, card.ask, datetime.now().astimezone().date()).claims
    return [(claim.quote, claim.why, claim.instead) for claim in claims if claim.severity == "block"]


def when(due: datetime, now: datetime) -> str:
    """A day as it is said: tomorrow, in 3 days, on 12 January."""
    days = (due.astimezone().date() - now.astimezone().date()).days
    if days <= 1:
        return "tomorrow" if days == 1 else "today"
    return f"in {days} days" if days <= 30 else f"{due.astimezone():%-d %B}"


def ending(one: drilling.Ready, answered: list[drills.Answered], left: int) -> None:
    """What comes back when."""
    due = {standing.card: standing.due for standing in coach().store.drills.standings(viewer(), one.library)}
    now = datetime.now(UTC)
    groups: dict[str, list[str]] = {}
    for id in sorted(dict.fromkeys(answer.card for answer in answered), key=lambda id: (due.get(id, now), id)):
        if id in one.cards and id in due:
            groups.setdefault(when(due[id], now), []).append(one.cards[id].ask)
    asked = sum(map(len, groups.values()))
    st.html(look.ending("That's it for now" if asked else "Nothing is due", f"{asked} answered. This is when they come back." if asked else later(one), True))
    for day, questions in groups.items():
        st.html(f'<p class="lf-eyebrow">{escape(day)}</p>{look.items(questions)}')
    if left:
        st.button(f"Go on: {left} more", type="primary", icon=":material/play_arrow:", key="go-on", shortcut=FORWARD, on_click=begin, args=(one.library,))
    else:
        more(one)
    with st.container(horizontal=True):
        st.button("Done", key="done", on_click=leave, args=(one.library,))
        st.page_link(page("start"), label="Meet somebody", icon=":material/forum:")


main()

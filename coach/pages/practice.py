"""Practice: the meeting itself. Its address holds the meeting, so reload and a second tab find it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from html import escape

import streamlit as st

from coach.campaigns import Campaigns
from coach.content.persona import Persona
from coach.pages import away, carried, look, prework, speaking, voice
from coach.pages.live import announce
from coach.pages.onward import last_time
from coach.pages.rail import rail, switch
from coach.pages.shell import coach, getting_ready, page, practice, told, viewer, wait_until_ready
from coach.practice import MAX_CHARACTERS, Table
from coach.reading.records import Spoken
from coach.roleplay.purposes import KINDS
from coach.roleplay.records import Replied, Said
from coach.roleplay.walk_in import door
from coach.store.errors import Taken


def main() -> None:
    meeting = st.query_params.get("m", "")
    if not meeting:
        st.title("Practice")
        st.html('<p class="lf-lead">No meeting is open. Pick somebody to meet, or go on with one you began.</p>')
        st.page_link(page("start"), label="Pick somebody to meet", icon=":material/home:")
        return
    with told():
        table = practice().load(meeting)
        if table.stored.mode == "watched":
            watched(table)
        else:
            played(table)


def head(table: Table, turns: int | None = None) -> None:
    state = table.meeting.states()[turns + 1 if turns is not None else -1]
    with st.container(key="meeting-head", horizontal=True, vertical_alignment="center"):
        left, right = st.container(), st.container(width=150)
    mark = '<span class="lf-mark">unverified</span>' if table.persona.unverified else ""
    left.html(
        f'<div class="lf-person">{look.monogram(table.persona.name, table.persona.lens)}<div><h3>{escape(table.persona.name)}{mark}</h3>'
        f'<p>{escape(table.persona.title)}</p><p class="lf-setup">{escape(setup_words(table))}</p></div></div>'
    )
    right.html(look.minutes_left(state.minutes_left, table.meeting.states()[0].minutes_left))


def setup_words(table: Table) -> str:
    """What the meeting is for, and how they are today."""
    setup = table.meeting.setup
    kind = next((kind for name, kind in KINDS.items() if name == setup.purpose), None)
    return f"{kind.title if kind else setup.purpose} \u00b7 {setup.difficulty}"


def card(table: Table) -> None:
    persona = table.persona
    with st.sidebar:
        st.html(f'{look.lens_tag(persona.lens)}<p class="lf-why">{escape(persona.card.why)}</p>')
        voice.beside(table)
        known(table)
        if table.library is None:
            st.info("Listening practice: there is no message library behind this meeting, so product claims are not judged.", icon=":material/hearing:")
        else:
            st.page_link(page("messages"), label="Look up an approved message", icon=":material/library_books:", query_params={"lens": persona.lens})


def card_on_a_phone(table: Table) -> None:
    """The same, folded above the conversation, where the sidebar is behind a menu. The style sheet hides it on a wider screen."""
    with st.container(key="card-on-a-phone"), st.expander("What you know", icon=":material/badge:", type="compact"):
        st.html(f'<p class="lf-why">{escape(table.persona.card.why)}</p>')
        known(table)


def known(table: Table) -> None:
    """What the rep may know before the meeting."""
    last_time(table)
    since_then(table)
    carried.beside(table)
    for title, lines in (
        ("What is known", table.persona.card.known),
        ("Can say yes to", table.persona.card.can_grant),
        ("Red lines", table.persona.card.red_lines),
    ):
        st.markdown(f"**{title}**")
        st.html(look.items(list(lines)))


def since_then(table: Table) -> None:
    """In a campaign: what happened to them between the meetings, in words."""
    found = table.meeting.turns[0].said.responses[0].changes
    lines = list(dict.fromkeys(f"{one.because[:1].upper()}{one.because[1:]}." for one in found if one.what in ("trust", "belief") and not one.rule))
    if lines:
        st.markdown("**Since then**")
        st.html(look.items(lines))


def rep_says(words: str, spoken: Spoken | None = None) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        if words.strip():
            st.markdown(look.plain(words))
            speaking.note(spoken)
        else:
            st.caption("You say nothing.")


def bubble(table: Table, who: Persona):  # type: ignore[no-untyped-def]
    """A place for somebody's words; under their name where it is not the one whom one meets."""
    place = st.chat_message(who.name, avatar=look.LENS_ICONS[who.lens])
    if who is table.guest:
        place.html(f'<p class="lf-who">{escape(who.name)}<span>{escape(who.title)}</span></p>')
    return place


def at_the_door(words: str) -> None:
    """Somebody came in, or went."""
    if words:
        st.caption(f":material/door_open: {look.plain(words)}")


def they_say(table: Table, reply: Replied) -> None:
    with bubble(table, table.who(reply.person)):
        if reply.words.strip():
            st.markdown(look.plain(reply.words))
        if reply.stopped:
            st.caption("You cut them off here.")
        voice.note(reply)


def transcript(table: Table, turns: int | None = None, notes: list[str] | None = None) -> None:
    """Everything said so far, up to `turns`."""
    owing = {table.meeting.turns[-1].said.turn} if table.owed else set()
    for turn in table.meeting.turns:
        if turns is not None and turn.said.turn > turns:
            return
        if turn.said.kind == "rep":
            rep_says(turn.said.words, turn.said.spoken)
            if notes and turn.said.turn <= len(notes):
                st.html(f'<p class="lf-note"><b>Why this line.</b> {escape(notes[turn.said.turn - 1])}</p>')
        elif turn.said.kind == "left":
            st.caption("You end the meeting.")
        comes, goes = door(table.meeting, turn.said)
        for reply in turn.replied:
            if comes and table.who(reply.person) is table.guest:
                at_the_door(comes)
            they_say(table, reply)
        if goes and turn.said.turn not in owing:
            at_the_door(goes)


def speak(table: Table, said: Said) -> None:
    """Whoever answers, one after another. What was not heard because the rep pressed Stop comes when the page is drawn again."""
    comes, goes = door(table.meeting, said)
    for who in table.owed:
        if who is table.guest:
            at_the_door(comes)
        answer(table, said, who)
    at_the_door(goes)


def answer(table: Table, said: Said, who: Persona) -> None:
    """Stream an answer word by word. Whatever was heard when the rep pressed Stop, left or closed the tab is kept."""
    modelled = voice.chosen() == "model" and who is not table.guest
    mine = practice()  # Made beforehand: once Stop was pressed, whatever asks who is there is stopped too.
    performance = mine.perform(table, said, voice.chosen(), who)
    if not modelled:
        threading.Thread(target=mine.expect, args=(table, table.answer(said)), daemon=True).start()
    pause = coach().settings.coach_streaming_ms / 1000
    with bubble(table, who):
        waiting = st.empty()

        def words() -> Iterator[str]:
            for piece in performance:
                if modelled and not performance.heard:
                    waiting.html(look.WAITING)
                elif modelled:
                    waiting.empty()  # Drawing, even nothing, is how a press on Stop is noticed while nothing comes.
                if piece:
                    yield look.plain(piece)
                    time.sleep(pause)

        try:
            st.write_stream(words())
        finally:
            kept = mine.keep(table, performance)
    if modelled:
        threading.Thread(target=mine.expect, args=(table, kept.words), daemon=True).start()


def played(table: Table) -> None:
    away.was_said(f"say-{table.id}", table.meeting.turns[-1].said.words)
    card(table)
    head(table)
    card_on_a_phone(table)
    getting_ready()
    if table.persona.unverified:
        st.caption(":material/draft: What you wrote is said in your words. The rest is borrowed from a sample persona; let pass what does not fit.")
    if table.stored.branched_from:
        st.caption(f":material/alt_route: Another try, from turn {table.stored.branched_turn}.")
    transcript(table)
    if len(table.meeting.turns) == 1 and table.unanswered is None:
        threading.Thread(target=practice().expect, args=(table, table.meeting.turns[0].replied[-1].words), daemon=True).start()
    if table.unanswered is not None:
        said = table.unanswered
        # Another tab spoke, and its answer is still to be heard: what was typed here meanwhile is handed back, not lost.
        if typed := speaking.typed(st.session_state.get(f"say-{table.id}")):
            st.session_state[f"unsent-{table.id}"] = typed
        speak(table, said)
        st.rerun()
    announce(aloud(table))
    speaking.reply_aloud(table, aloud(table))
    if table.meeting.ended:
        over(table)
        return
    if unsent := st.session_state.get(f"unsent-{table.id}"):
        handed_back("This meeting went on in another tab while you were typing.", unsent)
    place = st.empty()  # Kept when it goes: what is below would be drawn anew.
    if len(table.meeting.turns) == 1:
        with place.container():
            prework.before_the_door(table)
    beside = st.empty()  # The rail comes above the actions, and its place stays when it is switched off.
    with st.container(horizontal=True, vertical_alignment="center", key="meeting-actions"):
        helped = switch()
        speaking.controls()
        if st.button("Say nothing", type="tertiary", icon=":material/more_horiz:", help="Silence is a move too."):
            say(table, "")
        if st.button("End the meeting", type="tertiary", icon=":material/logout:"):
            practice().leave(table)
            st.rerun()
    if helped:
        with beside.container():
            rail(table)
    again = speaking.offer_again(table)
    given = speaking.field(table, submit_mode="stop", max_chars=MAX_CHARACTERS) or again
    if given and given.words:
        prework.keep_what_was_typed(table)
        st.session_state.pop(f"unsent-{table.id}", None)
        say(table, given.words, given)


def aloud(table: Table) -> str:
    """What was said and happened last, for whoever does not see it; by name where there are several."""
    last = table.meeting.turns[-1]
    comes, goes = door(table.meeting, last.said)
    said = [reply.words if table.guest is None else f"{table.who(reply.person).name}: {reply.words}" for reply in last.replied]
    return " ".join(filter(None, [*said[:-1], comes, *said[-1:], goes]))


def handed_back(why: str, words: str) -> None:
    """Words that were not sent, to be copied from."""
    st.warning(f"{look.plain(why)} What you typed was not sent:", icon=":material/tab:")
    st.code(words, language=None, wrap_lines=True)


def say(table: Table, words: str, given: speaking.Given | None = None) -> None:
    spoken = given.spoken if given else None
    rep_says(words, spoken)
    try:
        wait_until_ready()
        said = practice().say(table, words, spoken)
        table = practice().load(table.id)
    except Taken as error:
        handed_back(error.lines[0], words)
        if st.button("Show the meeting as it is now", type="primary"):
            st.rerun()
        return
    if given:
        speaking.keep(table, said.turn, given.audio)
    speak(table, said)
    st.rerun()


def over(table: Table) -> None:
    outcome = table.meeting.outcome
    assert outcome is not None
    title, words = look.OUTCOMES[outcome.kind]
    if outcome.action:
        words = f"{outcome.owner} will {outcome.action}, by {look.day(outcome.date)}."
    with st.container(border=True, key="over"):
        st.html(look.ending(title, words, outcome.kind in ("advance", "no_fit"), "The meeting is over"))
        carried.became(table)
        st.page_link(page("debrief"), label="Read your debrief", icon=":material/rate_review:", query_params={"m": table.id})
        if coach().store.assignments.of_meeting(viewer(), table.id):
            st.page_link(page("assignments"), label="Back to the assignment", icon=":material/assignment:")
        if campaign := Campaigns(coach(), viewer()).of_meeting(table):
            st.page_link(page("campaign"), label="Back to the campaign", icon=":material/flag:", query_params={"c": campaign})


def watched(table: Table) -> None:
    """The scripted expert's meeting, turn by turn, with the seat free to take at any of them."""
    card(table)
    rep_turns = [turn.said.turn for turn in table.meeting.turns]
    try:
        at = min(max(0, int(st.query_params.get("t", "0"))), rep_turns[-1])
    except ValueError:
        at = 0
    head(table, at)
    expert = next((item for item in practice().shelf().experts.values() if item.persona == table.persona.id), None)
    notes = [line.note for line in expert.lines] if expert else []
    st.caption(":material/visibility: You are watching a scripted expert. Take over the rep's seat at any turn; your own meeting goes on from there.")
    transcript(table, at, notes)
    last = at >= rep_turns[-1]
    if last:
        over(table)
    with st.container(horizontal=True, key="watch-actions"):
        if not last and st.button("Next turn", type="primary", icon=":material/arrow_downward:", shortcut="Enter"):
            st.query_params["t"] = str(at + 1)
            st.rerun()
        ends_here = table.meeting.states()[at + 1].ended
        if not ends_here and st.button("Take over from here", icon=":material/switch_account:"):
            mine = practice().again(table.id, at)
            st.query_params.from_dict({"m": mine})
            st.rerun()


main()

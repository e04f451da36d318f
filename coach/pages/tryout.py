"""Say something to a draft and see what comes back and why: the engine itself, with the unsaved draft, and nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from coach.content.own import Checked
from coach.content.persona import Persona, Purpose
from coach.content.shelf import Shelf
from coach.pages import look
from coach.pages.fields import LIFE_WORDS
from coach.pages.fields_names import short
from coach.pages.shell import coach, told, wait_until_ready
from coach.roleplay import meeting as steps
from coach.roleplay.day import day_of
from coach.roleplay.draw import number
from coach.roleplay.meeting import Stage
from coach.roleplay.mistaken import SAYS_SHARE
from coach.roleplay.purposes import KINDS, offered
from coach.roleplay.records import Change, Day, Difficulty, Meeting, Response

MAX_CHARACTERS = 500
MOST = 8
"""Turns that are tried; each edit plays all of them again."""
DIFFICULTY: Difficulty = "guarded"
SEED = 7
SEEDS = 4_000
"""Days that are looked through for the one that is wanted; a day is drawn from its seed."""
NAMES = {"trust": "Trust", "patience": "Patience", "belief": "Belief", "disclosed": "A need told", "agreed": "A step agreed"}


@dataclass(frozen=True)
class Wanted:
    """The meeting in which a draft is tried."""

    purpose: Purpose = "discovery"
    week: str | None = None
    also: tuple[str, ...] = ()


def try_out(id: str, found: Checked, shelf: Shelf) -> None:
    """A few turns with the draft as it is written now. Every change to the draft is played again with the same words."""
    st.subheader("Try it out")
    if found.persona is None or not found.sound:
        st.html('<p class="lf-quiet">As soon as it can be saved, you can say something to it here.</p>')
        return
    persona, key = found.persona, f"tried:{id}"
    wanted = _wanted(persona, id)
    said: list[str] = st.session_state.setdefault(key, [])
    place = st.container(key="tryout")
    with st.form(f"try:{id}", clear_on_submit=True, border=False):
        words = st.text_input(f"Say something to {persona.name}", key=f"try-words:{id}")
        sent = st.form_submit_button("Say it", icon=":material/chat:")
    if sent and words.strip():
        said.append(words.strip()[:MAX_CHARACTERS])
        del said[:-MOST]
    if said and st.button("Start over", type="tertiary", icon=":material/restart_alt:", key=f"try-again:{id}"):
        said.clear()
    with place, told():
        meeting = _opened(persona, shelf, wanted)
        if not said:
            _show(persona, meeting)
            st.html('<p class="lf-quiet">Nothing said here is stored, and nothing has to be saved first.</p>')
            return
        wait_until_ready()
        meeting = _played(persona, shelf, meeting, said)
        _show(persona, meeting)
        st.html(_why(meeting.turns[-1].said.responses[0], persona, coach().shelf))
        if meeting.ended:
            st.html('<p class="lf-quiet">The meeting has ended here; what you said after it is left out.</p>')


def _wanted(persona: Persona, id: str) -> Wanted:
    """Which meeting it is tried in: what for, in which week, and what else belongs to that day."""
    weeks = {week.id: short(week.pressure) for week in persona.weeks}
    days = _days(persona)
    with st.popover("What kind of day", icon=":material/event:", key=f"try-day:{id}"):
        st.html('<p class="lf-quiet">Not everything is said in every meeting. Choose what you want to hear.</p>')
        purpose = st.selectbox("What the meeting is for", offered(persona), format_func=lambda name: KINDS[name].title, key=f"try-purpose:{id}")
        week = None
        if weeks:
            named = weeks.__getitem__
            week = st.selectbox("Their week", list(weeks), None, format_func=named, key=f"try-week:{id}", placeholder="as it comes")
        also = st.multiselect("And on that day", list(days), key=f"try-also:{id}", placeholder="as it comes") if days else []
    return Wanted(purpose, week, tuple(also))


def _days(persona: Persona) -> dict[str, Callable[[int, Day], bool]]:
    """What may belong to a day with this person, in words, and whether it belongs to the day of a seed."""
    days: dict[str, Callable[[int, Day], bool]] = {}
    if persona.mistaken:
        days["What they have wrong comes out"] = lambda seed, _: all(number(seed, 0, f"errs {item.id}") < SAYS_SHARE for item in persona.mistaken)
    if persona.stakes:
        days["An interest of theirs is in play"] = lambda _, day: day.stake is not None
    if persona.blocked is not None:
        days["They are stuck even when convinced"] = lambda _, day: day.blocked
    for kind in persona.life:
        days[LIFE_WORDS[kind]] = lambda _, day, kind=kind: kind in day.life.values()  # type: ignore[misc]
    return days


def _opened(persona: Persona, shelf: Shelf, wanted: Wanted) -> Meeting:
    """A meeting on such a day, just begun. Where no day is like that, an ordinary one, which is said."""
    tests = [test for name, test in _days(persona).items() if name in wanted.also]
    seed = SEED
    if tests or wanted.week is not None:
        days = ((seed, day_of(persona, seed, DIFFICULTY, wanted.purpose)) for seed in range(SEED, SEED + SEEDS))
        fits = (seed for seed, day in days if wanted.week in (None, day.week) and all(test(seed, day) for test in tests))
        if (like := next(fits, None)) is None:
            st.html('<p class="lf-quiet">No day is like that; here is an ordinary one.</p>')
        seed = like or SEED
    library = shelf.library_of(persona)
    return steps.open_meeting(persona, library, seed=seed, difficulty=DIFFICULTY, on=date.today(), versions={}, purpose=wanted.purpose)


def _played(persona: Persona, shelf: Shelf, meeting: Meeting, said: list[str]) -> Meeting:
    library = shelf.library_of(persona)
    stage = Stage(persona, library, coach().shelf.topics, coach().reader(library, persona))
    for words in said:
        if meeting.ended:
            break
        turn = steps.take_turn(stage, meeting, words)
        meeting = steps.with_turn(meeting, turn, steps.speak(persona, turn))
    return meeting


def _show(persona: Persona, meeting: Meeting) -> None:
    parts = []
    for turn in meeting.turns:
        if turn.said.words:
            parts.append(f'<p class="lf-tried lf-mine"><small>You</small>{escape(turn.said.words)}</p>')
        parts += [f'<p class="lf-tried"><small>{escape(persona.name)}</small>{escape(reply.words)}</p>' for reply in turn.replied]
    st.html("".join(parts))


def _why(response: Response, persona: Persona, shelf: Shelf) -> str:
    """Why this answer, what it told, and what it moved."""
    moves = [line for change in response.changes if (line := _moved(change))]
    topic = response.beat.topic
    about = f" Heard as a question about: {shelf.topics[topic].title.lower()}." if topic in shelf.topics else ""
    facts = " ".join(f"“{fact.text}”" for fact in persona.facts if fact.id in response.beat.told)
    why = f"{response.beat.why[:1].upper()}{response.beat.why[1:]}.{about}{f' It tells: {facts}' if facts else ''}"
    return f'<div class="lf-note"><b>Why this answer.</b> {escape(why)}{look.items(moves) if moves else ""}</div>'


def _moved(change: Change) -> str:
    if change.by is not None and change.what in NAMES:
        return f"{NAMES[change.what]} {change.by:+g}: {change.because}"
    if change.to is not None and change.what in NAMES:
        return f"{NAMES[change.what]} ({change.to.replace('_', ' ')}): {change.because}"
    return ""

"""From a real meeting onto the account's map: their words with the source 'heard', and what surprised as a question still open."""

from __future__ import annotations

from coach.accounts import map as maps
from coach.accounts.heard import RealMeeting
from coach.accounts.map import MAX_SOURCES, MAX_WORDS, AccountMap, Source
from coach.accounts.map_words import plain_name

SURPRISE = "What is behind this: "


def onto(map: AccountMap, meeting: RealMeeting) -> AccountMap:
    """The map with what was heard. Whom one met is put on it where they are missing. The same meeting twice changes nothing more."""
    who = meeting.who
    quote = _fit(meeting.said or meeting.surprised)
    source = Source(kind="heard", person=who.name, persona=who.persona, quote=quote, day=meeting.day)
    person = next((one for one in map.people if (who.persona and one.persona == who.persona) or plain_name(one.name) == plain_name(who.name)), None)
    if person is None:
        map = maps.added(map, "person", name=who.name, title=who.title, family=who.lens, persona=who.persona, sources=[source])
        id = maps.newest(map)
    else:
        id = person.id
        if len(person.sources) >= MAX_SOURCES:  # The oldest makes way: what they say now is what counts.
            map = maps.unsourced(map, id, 0)
        map = maps.sourced(map, id, source)
    if meeting.surprised:
        text = _fit(SURPRISE + meeting.surprised)
        if not any(one.text == text for one in map.questions):
            map = maps.added(map, "question", text=text, whom=id, sources=[source])
    return map


def _fit(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_WORDS else line[: MAX_WORDS - 1].rstrip() + "…"

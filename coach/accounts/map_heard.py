"""From a meeting to the map: the words that told something, as something to cite. What they mean is the rep's to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coach.accounts.map import MAX_WORDS, AccountMap, Source
from coach.accounts.map_words import plain_name
from coach.content.account import Account
from coach.content.base import Lens
from coach.content.shelf import Shelf
from coach.roleplay.records import Meeting


@dataclass(frozen=True)
class Known:
    """Somebody whose name may be mentioned. `family` is None where nobody has said it."""

    name: str
    title: str = ""
    family: Lens | None = None
    persona: str | None = None


def heard(meeting: Meeting, id: str, names: dict[str, str]) -> list[Source]:
    """The turns of a meeting in which something was told, as sources, in order. `names` by persona id. Small talk and answers that
    tell nothing are not among them; which facts a turn told goes along unseen, to be compared later."""
    found = []
    for turn in meeting.turns:
        for response in turn.said.responses:
            words, told = turn.words_of(response.person), response.beat.told
            if words and told:
                quote = " ".join(words.split())
                quote = quote if len(quote) <= MAX_WORDS else quote[: MAX_WORDS - 1].rstrip() + "…"
                name = names.get(response.person, response.person)
                found.append(
                    Source(
                        kind="turn", person=name, persona=response.person, meeting=id, turn=turn.said.turn, quote=quote,
                        day=meeting.setup.on, facts=list(told),
                    )
                )  # fmt: skip
    return found


def known_people(account: Account | None, shelf: Shelf, map: AccountMap | None = None) -> list[Known]:
    """Everybody of a place whose name the rep may know: those one can meet, the names people drop, those on the map."""
    found: dict[str, Known] = {}
    if account is not None:
        for persona in shelf.personas.values():
            if persona.account == account.id and not persona.unverified:
                found[plain_name(persona.name)] = Known(persona.name, persona.title, persona.role_family, persona.id)
        for line in account.people:
            name, _, rest = line.partition(",")
            rest = re.split(r"[;:.]", rest)[0].split(",")[0].strip()
            found.setdefault(plain_name(name), Known(name.strip(), rest))
    for person in map.people if map else ():
        found.setdefault(plain_name(person.name), Known(person.name, person.title, person.family, person.persona))
    return list(found.values())


def mentioned(text: str, known: Iterable[Known]) -> list[Known]:
    """Those of the known whose first or last name stands in a text, with a capital letter."""
    words = {plain_name(word) for word in re.findall(r"[^\W\d_][^\W_'’-]*", text) if word[0].isupper()} - {"", "the"}
    found = []
    for one in known:
        parts = plain_name(one.name).split()
        if any(len(part) > 2 and part in words for part in (parts[:1] + parts[-1:])):
            found.append(one)
    return found


def cited(map: AccountMap) -> set[tuple[str, int]]:
    """The turns that something on the map rests on already, by meeting and number."""
    return {(source.meeting, source.turn) for item in map.items() for source in item.sources if source.turn is not None}

"""Mirror mode: deliver a pitch alone, for one person, against the clock; see what it held; do it again until it sits.

A transcript comes in the same way as typed words: `deliver(..., Delivered(words, how="spoken", seconds=..., spoken=...))`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.content.mirror import MirrorRules
from coach.content.persona import Persona
from coach.content.pitches import Worked
from coach.content.shelf import Shelf
from coach.reviews.viewer import Viewer
from coach.store.takes import KeptTake
from coach.wiring import Coach

if TYPE_CHECKING:
    from coach.debrief.mirror_records import Delivered, Take
    from coach.debrief.mirror_takes import Sitting

MAX_CHARACTERS = 12_000
"""About a quarter of an hour."""
MAX_SECONDS = 3_600
LONGEST_CLOCK = 900


@dataclass(frozen=True)
class Clocked:
    """The takes for one person and one clock, the oldest first, and whether the last ones hold it."""

    clock: int
    takes: list[KeptTake]
    sitting: Sitting


class Mirror:
    """What one viewer does alone. Every method raises CoachError with a line the viewer can act on."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer = coach, viewer

    @cached_property
    def shelf(self) -> Shelf:
        return self._coach.shelf_for(self._viewer)

    def told(self, persona: Persona) -> frozenset[str]:
        """Needs this viewer may know: what the person told them in meetings, and everything of a person whom they wrote themselves."""
        if self.shelf.origins.get(("persona", persona.id)) == "database":
            return frozenset(hidden.need for hidden in persona.needs)
        return self._coach.store.takes.told(self._viewer, persona.id)

    def clocks(self, persona: Persona) -> list[int]:
        """Seconds to choose from; the last is what this person gives, where that is another one and no lecture."""
        theirs = round(60 * persona.minutes)
        fixed = list(rules_of(self.shelf).clocks)
        return fixed if theirs in fixed or theirs > LONGEST_CLOCK else [*fixed, theirs]

    def deliver(self, persona_id: str, clock: int, delivered: Delivered, on: date) -> str:
        """Measure a pitch and keep it; returns the take's id."""
        persona = self.shelf.persona(persona_id)
        return self._coach.store.takes.keep(self._viewer, measured(self._coach, self.shelf, persona, clock, delivered, self.told(persona), on))

    def glossary(self, persona: Persona) -> list[str]:
        """The terms and names that may come up in a pitch for this person, for whoever writes speech down."""
        from coach.messages.glossary import glossary

        return glossary(self.shelf.library_of(persona), persona)

    def takes(self, persona_id: str) -> list[Clocked]:
        """All takes for a person, by clock; the clock of the latest take first."""
        from coach.debrief.mirror_takes import sitting

        kept = self._coach.store.takes.of(self._viewer, persona_id)
        clocks = list(dict.fromkeys(one.take.clock for one in reversed(kept)))
        by_clock = {clock: [one for one in kept if one.take.clock == clock] for clock in clocks}
        return [Clocked(clock, some, sitting([one.take for one in some], rules_of(self.shelf))) for clock, some in by_clock.items()]

    def load(self, id: str) -> KeptTake:
        return self._coach.store.takes.load(self._viewer, id)

    def last(self) -> str | None:
        """The person of the viewer's latest take."""
        return self._coach.store.takes.last(self._viewer)

    def forget(self, id: str) -> None:
        """Delete a take for good."""
        self._coach.store.takes.forget(self._viewer, id)

    def worked(self, persona: Persona) -> list[Worked]:
        """Pitches that show what good looks like, for the library this person is met with; their own lens first."""
        library = self.shelf.library_of(persona)
        there = self.shelf.pitches.get(library.id) if library else None
        return sorted(there.pitches, key=lambda one: one.listener.lens != persona.lens) if there else []

    def markdown(self, persona: Persona) -> str:
        """All takes for a person, to take along."""
        from coach.debrief.mirror_report import markdown

        return markdown(persona.name, persona.title, [([one.take for one in some.takes], some.sitting) for some in self.takes(persona.id)])


def rules_of(shelf: Shelf) -> MirrorRules:
    """The rules in force. Raises CoachError where there are none."""
    if "mirror" not in shelf.mirrors:
        raise CoachError("prompts/mirror.yaml: is missing or wrong, so a pitch cannot be measured; `content lint` says why")
    return shelf.mirrors["mirror"]


def measured(coach: Coach, shelf: Shelf, persona: Persona, clock: int, delivered: Delivered, told: frozenset[str], on: date) -> Take:
    """A pitch for a persona, measured and not kept. Raises CoachError for words that cannot be a pitch."""
    from coach.debrief.mirror import listener_of, measure
    from coach.debrief.mirror_pains import Pains

    delivered = replace(delivered, text=sayable(delivered.text))
    if delivered.seconds is not None and not 0 < delivered.seconds <= MAX_SECONDS:
        raise CoachError(f"{delivered.seconds:g} seconds is no time a pitch takes; it is between 1 and {MAX_SECONDS}")
    library = shelf.library_of(persona)
    pains = Pains(coach.embedder, shelf.needs, shelf.personas.values())
    coach.embedder.remember(pains.texts(), coach.settings.coach_data / "vectors")
    return measure(
        delivered,
        listener_of(persona, shelf.needs, told),
        clock,
        reads=coach.reader(library, persona),
        embedder=coach.embedder,
        pains=pains,
        rules=rules_of(shelf),
        library=library,
        on=on,
    )


def sayable(text: str) -> str:
    """Words without what nobody says. Raises CoachError where there are none, too many, or somebody could be recognised by them."""
    text = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")).strip()
    if not any(letter.isalpha() for letter in text):
        raise CoachError("Nothing was said yet. Type or paste your pitch as you would say it.")
    if len(text) > MAX_CHARACTERS:
        raise CoachError(f"That is {len(text):,} characters, about a quarter of an hour of talk. Keep it under {MAX_CHARACTERS:,}.")
    if found := identifiers([text]):
        raise CoachError(f"That holds {' and '.join(found)}. Say it without anything by which a patient or a person can be found.")
    return text


def known_titles(shelf: Shelf, told: Sequence[str] | frozenset[str]) -> list[str]:
    """Titles of needs, in the catalogue's order."""
    return [need.title for need in shelf.needs.values() if need.id in told]

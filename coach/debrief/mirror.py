"""A pitch delivered alone, measured as a story. Every measure shows the words it goes by and its rule; there is no total.

What it touches is measured against the listener's needs, those included that they hide. Of these only what the rep's own words
tell of is named, and a need that was missed only where this rep was told of it: the rest is a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from coach.content.catalogue import Need
from coach.content.library import Library
from coach.content.mirror import MirrorRules
from coach.content.persona import Persona
from coach.debrief.mirror_hearing import Hearing, Reads, hear, may_hurt, role
from coach.debrief.mirror_measures import ask, empty, length, lists, needs, opening, proof
from coach.debrief.mirror_pains import Pains, Told
from coach.debrief.mirror_records import Delivered, Stretch, Take, Touched
from coach.messages.vectors import Embedder


@dataclass(frozen=True)
class Listener:
    """Who would hear it: their needs by id, and which of these they have told this rep."""

    id: str
    name: str
    title: str
    needs: Mapping[str, Need]
    told: frozenset[str] = field(default_factory=frozenset)


def listener_of(persona: Persona, catalogue: Mapping[str, Need], told: frozenset[str] = frozenset()) -> Listener:
    """A persona as somebody who listens. `told`: ids of needs that this rep has been told of or may know anyway."""
    theirs = {hidden.need: catalogue[hidden.need] for hidden in persona.needs if hidden.need in catalogue}
    return Listener(persona.id, persona.name, persona.title, theirs, told & set(theirs))


def measure(
    delivered: Delivered,
    listener: Listener,
    clock: int,
    *,
    reads: Reads,
    embedder: Embedder,
    pains: Pains,
    rules: MirrorRules,
    library: Library | None,
    on: date,
) -> Take:
    """One pitch for one listener, against a clock in seconds. The same words, content and day measure the same."""
    heard = hear(delivered.text, reads, embedder, rules, library, on)
    sentences, numbers = heard.sentences, rules.numbers
    may = [may_hurt(one) for one in sentences]
    texts = [one.text for one in sentences]
    told = pains.told(texts, may, numbers.pain_from, numbers.least_words)
    theirs = pains.told(texts, may, numbers.theirs_from, numbers.least_words, listener.needs)
    listed = len(told) > numbers.most_pains
    touched = [_touched(one, heard, listener, library) for one in theirs if not listed or one.need in listener.told]
    named = {one.need for one in touched}
    hurts = {at for one in (*told, *theirs) for at in range(one.start, one.stop)}
    seconds = delivered.seconds if delivered.seconds is not None else round(60 * heard.words / numbers.words_a_minute, 1)
    return Take(
        text=delivered.text,
        how=delivered.how,
        spoken=delivered.spoken,
        clock=clock,
        seconds=seconds,
        words=heard.words,
        on=on,
        persona=listener.id,
        name=listener.name,
        title=listener.title,
        rules=rules.version,
        measures=[
            opening(heard, hurts, rules),
            needs(touched, listed, [" ".join(texts[one.start : one.stop]) for one in told], clock, rules),
            proof(heard, library, rules),
            lists(heard, rules),
            empty(heard, rules),
            ask(heard, rules),
            length(seconds, clock, delivered.seconds is not None, rules),
        ],
        touched=touched,
        untouched=len(listener.needs) - len(touched),
        untouched_told=[listener.needs[id].title for id in listener.needs if id in listener.told and id not in named],
        stretches=[Stretch(start=one.start, end=one.end, role=role(one, at in hurts, rules)) for at, one in enumerate(sentences)],
        claims=heard.claims,
        judged=library is not None,
    )


def _touched(one: Told, heard: Hearing, listener: Listener, library: Library | None) -> Touched:
    quote = " ".join(sentence.text for sentence in heard.sentences[one.start : one.stop])
    return Touched(
        need=one.need, title=listener.needs[one.need].title, quote=quote, told=one.need in listener.told, answered=_answered(one.need, heard, library)
    )


def _answered(need: str, heard: Hearing, library: Library | None) -> str | None:
    """The delivered message that was written for this need."""
    delivered: Sequence[str] = [hit.id for hit in heard.messages]
    written = library.messages.messages if library else []
    return next((message.id for message in written if message.id in delivered and need in message.needs), None)

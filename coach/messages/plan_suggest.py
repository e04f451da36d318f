"""What to ask first in a step, out of what anybody may know: the catalogues of needs and topics, what the library has an answer
to, and the person's public card.

Never what one person hides: which need they carry is for the rep to find out. What is offered are questions that lead towards
needs which the library answers, those first that the step's own messages answer or that the card speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from coach.content.base import Lens
from coach.content.catalogue import Need, Topic
from coach.content.library import Library
from coach.content.persona import Persona, Purpose

Ranks = Callable[[str], Sequence[tuple[str, float]]]
"""The topics that words come close to, as (id, 0 to 1 in two decimals), the closest first."""
NEED_FROM = 0.6
"""How close a need must lie to a topic to be asked about that way; below, the topics that lead are chance."""
CARD_FROM = 0.5
"""How close a line of the card must lie to a topic to speak for it."""
OPEN = re.compile(
    r"(?:so |and )?(?:what|why|who|tell me|walk me|describe|how(?! (?:many|much|often|long|high|old|big|soon|common|far))|"
    r"(?:could|can|would) you (?:tell|walk|describe|take)|i'd like to (?:hear|understand))\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\b(?:rate|percentage|number|how many|how much|figures?|share)\b", re.IGNORECASE)
"""What is answered with a number: open in form, and yet no beginning of a conversation."""
BY_PURPOSE: dict[Purpose, tuple[str, ...]] = {
    "discovery": ("priorities", "pressures_now"),
    "corridor": ("pressures_now", "priorities"),
    "evidence_follow_up": ("evidence_needed", "success_measure"),
    "case_support": ("case_mix", "technique"),
    "service_recovery": ("consequence", "history_with_us"),
    "no_ask": ("pressures_now", "priorities"),
    "access_barrier": ("access_rules", "risk_policy"),
    "saying_no": ("agenda", "priorities"),
}
"""Topics of the catalogue that any meeting of this purpose can begin with."""
DIRECT: tuple[Purpose, ...] = ("discovery", "corridor", "no_ask")
"""Purposes for which a question towards a need comes before one about what the meeting is for."""


@dataclass(frozen=True)
class Question:
    """A question to begin with, its topic, and why it is offered, in words."""

    text: str
    topic: str
    because: str


def first_questions(
    lens: Lens,
    purpose: Purpose,
    needs: Sequence[Need],
    topics: Mapping[str, Topic],
    ranks: Ranks,
    persona: Persona | None = None,
    answered: Collection[str] = (),
    asked: Collection[str] = (),
    most: int = 3,
) -> list[Question]:
    """Up to `most` questions, each about another topic. `needs`: those that the library answers; `answered`: ids of those that the
    step's messages answer; `asked`: questions that are in the plan for this person already."""
    said = {text.casefold().rstrip("?. ") for text in asked}
    spoken = _spoken_of(persona, ranks) if persona is not None else {}
    towards = []
    for place, need in enumerate(needs):
        if need.lens != lens and need.id not in answered:
            continue
        topic, near = next(iter(ranks(need.about)), ("", 0.0))
        if near >= NEED_FROM and topic in topics:
            because = f"Your message answers this, so find out whether they have it: {need.title}."
            if need.id not in answered:
                line = f" Their card says: “{spoken[topic]}”" if topic in spoken else ""
                because = f"Something approved answers this, if they have it: {need.title}.{line}"
            towards.append(((need.id not in answered, topic not in spoken, place), topic, because))
    found = [(topic, because) for _, topic, because in sorted(towards)]
    general = [(id, "It opens a meeting of this kind with anybody.") for id in BY_PURPOSE[purpose]]
    ranked = [*found, *general] if purpose in DIRECT else [*general[:1], *found, *general[1:]]
    questions: dict[str, Question] = {}
    for topic, because in ranked:
        if topic in topics and topic not in questions and (text := opening(topics[topic], said)):
            questions[topic] = Question(text, topic, because)
    return list(questions.values())[:most]


def answerable(library: Library, needs: Mapping[str, Need]) -> list[Need]:
    """The needs of the catalogue that a message of this library answers. Says nothing of who has them."""
    named = {need for message in library.messages.messages for need in message.needs}
    return [need for need in needs.values() if need.id in named]


def opening(topic: Topic, said: Collection[str] = ()) -> str:
    """The first way to ask for a topic that lets the other talk, best one that is not answered with a number; empty where all
    were `said` (case and last sign aside)."""
    free = [text for text in topic.phrasings if OPEN.match(text) and text.casefold().rstrip("?. ") not in said]
    best = next((text for text in free if not FIGURE.search(text)), free[0] if free else "")
    return best[:1].upper() + best[1:] + ("" if not best or best[-1] in ".?!" else "?")


def _spoken_of(persona: Persona, ranks: Ranks) -> dict[str, str]:
    """Topics that the public card speaks of, each with its line."""
    card = persona.card
    lines = [*card.known, *card.red_lines, card.evidence_bar]
    found: dict[str, str] = {}
    for line in lines:
        topic, near = next(iter(ranks(line)), ("", 0.0))
        if near >= CARD_FROM:
            found.setdefault(topic, line)
    return found

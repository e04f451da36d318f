"""Why a meeting takes place. The purpose sets the minutes and the mood; the rubric says what a debrief looks at for it."""

from __future__ import annotations

from dataclasses import dataclass

from coach.content.persona import Persona, Purpose


@dataclass(frozen=True)
class Kind:
    """A purpose. `minutes` fixes the time, `share` shortens the person's own."""

    title: str
    about: str
    share: float = 1.0
    minutes: float | None = None
    trust: int = 0
    patience: int = 0


KINDS: dict[Purpose, Kind] = {
    "discovery": Kind("Discovery", "A first or an early conversation: find out what matters to them."),
    "corridor": Kind("In the corridor", "Ninety seconds, standing. Leave a reason to meet.", minutes=1.5, patience=-10),
    "evidence_follow_up": Kind("Evidence, as promised", "You said you would bring something to read. Now they have questions.", trust=4),
    "case_support": Kind("Case support", "You are there so that a case goes well. Selling is not what today is for.", share=0.7, trust=4),
    "service_recovery": Kind("Something went wrong", "Something of yours failed them. Own it before anything else.", trust=-12, patience=-10),
    "no_ask": Kind("A visit with no ask", "You bring something useful and ask for nothing.", share=0.7, trust=2),
    "access_barrier": Kind("A rule in the way", "Something keeps you out. Find out what it protects, and go through the right door.", share=0.7, trust=-4),
    "saying_no": Kind("Saying no", "They ask for something you must not do. Say so, and offer another way.", share=0.6, trust=4),
}


def offered(persona: Persona) -> list[Purpose]:
    """The purposes for which one may meet this person: discovery, and those for which they have an opening."""
    return ["discovery", *(name for name in KINDS if name in persona.openings)]


def minutes(persona: Persona, purpose: Purpose) -> float:
    kind = KINDS[purpose]
    return kind.minutes if kind.minutes is not None else max(2.0, round(persona.minutes * kind.share, 1))

"""What lay behind a practised meeting and could not be seen: the week, an interest, something they had wrong, what blocked them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coach.debrief.records import Behind
from coach.debrief.seen import Seen
from coach.roleplay.records import Before

MISTAKES = {
    "agreed": "You agreed with it.",
    "let pass": "You let it pass.",
    "corrected": "You put it right, with something to show for it.",
    "doubted": "You said otherwise, and showed nothing for it.",
    "stung": "You put it right in a way that stung.",
    "said": "It was the last thing they said.",
}
QUESTIONS = {"wrong": "Your answer was wrong.", "evaded": "You walked past it.", "admitted": "You said that you would find out."}
FAVOURS = {
    "declined": "You said no, and offered another way.",
    "declined bare": "You said no, and left it there.",
    "granted": "You agreed to it.",
}


def behind(seen: Seen) -> list[Behind]:
    """Nothing for a real call: there, nobody knows."""
    return list(_told(seen)) if seen.persona is not None and seen.opening is not None else []


def _told(seen: Seen) -> Iterator[Behind]:
    persona, opening = seen.persona, seen.opening
    assert persona is not None and opening is not None
    last = next((turn.state for turn in reversed(seen.turns) if turn.state is not None), opening)
    day = opening.day
    if seen.after is not None and seen.on is not None:
        yield from _brought(seen.after, seen.on)
    if week := next((item for item in persona.weeks if item.id == day.week), None):
        yield Behind(title="Their week", text=week.pressure)
    if stake := next((item for item in persona.stakes if item.id == day.stake), None):
        became = {"known": "They told you.", "routed": "You left the judgement to somebody without it, which was as good."}
        capped = (
            f"Until it was said or routed around, their belief could not pass '{stake.caps}'. Asking nobody in particular who else should judge is a way round."
        )
        yield Behind(title="An interest of their own", text=f"{stake.text} {became.get(last.ledger.get('stake', ''), capped)}")
    if persona.blocked is not None and last.ledger.get("blocked"):
        asked = "You asked what it would take." if last.ledger["blocked"] == "helped" else "Ask what it would take, and who could lift it."
        yield Behind(title=f"Convinced but blocked: {persona.blocked.kind}", text=f"{persona.blocked.lifts} {asked}")
    for wrong in persona.mistaken:
        if done := MISTAKES.get(last.ledger.get(f"mistaken:{wrong.id}", "")):
            yield Behind(title="Something they had wrong", text=f"{wrong.truth} {done}")
    for question in persona.questions:
        if (done := QUESTIONS.get(last.questions.get(question.id, ""))) and question.facts:
            yield Behind(title=f"They asked: {question.title}", text=f"{done} A right answer: {' '.join(question.facts)}")
    if persona.favour is not None and day.purpose == "saying_no":
        yield Behind(title="What they asked of you", text=f"{persona.favour.wants} {FAVOURS.get(last.ledger.get('favour', ''), 'You went past it.')}")
    if seen.outcome is not None and seen.outcome.kind == "advance" and seen.outcome.firm is not None:
        tested = "You asked what could stop it." if last.ledger.get("firmness") else "You did not ask what could stop it."
        how = "It will happen." if seen.outcome.firm == "firm" else "It may well not happen: something was still open, or it cost them too little to say yes."
        yield Behind(title="How firm the step is", text=f"{how} {tested}")


def _brought(after: Before, on: date) -> Iterator[Behind]:
    """What the rep brought from the meeting before."""
    for promise in after.promises:
        if promise.kept or promise.due(on):
            became = (
                "You kept it, and they noticed before you said a word." if promise.kept else "You did not keep it, and it was the first thing they thought of."
            )
            yield Behind(title="A promise from last time", text=f"{promise.action[:1].upper()}{promise.action[1:]}. {became}")
    if after.step is not None and not after.step.taken:
        yield Behind(title="Their step from last time", text=f"{after.step.owner} was to {after.step.action}. It did not happen: it was agreed too softly.")

"""Tomorrow's meeting from a few words: the rep's own card, laid over the nearest shipped persona and marked unverified.

What the rep knows is said in the rep's words. The rest is borrowed, so that there is somebody to talk to; the page
says so. Without a library of the rep's own it is listening practice.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from pydantic import Field

from coach.content.base import Lens, Strict
from coach.content.errors import CoachError
from coach.content.persona import Card, Line, Objection, Persona, TopicLines

_IDENTIFIERS = [
    (re.compile(r"\b\d{6,}\b"), "a long number"),
    (re.compile(r"\b(?:mrn|dob|date of birth|patient (?:id|number|name)|nhs number|ssn)\b", re.IGNORECASE), "a patient's identifier"),
    (re.compile(r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2}\b"), "a full date"),
    (re.compile(r"\b\d{3}[ -]\d{2,3}[ -]\d{4}\b"), "a long number"),
    (re.compile(r"\bpatient'?s? name\b|\b(?:mrs?|ms|miss)\.? [A-Z]\w+ [A-Z]\w+", re.IGNORECASE), "a name"),
    (re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}\b"), "a full date"),
    (re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "an e-mail address"),
]
OF_THEIR_OWN: dict[str, Any] = {
    "seats": [], "mistaken": [], "stakes": [], "weeks": [], "openings": {}, "favour": None, "blocked": None, "handoff": None, "life": {},
}  # fmt: skip
"""What belongs to one person's life and would be wrong about anybody else, so that it is not borrowed."""
_GREETINGS = (
    "Come in. I have a few minutes and a list. What did you want to talk about?",
    "You're the four o'clock. Go ahead, I'm listening.",
    "Morning. Sit if you like. What can I do for you?",
)
_SATISFIED = (
    "It does most of what I need. Ask me about the rest when I know you better.",
    "I've stopped thinking about it, which is either a good sign or a bad habit.",
    "Happy is a big word. I know where it lets me down, and so do the people who pick up after it.",
)
_PROBED = (
    "I say it because I've seen the other thing happen, and it was me who had to explain it.",
    "It isn't about you. It's what it would cost us to be wrong.",
    "Partly habit, partly that nobody's shown me a reason that holds in this place.",
)
_ESCALATE = (
    "I've told you what worries me, and I didn't hear an answer to it.",
    "You're going around it. It's still there.",
    "Then we see it differently, and I'm the one who has to live with it.",
)
_RESOLVED = ("That's a fairer answer than I usually get. Go on.", "All right. I can work with that.")
_ADMITTED = ("Good that you don't make something up. Come back when you know.", "Then find out. I'd rather wait than be told a story.")


class TomorrowCard(Strict):
    """What a rep knows of a real person. Initials only; nothing about a patient."""

    initials: str = Field(min_length=1, max_length=4, pattern=r"[^\W\d_]")
    role: str = Field(min_length=2, max_length=80)
    family: Lens
    setting: str = Field(default="", max_length=200)
    minutes: float = Field(default=10, ge=1, le=120)
    uses: str = Field(default="", max_length=200)
    cares: str = Field(default="", max_length=200)
    said_last: str = Field(default="", max_length=200)
    objection: str = Field(default="", max_length=200)


def identifiers(texts: Iterable[str]) -> list[str]:
    """What in the texts looks like it identifies a patient or a person, each in words."""
    return sorted({what for text in texts for pattern, what in _IDENTIFIERS if pattern.search(text)})


def nearest(personas: Iterable[Persona], family: Lens, role: str) -> Persona:
    """The shipped persona of that family whose title shares most words with the role, endings aside; CoachError where there is none."""
    words = _stems(role)
    shipped = [persona for persona in personas if not persona.unverified]
    if not shipped:
        raise CoachError("There is no persona to borrow from; `content lint` says what is wrong with the files.")
    return max(shipped, key=lambda one: (one.role_family == family, len(words & _stems(one.title)), one.id))


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w+", text.lower()) if len(word) > 3 or word in ("or", "np")}


def lay_over(base: Persona, card: TomorrowCard) -> Persona:
    """The card on top of a persona, as a persona of its own. Raises CoachError where the card holds an identifier."""
    if found := identifiers([card.setting, card.uses, card.cares, card.said_last, card.objection, card.role]):
        raise CoachError(f"The card holds {' and '.join(found)}. Leave it out: nothing about a patient, and of the person no more than initials.")
    known = [
        text
        for text in (
            _known("Works in", card.setting),
            _known("Uses today", card.uses),
            _known("Cares about", card.cares),
            _known("Said last", card.said_last),
            _known("May object", card.objection),
        )
        if text
    ]
    known += ["How they decide: not known yet.", "Whom they listen to: not known yet.", "What presses on them this week: not known yet."]
    return base.model_copy(
        update={
            "id": f"my_{secrets.token_hex(4)}",
            "unverified": True,
            "name": card.initials.upper().strip("."),
            "title": card.role,
            "account": None,
            "minutes": card.minutes,
            "card": Card(
                why="Your own meeting, as you described it.",
                known=known,
                can_grant=["Not known yet; ask how decisions like this are made."],
                passes_on=["Not known yet; ask who else has a say."],
                evidence_bar="Not known yet.",
                red_lines=["Not known yet; watch for the moment they go short."],
                manner=f"Borrowed from the sample persona {base.name}, {base.title}: {base.card.manner}",
                history=base.card.history,
                week="Not known yet.",
            ),
            "greeting": greetings(card.said_last),
            "topics": _topics(base, card),
            "objections": [*([feared(card.objection)] if card.objection.strip() else []), *base.objections],
        }
        | OF_THEIR_OWN
    )


def _known(what: str, text: str) -> str:
    return f"{what}: {text.strip()}" if text.strip() else ""


def sentence(text: str) -> str:
    """Words as a sentence: a capital, and a mark at the end."""
    text = text.strip()
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def greetings(said_last: str) -> list[str]:
    """How they greet, with what they said last where that is known."""
    if not said_last.strip():
        return list(_GREETINGS)
    last = sentence(said_last)
    return [
        f"You're back. {last} That's where we were, so what's changed?",
        f"Hello again. As I said: {last} Go ahead.",
        f"{last} I told you that last time, and it still holds. What did you bring?",
    ]


def _topics(base: Persona, card: TomorrowCard) -> list[TopicLines]:
    own: dict[str, str] = {}
    if card.uses.strip():
        own |= dict.fromkeys(("current_dressing", "competitors"), card.uses)
    if card.cares.strip():
        own |= dict.fromkeys(("priorities", "success_measure", "pressures_now"), card.cares)
    kept = []
    for entry in base.topics:
        if entry.topic == "satisfaction_with_current" and card.uses.strip():
            kept.append(entry.model_copy(update={"lines": [Line(say=text) for text in _SATISFIED]}))
        elif entry.topic in own:
            text = sentence(own[entry.topic])
            kept.append(entry.model_copy(update={"lines": [Line(say=text), Line(say=f"As I said. {text}", band="ordinary")]}))
        else:
            kept.append(entry)
    return kept


def feared(words: str, id: str = "the_one_i_fear") -> Objection:
    """An objection in the words in which it is feared, or was heard."""
    text = sentence(words)
    return Objection.model_validate(
        {
            "id": id,
            "title": words.strip()[:120],
            "raised_by": ["claim", "offer", "late"],
            "raise": [text, f"Before we go on. {text}"],
            "behind": "You do not know yet. Ask what is behind it before you answer it.",
            "probed": list(_PROBED),
            "escalate": list(_ESCALATE),
            "resolved": list(_RESOLVED),
            "admitted": list(_ADMITTED),
        }
    )

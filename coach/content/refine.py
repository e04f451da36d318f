"""After the real meeting: what they really said, put into the draft that stood in for them."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from coach.content.base import Id, Strict
from coach.content.draft import feared, greetings, identifiers, sentence
from coach.content.errors import CoachError
from coach.content.persona import Gate, HiddenNeed, OwnQuestion, Persona

OBJECTION, QUESTION = "the_one_they_raised", "q_theirs"
LEARNED = ("Said last: ", "Objected: ", "Needs: ", "Asked: ")
"""How what was learned begins on the card; each stands there once."""
_ANSWERED = ("That answers it. Thank you for not dressing it up.", "Good. That's what I wanted to hear, or at least what I needed to.")
_ADMITTED = ("Then find out, and tell me. I'd rather wait for it.", "Fair. You'll let me know when you do.")
_EVADED = ("You went around that. I'll ask it again before you go.", "That wasn't what I asked you.")
_HINTS = ("There's more to that than I have time for.", "That touches something else, and I'm not sure I want to start on it.")
_DEEPEN = ("It has been like that long enough that we plan around it.", "Ask the people who clean up after it. They'd put it less politely.")


class AfterMeeting(Strict):
    """What a rep brings back. `need` is one of the catalogue; `need_words` are how they put it."""

    last_words: str = Field(default="", max_length=200)
    objection: str = Field(default="", max_length=200)
    need: Id | None = None
    need_words: str = Field(default="", max_length=200)
    question: str = Field(default="", max_length=200)


def refined(persona: Persona, after: AfterMeeting, people: Iterable[Persona]) -> Persona:
    """The draft with what was learned in it. How a need is hidden is borrowed from one of `people` who carries it. Raises
    CoachError where something identifies a patient, or nothing was learned."""
    texts = [after.last_words, after.objection, after.need_words, after.question]
    if found := identifiers(texts):
        raise CoachError(f"This holds {' and '.join(found)}. Leave it out: nothing about a patient, and of the person no more than initials.")
    if not any(texts):
        raise CoachError("Write down at least one thing they said.")
    if after.need and not after.need_words:
        raise CoachError("How did they put what they need? Write it in their words.")
    known = dict(zip(LEARNED, texts, strict=True))
    card = persona.card.model_copy(
        update={
            "known": [
                *(f"{start}{text}" for start, text in known.items() if text),
                *(line for line in persona.card.known if not any(line.startswith(start) and text for start, text in known.items())),
            ]
        }
    )
    changed: dict[str, object] = {"card": card}
    if after.last_words:
        changed["greeting"] = greetings(after.last_words)
    if after.objection:
        changed["objections"] = [feared(after.objection, OBJECTION), *(item for item in persona.objections if item.id != OBJECTION)]
    if after.question:
        changed["questions"] = [_asked(after.question), *(item for item in persona.questions if item.id != QUESTION)]
    if after.need:
        changed["needs"] = [_need(persona, after.need, after.need_words, people), *(item for item in persona.needs if item.need != after.need)]
    return persona.model_copy(update=changed)


def _asked(words: str) -> OwnQuestion:
    text = words.strip().rstrip(".!?")
    text = f"{text[0].upper()}{text[1:]}?"
    return OwnQuestion(
        id=QUESTION, title=text, ask=[text, f"I asked you before. {text}"], answered=list(_ANSWERED), admitted=list(_ADMITTED), evaded=list(_EVADED)
    )


def _need(persona: Persona, id: str, words: str, people: Iterable[Persona]) -> HiddenNeed:
    text = sentence(words)
    told = {"cost": words.strip(), "disclose": [text, f"I said it when you were here. {text}"]}
    like = next((item for one in (persona, *people) for item in one.needs if item.need == id), None)
    if like is not None:
        own = any(item.need == id for item in persona.needs)
        return like.model_copy(update=told | ({} if own else {"facts": []}))
    gate = Gate(topics=["priorities", "pressures_now"], trust=40, open_question=True)
    asked = "What gets in your way on an ordinary week, and who ends up carrying it?"
    return HiddenNeed.model_validate({"need": id, "gate": gate, "hints": list(_HINTS), "deepen": list(_DEEPEN), "opened_by": asked, **told})

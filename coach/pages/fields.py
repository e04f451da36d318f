"""What of a persona can be written in a form: a table of fields, section by section. Data only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from coach.content.base import BELIEFS, LENSES
from coach.content.persona import PURPOSES, REACTIONS, SEATS
from coach.content.yamlfile import Where
from coach.pages.look import BELIEF_WORDS
from coach.roleplay.purposes import KINDS

Kind = Literal["line", "text", "rows", "groups", "number", "share", "yes", "one", "many"]
"""line: a few words; text: sentences; rows: a list, one a line; groups: lists of phrases, one list a line, phrases between
commas; number: whole; share: 0 to 1; yes: a tick; one, many: of `options`."""


@dataclass(frozen=True)
class Field:
    """A field of a form. `where` is its place in the document, or within one item of a repeated part."""

    where: Where
    label: str
    kind: Kind
    help: str = ""
    options: tuple[str, ...] = ()
    words: Callable[[Any], str] = str
    low: float = 0
    high: float = 100


NEW: dict[str, dict[str, Any]] = {
    "needs": {
        "need": "", "cost": "", "facts": [], "hints": [], "disclose": [], "deepen": [], "opened_by": "",
        "gate": {"topics": ["priorities"], "trust": 40, "open_question": True, "builds_on": False, "cues": []},
    },
    "objections": {
        "id": "", "title": "", "raised_by": ["claim"], "topics": [], "moot_after": [], "raise": [], "behind": "", "probed": [], "escalate": [],
        "resolved": [], "admitted": [],
    },
    "questions": {
        "id": "", "title": "", "about": "product", "facts": [], "right": [], "wrong": [], "ask": [], "answered": [], "caught": [], "admitted": [], "evaded": [],
    },
}  # fmt: skip
"""What one more of each begins with."""

CARD = (
    Field(("name",), "Name", "line", "Initials will do for a real person."),
    Field(("title",), "Title", "line"),
    Field(("role_family",), "What the job is about", "one", options=LENSES),
    Field(("minutes",), "Minutes they give", "number", low=1, high=240),
    Field(("account",), "Account", "one", "Its message library is what claims are judged by. None: listening practice."),
    Field(("seats",), "Who of us may call on them", "many", "Nobody chosen: anyone.", SEATS, lambda name: name.replace("_", " ")),
    Field(("card", "why"), "Why meet them", "text"),
    Field(("card", "known"), "What is known", "rows", "At least three."),
    Field(("card", "can_grant"), "Can say yes to", "rows"),
    Field(("card", "passes_on"), "Can only pass on, and to whom", "rows"),
    Field(("card", "evidence_bar"), "What counts as proof", "text"),
    Field(("card", "red_lines"), "Red lines", "rows"),
    Field(("card", "manner"), "How they talk", "text"),
    Field(("card", "trusts"), "Whose word counts with them (not shown before the meeting)", "rows"),
    Field(("card", "avoids"), "Whom they would rather not need (not shown before the meeting)", "rows"),
    Field(("card", "history"), "Where they come from (not shown before the meeting)", "text"),
    Field(("card", "week"), "What presses on them this week (not shown before the meeting)", "text"),
)
OPENING = (
    Field(("opening", "trust"), "Trust when you walk in", "number", "0 to 100. They cut short below 35 and tell examples from 60."),
    Field(("opening", "patience"), "Patience", "number", "0 to 100."),
    Field(("opening", "belief"), "What they believe", "one", options=BELIEFS, words=lambda name: BELIEF_WORDS[name]),
    *(Field(("lenses", lens), f"Weight of the {lens} lens", "share", "The four add up to 1.") for lens in LENSES),
)
GREETING = (
    Field(("greeting",), "How they greet", "rows", "At least three."),
    Field(("clarify",), "How they ask which you meant", "rows", "Each with {first} and {second} where the two topics go. At least three."),
    *(
        Field(("openings", name), f"How a meeting begins: {KINDS[name].title}", "rows", f"{KINDS[name].about} Empty: they cannot be met for that.")
        for name in PURPOSES
        if name != "discovery"
    ),
)
REACTION_WORDS = {
    "acknowledge": "You told them something", "frames_welcome": "You said why you came", "small_talk": "You made small talk", "thanks": "You said thanks",
    "empathy": "You saw what it is like for them", "reflected": "You gave back what they said, rightly", "patient_first": "You put the patient first",
    "admits": "You said that you don't know", "message_fits": "A message that fits them", "message_neutral": "A message that neither fits nor grates",
    "off_lens": "A message for somebody else's job", "repeated": "You said it before", "claim_too_early": "A claim before any need was heard",
    "overclaim": "You claimed more than anyone can know", "monologue": "You talked on and on", "feature_list": "You listed features",
    "flattery": "You flattered them", "disparaged": "You ran somebody down", "pressed": "You pressed them", "step_too_soon": "You asked for a step too soon",
    "silence": "You said nothing", "not_understood": "They did not follow you", "not_mine": "It is not theirs to answer",
    "asked_before": "You asked that before", "initiative": "They bring something up themselves", "time_short": "Time is nearly gone",
    "guessed": "You guessed about their place", "peer": "You offered a peer's word", "own_numbers": "You wanted to look at their own figures",
    "back_again": "You met before", "promise_kept": "You kept what you promised", "promise_broken": "You broke what you promised",
    "secret": "You asked for what is not theirs to give", "abuse": "You were abusive", "foreign": "Another language, or gibberish",
    "ghost": "You put words into their mouth", "barrage": "You asked ten questions at once",
}  # fmt: skip
REACTION = tuple(Field(("reactions", name), REACTION_WORDS.get(name, name.replace("_", " ")), "rows") for name in REACTIONS)
NEED = (
    Field(("need",), "The need", "one"),
    Field(("cost",), "What it costs them", "text"),
    Field(("gate", "topics"), "Asking about one of these leads to it", "many"),
    Field(("gate", "trust"), "Trust it takes", "number"),
    Field(("gate", "open_question"), "Only an open question opens it", "yes"),
    Field(("gate", "builds_on"), "Only when you build on what they just said", "yes"),
    Field(("gate", "cues"), "Only when one of these words is said", "rows", "A name, a form, a number of theirs. Empty: no such condition."),
    Field(("hints",), "Hints, while it is shut", "rows"),
    Field(("disclose",), "When it opens", "rows"),
    Field(("deepen",), "When you ask on", "rows"),
    Field(("opened_by",), "The question that would have opened it", "text"),
)
RAISED = {"claim": "a claim of yours", "offer": "a step you offer", "asked": "a question about one of its topics", "late": "time running out"}
OBJECTION = (
    Field(("title",), "The objection", "line"),
    Field(("raised_by",), "What brings it up", "many", "", tuple(RAISED), lambda name: RAISED[name]),
    Field(("topics",), "Topics that bring it up, when asked about", "many"),
    Field(("behind",), "What is really behind it", "text"),
    Field(("raise",), "How they raise it", "rows"),
    Field(("probed",), "When you ask what is behind it", "rows"),
    Field(("escalate",), "When you argue or walk past it", "rows"),
    Field(("resolved",), "When you took it seriously and answered", "rows"),
    Field(("admitted",), "When you don't know and will find out", "rows"),
)
QUESTION = (
    Field(("title",), "What they want to know", "line"),
    Field(("about",), "What it is about", "one", options=("product", "procedure", "competitor", "peers", "process", "patients")),
    Field(("facts",), "What a right answer says", "rows", "For the debrief."),
    Field(("right",), "What makes an answer right", "groups", "One phrase out of each line must be said. Phrases between commas."),
    Field(("wrong",), "What makes it wrong", "rows", "One of these is enough."),
    Field(("ask",), "How they ask", "rows"),
    Field(("answered",), "When it was answered", "rows"),
    Field(("caught",), "When the answer is wrong and they know it", "rows"),
    Field(("admitted",), "When you don't know and say so", "rows"),
    Field(("evaded",), "When you walk past it", "rows"),
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
ENDING = (
    Field(("endings", "advance", "action"), "The step they can take", "line", "As in: put it on the agenda of the wound committee."),
    Field(("endings", "advance", "owner"), "Who takes it", "line"),
    Field(("endings", "advance", "days"), "Days until then", "number", high=120),
    Field(("endings", "advance", "weekday"), "The day they name", "one", options=DAYS),
    Field(("endings", "advance", "trust"), "Trust it takes", "number"),
    Field(("endings", "advance", "belief"), "What they must believe", "one", options=BELIEFS, words=lambda name: BELIEF_WORDS[name]),
    Field(("endings", "advance", "needs"), "Needs that must have been told", "number", high=5),
    Field(("endings", "advance", "lines"), "How they agree", "rows"),
    Field(("endings", "advance", "firm"), "Asked what could stop it: nothing much", "rows"),
    Field(("endings", "advance", "soft"), "Asked what could stop it: something would", "rows"),
    Field(("endings", "parting"), "You leave, with a step agreed", "rows"),
    Field(("endings", "continuation"), "You leave, with nothing agreed", "rows"),
    Field(("endings", "no_fit"), "You say that it is no fit", "rows"),
    Field(("endings", "referral"), "They name somebody it may suit", "rows"),
    Field(("endings", "cut_short"), "They end it", "rows"),
    Field(("endings", "time_up"), "Time is up", "rows"),
)
FLAT: dict[str, tuple[Field, ...]] = {"Card": CARD, "Opening and lenses": OPENING, "Greetings": GREETING, "Reactions": REACTION, "Endings": ENDING}
REPEATED: dict[str, tuple[str, str, tuple[Field, ...]]] = {
    "Needs": ("needs", "need", NEED),
    "Objections": ("objections", "objection", OBJECTION),
    "Their questions": ("questions", "question", QUESTION),
}
"""Title of a section to its place in the document, what one of its items is called, and the fields of an item."""
TASTES = "Tastes"
SECTIONS = ("Card", "Opening and lenses", TASTES, "Greetings", "Reactions", "Needs", "Objections", "Their questions", "Endings")


def named(field: str) -> str:
    """A dotted field ('needs[0].gate.trust') as the form calls it ('Needs 1, Trust it takes')."""
    parts: list[str | int] = [
        int(part) if part.isdigit() else part for part in field.replace("]", "").replace("[", ".").split(".") if part
    ]  # fmt: skip
    for title, (name, _, fields) in REPEATED.items():
        if parts[:1] == [name]:
            number = parts[1] if len(parts) > 1 and isinstance(parts[1], int) else None
            rest = parts[2:] if number is not None else []
            return ", ".join(filter(None, (f"{title} {number + 1}" if number is not None else title, _labelled(rest, fields))))
    if parts[:1] == ["tastes"]:
        return f"{TASTES}, {' '.join(map(str, parts[1:]))}"
    for title, fields in FLAT.items():
        if found := _labelled(parts, fields):
            return f"{title}, {found}"
    return " ".join(str(part).replace("_", " ") if isinstance(part, str) else f"no. {part + 1}" for part in parts) or "The draft"


def _labelled(parts: list[str | int], fields: tuple[Field, ...]) -> str:
    for field in fields:
        if tuple(parts[: len(field.where)]) == field.where:
            line = next((part for part in parts[len(field.where) :] if isinstance(part, int)), None)
            return field.label if line is None else f"{field.label}, line {line + 1}"
    return ""

"""The fields that stand once in the form of a persona: card, opening, greetings, reactions, interruptions, endings. Data only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from coach.content.base import BELIEFS, LENSES
from coach.content.persona import LIFE, PURPOSES, REACTIONS, SEATS
from coach.content.yamlfile import Where
from coach.pages.look import BELIEF_WORDS
from coach.roleplay.purposes import KINDS

Kind = Literal["line", "text", "rows", "groups", "number", "share", "yes", "one", "many"]
"""line: a few words; text: sentences; rows: a list, one a line; groups: lists of phrases, one list a line, phrases between
commas; number: whole; share: 0 to 1; yes: a tick; one, many: of `options`, or of what `of` names."""

Of = Literal["options", "accounts", "topics", "answered", "needs", "carried", "facts"]
"""Where choices come from: the field itself, the content (accounts, topics, needs), or the draft: the topics it answers, the needs
it carries, its facts."""


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
    of: Of = "options"
    none: str = ""
    """What it is called that nothing is chosen; empty where something must be."""


CARD = (
    Field(("name",), "Name", "line", "Initials will do for a real person."),
    Field(("title",), "Title", "line"),
    Field(("role_family",), "What the job is about", "one", options=LENSES),
    Field(("minutes",), "Minutes they give", "number", low=1, high=240),
    Field(("account",), "Account", "one", "Its message library is what claims are judged by. None: listening practice.", of="accounts", none="none"),
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
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
ENDING = (
    Field(("endings", "advance", "action"), "The step they can take", "line", "As in: put it on the agenda of the wound committee."),
    Field(("endings", "advance", "owner"), "Who takes it", "line"),
    Field(("endings", "advance", "days"), "Days until then", "number", high=120),
    Field(("endings", "advance", "weekday"), "The day they name", "one", options=DAYS, none="none"),
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
AFTER = tuple(
    replace(field, where=("endings", "then", *field.where[2:]), label=f"The step after that: {field.label[:1].lower()}{field.label[1:]}")
    for field in ENDING
    if field.where[:2] == ("endings", "advance")
)
"""The same for the step after the first, of a person who has one."""
LIFE_WORDS = {
    "late": "They come late", "pager": "The pager or the phone goes", "shorter": "The time gets shorter", "walk_in": "A colleague walks in",
    "off_topic": "Their thoughts wander off", "silence": "They fall silent",
}  # fmt: skip
INTERRUPTION = tuple(Field(("life", name), LIFE_WORDS.get(name, name.replace("_", " ")), "rows") for name in LIFE)

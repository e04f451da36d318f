"""The fields of what a person has several of: needs, objections, questions, mistaken beliefs, interests, weeks. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coach.content.base import BELIEFS
from coach.pages.fields import Field
from coach.pages.look import BELIEF_WORDS


@dataclass(frozen=True)
class Items:
    """Several of a kind: what one is called, its fields, what one more begins with, and what they are for, in a line.

    `title` is the place of what an item is called by; `mark` begins the id that one more gets, where it has an id."""

    one: str
    fields: tuple[Field, ...]
    new: dict[str, Any]
    about: str
    title: str = "title"
    mark: str | None = "own_"


NEED = (
    Field(("need",), "The need", "one", of="needs"),
    Field(("cost",), "What it costs them", "text"),
    Field(("gate", "topics"), "Asking about one of these leads to it", "many", of="topics"),
    Field(("gate", "trust"), "Trust it takes", "number"),
    Field(("gate", "open_question"), "Only an open question opens it", "yes"),
    Field(("gate", "builds_on"), "Only when you build on what they just said", "yes"),
    Field(("gate", "kept_promise"), "A promise kept to them stands in for the trust", "yes"),
    Field(("gate", "cues"), "Only when one of these words is said", "rows", "A name, a form, a number of theirs. Empty: no such condition."),
    Field(("facts",), "Facts kept back until it opens", "many", "No other line may tell them before. Facts are written in their own section.", of="facts"),
    Field(("hints",), "Hints, while it is shut", "rows"),
    Field(("disclose",), "When it opens", "rows"),
    Field(("deepen",), "When you ask on", "rows"),
    Field(("opened_by",), "The question that would have opened it", "text"),
)
RAISED = {"claim": "a claim of yours", "offer": "a step you offer", "asked": "a question about one of its topics", "late": "time running out"}
OBJECTION = (
    Field(("title",), "The objection", "line"),
    Field(("raised_by",), "What brings it up", "many", "", tuple(RAISED), lambda name: RAISED[name]),
    Field(("topics",), "Topics that bring it up, when asked about", "many", of="topics"),
    Field(("moot_after",), "Not raised any more once they told you of", "many", "Needs that make it absurd to bring this up.", of="carried"),
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
MISTAKES = {"belief": "believe something that is not so", "memory": "misremember something"}
MISTAKEN = (
    Field(("kind",), "They", "one", options=tuple(MISTAKES), words=lambda name: MISTAKES[name]),
    Field(("topic",), "Asked about this, they say it", "one", "One of the topics they answer. It comes out in about half of the meetings.", of="answered"),
    Field(("says",), "What they say", "rows", "At least two."),
    Field(("truth",), "What is so, and where it stands", "text", "For the debrief."),
    Field(("right",), "What makes it a correction", "groups", "One phrase out of each line must be said. Phrases between commas."),
    Field(("corrected",), "When put right kindly, with something to show for it", "rows"),
    Field(("unsure",), "When contradicted with nothing to show for it", "rows"),
    Field(("stung",), "When made to look foolish", "rows"),
    Field(("agreed",), "When you nod along", "rows"),
)
STAKES = {"adviser": "advise somebody else in the field", "share": "gain or lose by it", "history": "have been let down before"}
STAKE = (
    Field(("kind",), "They", "one", options=tuple(STAKES), words=lambda name: STAKES[name]),
    Field(("text",), "The interest itself", "text", "As it stands in the debrief. They do not mention it unasked."),
    Field(("caps",), "Until it is said or routed around, belief stops at", "one", options=BELIEFS, words=lambda name: BELIEF_WORDS[name]),
    Field(("gate", "topics"), "Asking about one of these leads to it", "many", of="topics"),
    Field(("gate", "trust"), "Trust it takes", "number"),
    Field(("gate", "open_question"), "Only an open question opens it", "yes"),
    Field(("gate", "builds_on"), "Only when you build on what they just said", "yes"),
    Field(("gate", "cues"), "Only when one of these words is said", "rows", "Empty: no such condition."),
    Field(("hints",), "Hints, while it is shut", "rows"),
    Field(("disclose",), "When they say it", "rows"),
    Field(("accused",), "When you accuse them of it", "rows"),
    Field(("around",), "Words that leave the judgement to somebody else", "rows", "One of these is enough, in a question or an offer: somebody independent."),
    Field(("routed",), "When you do that", "rows"),
)
WEEK = (
    Field(("pressure",), "What presses on them", "text"),
    Field(("live",), "The need that is sorest now", "one", "It takes a little less trust this week.", of="carried", none="none of them"),
    Field(("trust",), "Trust, more or less than usual", "number", "-10 to 10.", low=-10, high=10),
    Field(("patience",), "Patience, more or less than usual", "number", "-20 to 20.", low=-20, high=20),
    Field(("greeting",), "How they greet this week", "rows", "At least two. Half of the meetings of this week begin with one."),
    Field(("says",), "Asked about this week, they say", "rows", "At least two. The topic is called: Pressures right now."),
)
_GATE: dict[str, Any] = {"topics": ["priorities"], "trust": 40, "open_question": True, "builds_on": False, "kept_promise": False, "cues": []}
ITEMS: dict[str, Items] = {
    "needs": Items(
        "need",
        NEED,
        {"need": "", "cost": "", "facts": [], "gate": _GATE, "hints": [], "disclose": [], "deepen": [], "opened_by": ""},
        "What they do not volunteer, and what it takes to hear it. At least three.",
        title="need",
        mark=None,
    ),
    "objections": Items(
        "objection",
        OBJECTION,
        {"title": "", "raised_by": ["claim"], "topics": [], "moot_after": [], "behind": ""}
        | {pool: [] for pool in ("raise", "probed", "escalate", "resolved", "admitted")},
        "Reasons against, and what is really behind them. At least four.",
    ),
    "questions": Items(
        "question",
        QUESTION,
        {"title": "", "about": "product"} | {pool: [] for pool in ("facts", "right", "wrong", "ask", "answered", "caught", "admitted", "evaded")},
        "What they ask to test you. At least two.",
        mark="q_own_",
    ),
    "mistaken": Items(
        "mistake",
        MISTAKEN,
        {"kind": "belief", "topic": "", "truth": ""} | {pool: [] for pool in ("says", "right", "corrected", "unsure", "stung", "agreed")},
        "What they have wrong and say in answer to a topic, so that you can put it right, kindly. There may be none.",
        title="says",
        mark="m_own_",
    ),
    "stakes": Items(
        "interest",
        STAKE,
        {"kind": "share", "text": "", "caps": "curious", "gate": _GATE} | {pool: [] for pool in ("hints", "disclose", "accused", "around", "routed")},
        "An interest of their own that keeps them from being convinced. One at most is in play in a meeting. There may be none.",
        title="text",
    ),
    "weeks": Items(
        "week",
        WEEK,
        {"pressure": "", "live": None, "trust": 0, "patience": 0, "greeting": [], "says": []},
        "The weeks in which you may find them. Each meeting is in one of them. There may be none.",
        title="pressure",
        mark="week_own_",
    ),
}
"""By their place in the document."""

"""What in a turn is about the other person's subject, and what only sounds like conversation.

Whoever plays to the score talks about talking: reads the score sheet aloud, lists keywords, praises, asks after every line
whether that was right. None of it is an exchange, however close it comes to what was said. So what answers to somebody
needs words of their subject, and something of one's own beside them; words about the conversation, praise, and sentences
from the sheet are neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from coach.reading.acts import plain
from coach.reading.sentences import content_words

SHEET_FROM = 0.6
SHEET_WORDS = 3
"""A sentence takes this share of its subject from one anchor of the sheet, and at least so many words: it is read aloud."""
LIST_FROM = 5
LIST_WORDS = 2.5
"""So many pieces between commas, so short on average, are a list and no sentence."""

TALK = content_words(
    "say says said saying tell tells told telling talk talking speak mean means meant meaning understand understands understood understanding hear hears "
    "heard hearing listen listening build builds add adds adding check checks checking question questions ask asks asking asked answer answers word words "
    "point points pointed fair share shared sharing correct correctly exactly sense clear sure okay please sorry thanks thank sound sounds follow "
    "interesting something anything everything nothing else way lot bit kind want wants need needs feel feels feeling make makes made give gives given "
    "take takes put see sees saw come comes look looks let work works good great better best new open ready matter matters important "
    "summary picture captured capture accurate description impression follow followed"
)
"""Words about the conversation and words that fit any subject: shared or added, they show nothing."""

PRAISE = re.compile(
    r"\b(?:love|loves|amazing|wonderful|beautiful\w*|hero(?:es)?|angels?|inspir\w+|admir\w+|lucky|fantastic|brilliant|incredible|awesome|excit\w+|"
    r"joy|honou?r(?:ed)?|privilege\w*|passion\w*|dedicat\w+|commitment|committed|thoughtful|resonates?|heartfelt|blessed|adore\w*|rock ?stars?|"
    r"impress\w+|remarkable|outstanding|extraordinary|so (?:important|true|right|special)|(?:means|mean) (?:the world|so much|everything)|world[- ]class|"
    r"proud|journey|appreciate (?:your|you|how|that)|respect (?:your|you|how)|"
    r"(?:great|good|excellent|fabulous|super|lovely) (?:question|point|team|leader|job|work|unit|people))\b"
)
"""Praise, and the warmth that costs nothing. Said about their subject it is still about nothing."""

_LEAD = r"^(?:\W*(?:so|and|well|okay|ok|great|interesting|wow|please|um|sorry|oh|i see|right|go on)\W+)*"
_IT = r"(?:that|this|it|those|these|all of (?:that|these|those))"
CHECKS = re.compile(
    _LEAD
    + rf"(?:(?:is|was|isn't|would) {_IT}(?: be)?(?: so| right| fair| it| correct| true| what you \w+| about right)?(?:,? or (?:is there|am i) .{{0,40}})?|"
    rf"(?:did|do|have|am) i .{{0,30}}|right|correct|yes|no|does {_IT} (?:settle|make sense|sound|speak|answer|cover|help)\b.{{0,60}})\W*$"
)
CHECK_START = re.compile(_LEAD + rf"(?:(?:is|was|isn't|would|does) {_IT}|(?:did|do|have|am) i)\b")
"""A whole sentence that only asks whether one was right."""

PROBES = re.compile(
    _LEAD + rf"(?:(?:can|could|would|will) you )?(?:"
    rf"(?:please )?(?:tell me|say|talk|share|explain)(?: me)?(?: a (?:bit|little))?(?: some)? ?(?:more)?(?: (?:about|on) {_IT})?|help me understand(?: {_IT})?|"
    rf"what(?: do| does| did|'s| is)? (?:that|this|it|you)(?: mean| look| feel| sound)*(?: like| by that| for you| to you)?|"
    rf"what (?:does|do) {_IT} (?:mean|look|feel|lead)\b(?: like| to)?(?: for you| to you| for your (?:team|people))?|"
    rf"how (?:does|do|did) {_IT} (?:make|feel|look|sit|land)\b.{{0,20}}|what (?:do|did) you mean(?: by {_IT})?|(?:what|how) about {_IT}|"
    r"(?:and )?what else|how so|how come|why(?: is that| not| so)?|like what|such as|since when|how often|what happened|go on)\W*$"
)
"""Questions that could be asked after anything. They go on from what was said only where their answer is taken up in turn."""


QUESTION_FIRST = re.compile(
    r"^(?:\W*(?:and|so|but|ok|okay|well|um)\W+)*(?:what|how|who|why|where|when|which|do|does|did|is|are|was|were|could|can|would|will|tell|walk)\b"
)


@lru_cache(maxsize=2_048)
def subject(text: str) -> frozenset[str]:
    """The words of a text that say what it is about."""
    return content_words(text) - TALK


def only_checks(text: str) -> bool:
    """Whether a sentence asks no more than whether one was right: by its form, or because it is about nothing else."""
    low = plain(text).strip()
    return bool(CHECKS.match(low)) or (bool(CHECK_START.match(low)) and not subject(text))


def probes(text: str) -> bool:
    """Whether a question could be asked after anything."""
    return bool(PROBES.match(plain(text).strip()))


def praises(text: str) -> bool:
    return bool(PRAISE.search(plain(text))) and "?" not in text


def lists(text: str) -> bool:
    """Whether a sentence strings words together, between commas or with 'and'."""
    pieces = [piece.split() for piece in re.split(r"[,;:]|\band\b", text) if piece.strip()]
    return len(pieces) >= LIST_FROM and sum(map(len, pieces)) <= LIST_WORDS * len(pieces)


def from_sheet(text: str, sheet: Sequence[frozenset[str]]) -> bool:
    """Whether a statement is read from the anchors of a score sheet, in whatever person. `sheet`: the content words of each.
    Questions are asked and not read: 'what would solving it be worth?' is what the sheet hopes for."""
    if "?" in text or QUESTION_FIRST.match(plain(text)):
        return False
    words = content_words(text)
    return len(words) >= SHEET_WORDS and any(len(words & anchor) >= max(SHEET_WORDS, SHEET_FROM * len(words)) for anchor in sheet)

"""Who is who in a call: guessed from labels and words, for a person to put right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from coach.debrief.formats import Utterance
from coach.reading.acts import plain, question_kind
from coach.reading.sentences import sentences

Side = Literal["rep", "colleague", "stakeholder", "out"]
"""`rep` is whose debrief it is, `colleague` of the same firm, `stakeholder` of the other, `out` nobody."""
SIDES: tuple[Side, ...] = ("rep", "colleague", "stakeholder", "out")

REP = re.compile(r"\b(?:rep|reps|sales\w*|seller|vendor|representative|account (?:manager|executive|exec)|ae|am|me|you)\b", re.IGNORECASE)
OURS = re.compile(r"\b(?:clinical specialist|product|marketing|msl|medical science liaison|field|territory|educator from|our side)\b", re.IGNORECASE)
THEIRS = re.compile(
    r"\b(?:dr|doctor|md|do|rn|np|pa|surgeon|nurse|physician|anesth\w+|pharmac\w+|cfo|coo|ceo|finance|purchasing|buyer|materials|supply|director|chair|"
    r"administrator|infection|customer|client|hcp|committee|value analysis|office manager|coordinator)\b",
    re.IGNORECASE,
)
MACHINE = re.compile(r"\b(?:recorder|recording|transcri\w+|notetaker|captions?|bot|system|zoom ai|voicemail)\b|^\W*$", re.IGNORECASE)
SELLS = re.compile(
    r"\b(?:our (?:\w+ )?(?:product|team|company|platform|trial|data|system|device|solution|customers)|we (?:offer|have a|provide)|"
    r"you'll love|i(?:'ll| will| can) (?:send|email|bring))\b"
)
TRADE = re.compile(
    r"\b(?:patients?|products?|devices?|dressings?|drugs?|biologics?|pumps?|implants?|samples?|trial(?:s|ed)?|stud(?:y|ies)|evidence|data|clinic\w*|hospital\w*|"
    r"surg\w+|nurs\w+|wards?|budget\w*|price\w*|cost(?:s|ing)?|contract\w*|vendors?|purchas\w+|committee|formulary|reimburs\w+|authori[sz]ation|evaluation|"
    r"demo|quote|order(?:s|ing)?|staff|shifts?|training|infection\w*|wounds?|dos(?:e|es|ing)|prescri\w+|payers?|copay|inventory|suppl(?:y|ier|iers)|"
    r"our (?:company|team|customers?)|procedures?|cases)\b",
    re.IGNORECASE,
)
SPARSE = 250
"""A talk of this many words for each word of the trade, or more, is about something else: in calls it is one in 10 to 40."""


def rep_of(said: Sequence[Utterance]) -> str:
    """The rep's name as it stands: one that says so; else who asks and offers most, and among equals who speaks first.
    `said` is not empty."""
    names = _names(said)
    titled = [name for name in names if REP.search(name) and not THEIRS.search(name)] or [name for name in names if REP.search(name)]
    if titled:
        return titled[0]
    people = [name for name in names if not MACHINE.search(name)] or names
    sounds = {name: _like_a_rep(said, name) for name in people}
    return max(people, key=lambda name: (sounds[name], -people.index(name)))


def guessed(said: Sequence[Utterance]) -> dict[str, Side]:
    """Every speaker's side, in the order in which they first speak. `said` is not empty."""
    rep = None if nobody_sells(said) else rep_of(said)
    return {name: "rep" if name == rep else _other(said, name) for name in _names(said)}


def nobody_sells(said: Sequence[Utterance]) -> bool:
    """Whether nobody is called a rep, asks anything or offers anything, so that any guess would be a throw of dice."""
    return not any(REP.search(name) or _like_a_rep(said, name) for name in _names(said))


def _other(said: Sequence[Utterance], name: str) -> Side:
    if MACHINE.search(name):
        return "out"
    if THEIRS.search(name):
        return "stakeholder"
    words = plain(" ".join(item.text for item in said if item.speaker == name))
    return "colleague" if REP.search(name) or OURS.search(name) or len(SELLS.findall(words)) >= 2 else "stakeholder"


def unclear(sides: Mapping[str, Side]) -> str:
    """Why a call cannot be scored with these sides, in a line; empty where it can."""
    mine = [name for name, side in sides.items() if side == "rep"]
    if len(mine) != 1:
        return "Say which one of them you are." if not mine else "Only one of them can be you; make the others colleagues of yours."
    if "stakeholder" not in sides.values():
        return "Nobody is on the other side. A debrief needs you and somebody you spoke with."
    return ""


def no_sales_talk(said: Sequence[Utterance]) -> str:
    """A line where nobody seems to sell or to be sold to, as in a film's subtitles; empty for a call."""
    text = " ".join(item.text for item in said)
    words = len(text.split())
    heard = len(TRADE.findall(text)) + len(SELLS.findall(plain(text)))
    if words >= 20 and heard * SPARSE < words:
        return "This does not look like a sales conversation: nobody asks about patients, work or cost, and nobody offers anything of ours."
    return ""


def _names(said: Sequence[Utterance]) -> list[str]:
    return list(dict.fromkeys(item.speaker for item in said))


def _like_a_rep(said: Sequence[Utterance], name: str) -> int:
    """Sentences that ask, offer something, or speak of what 'our' side has: the rep asks most, or else sells most."""
    pieces = [piece.text for item in said if item.speaker == name for piece in sentences(item.text)]
    return sum(question_kind(text) is not None or bool(SELLS.search(plain(text))) for text in pieces)

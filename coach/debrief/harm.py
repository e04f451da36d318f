"""Suspected harms and failures in what was said in a real call, whoever said it.

They are shown before anything else is done with the call, names and all, because whoever heard of one has to report it the
same day, through their own company's route. This product is never that route. The words come out of the claim rules'
`adverse_event`; here they are looked for on both sides, and it is better to show one too many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from coach.debrief.formats import Utterance
from coach.messages.claims import ClaimCheck, Rule
from coach.reading.records import Record
from coach.reading.sentences import Sentence, sentences

FAILED = re.compile(
    r"\b(?:(?:stopped|quit)(?: working)?|died on (?:us|me|him|her)|failed|"
    r"malfunction\w*|broke(?:n)?|leak(?:ed|ing)|came (?:off|apart|loose)|fell (?:off|apart)|"
    r"jammed|misfired|shut (?:off|down)|wouldn't (?:start|hold|seal|stop)|alarm(?:ed|ing) (?:all|for|and)|"
    r"cracked|snapped|was (?:defective|faulty|contaminated))\b",
    re.IGNORECASE,
)
NO_HARM = re.compile(
    r"\b(?:burn(?:ed|t|ing|s)? (?:out|through)|sick (?:of|leave|day|time)|(?:call(?:s|ed|ing)?|out) (?:in |out )?sick|pain (?:in the|points?)|"
    r"hurts? (?:our|my|the) (?:numbers?|budget|margin|figures)|dead (?:end|line|last|tired|wrong|set)|crashed the|"
    r"headaches? (?:for|to) (?:me|us|my|purchasing|billing))\b",
    re.IGNORECASE,
)
"""Words of harm that mean none."""
OURS = re.compile(r"\b(?:your|yours)\b(?! (?:trial|study|paper|rep|company|team|committee))", re.IGNORECASE)


class Suspected(Record):
    """`turn` counts utterances from 0. `kind`: a harm to somebody, or the product failing."""

    turn: int
    quote: str
    kind: Literal["harm", "failure"]


def suspected(said: Sequence[Utterance], check: ClaimCheck | None) -> list[Suspected]:
    """What may have to be reported, in its order; one for each sentence. [] without rules to look with."""
    rule = check.rule("adverse_event") if check is not None else None
    if rule is None:
        return []
    found: list[Suspected] = []
    before = ""
    for turn, item in enumerate(said):
        pieces = sentences(item.text.replace("\u2019", "'"))
        asked = bool(before.rstrip().endswith("?") and rule.has("product", before))
        found += _in(turn, pieces, rule, asked)
        before = pieces[-1].text if pieces else before
    return found


def _in(turn: int, pieces: list[Sentence], rule: Rule, asked: bool) -> list[Suspected]:
    """In one utterance. The product may be named in the sentence, in the one beside it, or in the question it answers."""
    found = []
    named = [rule.has("product", piece.text) is not None for piece in pieces]
    for at, piece in enumerate(pieces):
        text = piece.text
        near = asked or any(named[max(0, at - 1) : at + 2])
        if text.endswith("?") or rule.has("not_harm", text) or not near:
            continue
        if rule.has("harm", NO_HARM.sub("", text)) and rule.has("somebody", text):
            found.append(Suspected(turn=turn, quote=text, kind="harm"))
        elif FAILED.search(text) and (OURS.search(text) or named[at]):
            found.append(Suspected(turn=turn, quote=text, kind="failure"))
    return found

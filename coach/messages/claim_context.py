"""The claim rules that need more than the words: the library, or what the other said just before.

Pure functions from a sentence (or a turn) to findings. Every word list is out of the rule's entry in the pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.messages.claim_numbers import TIMES, Figure, figures
from coach.messages.claim_sources import Sources

if TYPE_CHECKING:
    from coach.messages.claims import ClaimCheck, Finding, Piece, Rule, Said

STATUS_FROM = 0.78
STATUS_MARGIN = 0.04
"""A barred message counts as said from this cosine, if no approved one is about as close."""
ALSO_APPROVED_FROM = 0.93
FIGURE_STATUS_FROM = 0.35
"""Enough where a figure stands in no message that may be used."""
ANCHOR_FROM = 0.6
"""Cosine from which a sentence with a wrong number is taken for that message, told wrongly."""
PEOPLE_FROM = 20
"""A bare count below this is talk; from here on it is a denominator."""
BENEFIT_TYPES = ("efficacy", "economic")
GRAVER = {"relative", "drift", "unsupported", "absolute", "superlative", "economic", "off_label", "comparison", "status"}
"""One fault is told once: where one of these was found in a sentence, its missing balance is not held against it as well."""


def status(check: ClaimCheck, piece: Piece, sources: Sources) -> Iterator[Finding]:
    """A message that may not be used here, by its meaning or by a figure that only it has."""
    rule = check.rule("status")
    if rule is None or rule.has("disowns", piece.straight):
        return
    said = figures(piece.straight)
    near, other = piece.barred, piece.approved
    by_figure = next((id for figure in said for gone, id in sources.gone if figure.telling and figure.unit and figure.same(gone)), None)
    # The same result often stands in an approved message too; then only its very words are the barred one.
    enough = ALSO_APPROVED_FROM if sources.sharing(said) else STATUS_FROM
    if by_figure is not None and (near is None or near.score >= FIGURE_STATUS_FROM):
        id = near.id if near is not None and near.score >= STATUS_FROM else by_figure
    elif near is not None and _closer(near.score, other.score if other else 0.0, enough):
        id = near.id
    else:
        return
    if id in sources.barred:
        yield rule.found(piece.text, f"it {sources.barred[id]}.", id)


def _closer(barred: float, approved: float, enough: float) -> bool:
    """Close and a little closer than what is approved; or fairly close, and nothing approved is anywhere near."""
    return (barred >= enough and barred >= approved + STATUS_MARGIN) or (enough == STATUS_FROM and barred >= 0.66 and barred >= approved + 3 * STATUS_MARGIN)


def numbers(check: ClaimCheck, piece: Piece, said: Said, sources: Sources, here: list[Finding]) -> Iterator[Finding]:
    """A figure of the product's that nothing supports, or that differs from the message it belongs to."""
    unsupported, drift = check.rule("unsupported"), check.rule("drift")
    if unsupported is None or drift is None or any(finding.rule == "status" for finding in here):
        return
    text = piece.straight
    all_said = [figure for figure in figures(text) if not _theirs(figure, said.previous)]
    relative = check.rule("relative")
    spans = [match.span() for match in relative.fires.finditer(text)] if relative else []
    stated = [figure for figure in all_said if not any(start <= figure.start < end for start, end in spans)]
    if not stated or not unsupported.has("subject", text):
        return
    if unsupported.has("theirs", text) and not re.search(r"\b(?:trial|registry|study|studies|ours?|we)\b", text, re.IGNORECASE):
        return
    if check.taken_back(piece, stated[0].start, said):
        return
    anchor = _anchor(piece, said, sources, stated)
    for figure in stated:
        rough = drift.has("roughly", text[max(0, figure.start - 25) : figure.end + 25]) is not None or drift.has("roughly", said.text[-40:]) is not None
        if sources.knows(figure) or (rough and sources.rounds(figure)):
            continue
        quote = piece.text[figure.start : figure.end]
        if anchor is not None and _unit_of(figure, anchor, sources):
            yield drift.found(quote, f"{quote} is not in {anchor}.", anchor)
            return
        if _claims(figure) and not unsupported.has("logistics", text):
            yield unsupported.found(quote)
            return
    if wrong := _other_endpoint(drift, text, stated, sources):
        yield drift.found(piece.text[wrong[0] : wrong[1]], "the figure belongs to another endpoint.", anchor)


def _theirs(figure: Figure, previous: str) -> bool:
    return any(figure.same(other) for other in figures(previous.replace("\u2019", "'")))


def _claims(figure: Figure) -> bool:
    """Whether a figure says something by itself; a length of time or a small count does not."""
    if figure.unit in TIMES:
        return False
    return figure.telling or figure.ratio or (figure.unit == "people" and figure.value >= PEOPLE_FROM)


def _anchor(piece: Piece, said: Said, sources: Sources, stated: list[Figure]) -> str | None:
    """The message that a sentence tells, rightly or wrongly: one whose figures the turn shares, or that it comes close to."""
    shared = sources.sharing([figure for figure in figures(said.text.replace("\u2019", "'")) if figure.telling])
    if shared is not None:
        return shared.id
    if piece.approved is not None and piece.approved.score >= ANCHOR_FROM:
        return piece.approved.id
    return None


def _unit_of(figure: Figure, anchor: str, sources: Sources) -> bool:
    """Whether the message has a figure of that kind, which this one could be a slip of."""
    own = [other for line in sources.lines if line.message is not None and line.message.id == anchor for other in line.figures]
    if figure.unit in TIMES:
        return any(other.unit in TIMES for other in own)
    return (figure.telling or figure.unit == "people" or figure.ratio) and any(figure.fits(other) for other in own)


def _other_endpoint(drift: Rule, text: str, stated: list[Figure], sources: Sources) -> tuple[int, int] | None:
    """Where a known figure stands beside another endpoint than in every line of the library."""
    groups = [drift.lists[name] for name in drift.lists if name.startswith("endpoints")]
    for figure in stated:
        if not figure.telling or figure.unit == "money":
            continue
        lines = [(line, other) for line in sources.lines for other in line.figures if figure.same(other) and figure.unit != ""] or [
            (line, other) for line in sources.lines for other in line.figures if figure.same(other)
        ]
        for group in groups:
            mine = _nearest(group, text, figure)
            if mine is None:
                continue
            theirs = [_nearest(group, line.text, other) for line, other in lines]
            named = {index for index in theirs if index is not None}
            mentioned = any(group[mine].search(line.text) for line, _ in lines) if len(named) > 1 else False
            if named and mine not in named and not mentioned:
                return figure.start, figure.end
    return None


def _nearest(group: list[re.Pattern[str]], text: str, figure: Figure) -> int | None:
    """Which of some endpoints a figure belongs to: the last one named before it, or else the first after it."""
    named = [(match.start(), at) for at, one in enumerate(group) for match in one.finditer(text)]
    before = [(start, at) for start, at in named if start < figure.start]
    return max(before)[1] if before else min(named)[1] if named else None


def outcomes(check: ClaimCheck, piece: Piece, sources: Sources, here: list[Finding]) -> Iterator[Finding]:
    """A benefit, without a number, in an outcome that no study compared or where it made no difference."""
    rule = check.rule("unsupported")
    if rule is None or {finding.rule for finding in here} & (GRAVER | {"clearance"}):
        return
    claim = _benefit(check, rule, piece)
    if claim is not None and not sources.shows(claim[1]):
        yield rule.found(piece.text[claim[0].start() : claim[0].end()])


def _benefit(check: ClaimCheck, rule: Rule, piece: Piece) -> tuple[re.Match[str], re.Pattern[str]] | None:
    """A benefit that is claimed for the product: the words, and the outcome's pattern."""
    text = piece.straight
    subject = rule.has("subject", text)
    if not subject or rule.has("theirs", text):
        return None
    verb = rule.has("benefit", text)
    if verb is None or check.taken_back(piece, verb.start()):
        return None
    for outcome in rule.lists.get("outcome", []):
        for match in outcome.finditer(text):
            if rule.has("unchanged", text[match.end() :]):
                continue
            if abs(match.start() - verb.start()) <= 60 and not check.taken_back(piece, match.start()):
                return match, outcome
    return None


def balance(check: ClaimCheck, piece: Piece, said: Said, sources: Sources, here: list[Finding]) -> Iterator[Finding]:
    """A benefit that the library supports, in a turn that gives none of its limits."""
    rule, unsupported = check.rule("balance"), check.rule("unsupported")
    if rule is None or unsupported is None or {finding.rule for finding in here} & GRAVER:
        return
    if rule.has("limits", said.text.replace("\u2019", "'")) or rule.has("wishes", piece.straight):
        return
    stated = [figure for figure in figures(piece.straight) if figure.telling and not _theirs(figure, said.previous) and sources.knows(figure)]
    message = sources.sharing(stated, 2, BENEFIT_TYPES)
    near = piece.approved
    if message is None and stated and near is not None and near.score >= ANCHOR_FROM and sources.messages[near.id].claim_type in BENEFIT_TYPES:
        message = sources.messages[near.id]
    claimed = message is not None
    if not claimed and (claim := _benefit(check, unsupported, piece)) is not None and sources.shows(claim[1]):
        claimed = True
        message = sources.messages[near.id] if near is not None and near.score >= ANCHOR_FROM else None
    if claimed:
        why = f"{message.id} has: {message.balance}" if message is not None and message.balance else ""
        yield rule.found(piece.text, why, message.id if message else None)


def economic(check: ClaimCheck, piece: Piece, said: Said) -> Iterator[Finding]:
    """A saving, in a turn that says neither whose it is, nor over what time, nor on what assumptions: two of them are enough."""
    rule = check.rule("economic")
    if rule is None or rule.has("refuses", said.text.replace("\u2019", "'")):
        return
    if sum(rule.has(name, said.text) is not None for name in ("perspective", "horizon", "assumptions")) >= 2:
        return
    if match := check.match(rule, piece, said):
        yield rule.found(piece.text[match.start() : match.end()].strip())


def off_label(check: ClaimCheck, piece: Piece, said: Said) -> Iterator[Finding]:
    """A use outside the indication that is spoken for. Answering a question about one is a warning; opening it is a block."""
    rule = check.rule("off_label")
    text = piece.straight
    if rule is None or rule.has("declines", text):
        return
    asked = rule.uses.search(said.previous) is not None
    match = rule.uses.search(text)
    if match is None:
        if asked and rule.has("affirms", text) and not rule.has("declines", said.text.replace("\u2019", "'")) and "?" in said.previous:
            yield rule.found(piece.text, "They asked, and it was not declined.", severity="warn")
        return
    if check.asks(piece) and not rule.has("suggests", text):
        return
    if not rule.has("promotes", text) or check.taken_back(_no_if(piece), match.start(), said, match.group(0)):
        return
    yield rule.found(piece.text[match.start() : match.end()], severity="warn" if asked else None)


def _no_if(piece: Piece) -> Piece:
    """'If the wound is open, use it' recommends: there `if` takes nothing back."""
    return replace(piece, text=re.sub(r"\bif\b", "as", piece.text, flags=re.IGNORECASE))


def adverse_event(check: ClaimCheck, said: Said) -> Iterator[Finding]:
    """A harm in what the other said just before, with the product, that the turn neither takes down nor passes on."""
    rule = check.rule("adverse_event")
    if rule is None or not said.text.strip():
        return
    for heard in re.split(r"(?<=[.!])\s+", said.previous.replace("\u2019", "'")):
        if heard.endswith("?") or rule.has("not_harm", heard) or not rule.has("somebody", heard):
            continue
        harm = rule.has("harm", heard)
        if harm and rule.has("product", heard):
            answer = said.text.replace("\u2019", "'")
            if not rule.has("taken_up", answer) and not rule.has("details", answer):
                yield rule.found(said.pieces[0].text if said.pieces else said.text, f"(They said: {harm.group(0)}.)")
            return

"""What each sentence of a pitch is there for: a person, a pain, evidence, a limit, the ask, ourselves, a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from coach.content.library import Library, Message
from coach.content.mirror import MirrorRules, any_of, any_word
from coach.debrief.mirror_records import Role, Shown
from coach.messages.vectors import Embedder, rounded
from coach.reading.acts import plain
from coach.reading.dates import dates, resolved
from coach.reading.records import Claim, Commitment, MessageHit, Reading
from coach.reading.sentences import is_small

HEAP_SHARE = 0.25
"""Share of the little words below which a sentence of several pieces is catchwords in a row, as nobody talks."""
HEAP_PIECES = 3
STRUNG, STRUNG_WORDS, STRUNG_SHARE = 5, 6, 0.8
"""Five pieces and more, most of them of at most six words, are strung together whatever the words are."""
QUOTED_FROM = 0.8
"""Cosine from which a sentence is the approved message, and no longer talk about what hurts."""
FACT = "a fact of the product"
"""What stands for an id where a sentence says what product.yaml says."""
LIMIT_WITHIN = 2
"""Sentences between evidence and its limit."""
_SEPARATOR = re.compile(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
_IT = re.compile(r"^(?:and |so |but )?(?:it|it's|they|this|that)\b")


class Reads(Protocol):
    """Whoever reads a turn (coach.reading.reader.Reader)."""

    def read(self, text: str, previous: str = "", on: date | None = None, today: date | None = None) -> Reading: ...


@dataclass
class Heard:
    """One sentence with what was found in it. `items`: things in a row; `empty`: words that carry nothing, with why."""

    text: str
    start: int
    end: int
    heap: bool = False
    ours: bool = False
    person: bool = False
    moment: bool = False
    anybody: bool = False
    greets: bool = False
    limit: bool = False
    ask: Commitment | None = None
    proof: str | None = None
    verbatim: bool = False
    items: int = 1
    empty: list[Shown] = field(default_factory=list)

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True)
class Hearing:
    """A whole pitch. `messages`: approved messages delivered in a real sentence, by the words that delivered them."""

    sentences: list[Heard]
    messages: list[MessageHit]
    claims: list[Claim]
    commitments: list[Commitment]

    @property
    def words(self) -> int:
        return sum(one.words for one in self.sentences)


def hear(text: str, reads: Reads, embedder: Embedder, rules: MirrorRules, library: Library | None, on: date) -> Hearing:
    """What each sentence of a pitch does. Nothing of it knows who listens."""
    reading = reads.read(text, "", on)
    names = "|".join(re.escape(name.split()[0]) for name in (library.product.name, library.product.company)) if library else ""
    patterns = {name: any_of(getattr(rules, name), names) for name in ("person", "moment", "anybody", "ours", "greeting", "limits", "asks")}
    found: list[Heard] = []
    for span in reading.spans:
        one = Heard(text[span.start : span.end], span.start, span.end)
        low = plain(one.text)
        one.items, one.heap = len([piece for piece in _SEPARATOR.split(one.text.strip(" .!?")) if piece.strip()]), _heap(low)
        after = bool(found) and found[-1].ours and bool(_IT.search(low))
        one.ours = bool(patterns["ours"].search(low)) or after
        one.person, one.moment, one.anybody = (bool(patterns[name].search(low)) for name in ("person", "moment", "anybody"))
        one.greets = bool(patterns["greeting"].search(low)) and not one.ours
        one.limit = bool(patterns["limits"].search(low)) and not one.heap
        found.append(one)
    messages = [hit for hit in reading.messages if hit.score >= rules.numbers.proof_from and not _in_heap(hit, found)]
    _prove(found, messages, embedder, rules, library)
    _near_proof(found)
    _ask(found, reading.commitments, text)
    for one in found:
        if not one.heap and (one.ask is None or one.ask.actor == "rep" or one.ask.on is None):
            one.ask = _asked(one.text, patterns["asks"], on) or one.ask
    _empty(found, text, rules, [hit.quote for hit in messages if hit.score == 1.0])
    return Hearing(found, messages, _standing(reading, found, reads, on), reading.commitments)


def is_list(one: Heard, rules: MirrorRules) -> bool:
    """A story may say three things in a row and then another; what is about us, or holds no little words, may not."""
    return one.items >= rules.numbers.list_items and (one.heap or (one.ours and not one.verbatim and one.ask is None))


def role(one: Heard, pain: bool, rules: MirrorRules) -> Role:
    """What a sentence is there for, first of all."""
    if one.heap or is_list(one, rules):
        return "list"
    if one.ask is not None:
        return "ask"
    if one.proof:
        return "proof"
    if one.limit:
        return "limit"
    if one.person and not one.ours:
        return "person"
    return "pain" if pain else "ours" if one.ours else "other"


def may_hurt(one: Heard) -> bool:
    """Whether a sentence could tell of a pain: not about us, no approved claim and no limit of one, no list, and nothing empty in it."""
    return not (one.heap or one.ours or one.verbatim or one.limit or one.empty or one.greets)


def _heap(low: str) -> bool:
    pieces = [piece.split() for piece in re.split(r"[,;]", low) if piece.strip()]
    words = re.findall(r"[^\W_]+(?:'\w+)?", low)
    if len(pieces) >= STRUNG and sum(len(piece) <= STRUNG_WORDS for piece in pieces) >= STRUNG_SHARE * len(pieces):
        return True
    return len(pieces) >= HEAP_PIECES and sum(map(is_small, words)) < HEAP_SHARE * len(words)


def _in_heap(hit: MessageHit, found: list[Heard]) -> bool:
    return any(one.heap and one.text in hit.quote for one in found)


def _prove(found: list[Heard], messages: list[MessageHit], embedder: Embedder, rules: MirrorRules, library: Library | None) -> None:
    """Mark what says an approved message, a fact of the product or a piece of a delivered message's balance."""
    if library is None or not found:
        return
    vectors = embedder.embed([one.text for one in found])
    facts = [*library.product.facts, *library.product.risks]
    near = vectors @ embedder.embed(facts).T
    bodies = {message.id: message for message in library.messages.messages}
    limits = [piece for hit in messages for piece in re.split(r"(?<=[.;])\s+", bodies[hit.id].balance or "") if len(piece.split()) >= 3]
    bounds = vectors @ embedder.embed(limits).T if limits else None
    for at, one in enumerate(found):
        if one.heap:
            continue
        hit = next((hit for hit in messages if _says(one.text, hit, bodies[hit.id])), None)
        if hit is not None:
            one.proof, one.verbatim = hit.id, hit.score >= QUOTED_FROM
        elif one.words >= 5 and rounded(near[at].max()) >= rules.numbers.proof_from:
            one.proof = FACT
            one.verbatim = rounded(near[at].max()) >= QUOTED_FROM
        if bounds is not None and rounded(bounds[at].max()) >= rules.numbers.limit_from:
            one.limit = True


def _says(sentence: str, hit: MessageHit, message: Message) -> bool:
    """Whether a sentence is the one that delivered a message, or another sentence of that message, word for word."""
    return sentence in hit.quote or hit.quote in sentence or any(sentence in text for text in (message.text, *message.variants))


def _near_proof(found: list[Heard]) -> None:
    """A limit limits something: what stands far from any evidence is talk."""
    proofs = [at for at, one in enumerate(found) if one.proof]
    for at, one in enumerate(found):
        one.limit = one.limit and any(abs(at - other) <= LIMIT_WITHIN for other in proofs)


def _ask(found: list[Heard], commitments: Sequence[Commitment], text: str) -> None:
    at = 0
    for commitment in commitments:
        place = text.find(commitment.action, at)
        if place < 0:
            continue
        at = place
        for one in found:
            if one.start <= place < one.end and not one.heap and (one.ask is None or _firmer(commitment, one.ask)):
                one.ask = commitment


def _asked(sentence: str, asks: re.Pattern[str], on: date) -> Commitment | None:
    """A request with a day in it, whatever is asked for: said alone and at the end, it is the ask, though in talk it might be none."""
    low = plain(sentence)
    match = asks.search(low)
    if match is None or not low.rstrip("\"')").endswith("?"):
        return None
    for day in dates(low):
        words = sentence[day.start : day.end].strip(" ,")
        if day.start > match.start() and (when := resolved(words, on)):
            return Commitment(actor="stakeholder", action=sentence[match.start() :].strip(), date=words, on=when)
    return None


def _firmer(one: Commitment, other: Commitment) -> bool:
    return (one.actor == "stakeholder", one.on is not None) > (other.actor == "stakeholder", other.on is not None)


def _empty(found: list[Heard], text: str, rules: MirrorRules, approved: list[str]) -> None:
    """Words that carry nothing. An approved message said as it stands may hold any of them."""
    spared = [(place, place + len(quote)) for quote in approved if (place := text.find(quote)) >= 0]
    for group in rules.empty:
        words, unless = any_word(list(group.words)), any_word(list(group.unless))
        for one in found:
            low = plain(one.text)
            taken_back = [match.span() for match in unless.finditer(low)]
            for match in words.finditer(low):
                inside = any(start <= match.start() and match.end() <= stop for start, stop in taken_back)
                if not inside and not any(start <= one.start + match.start() < stop for start, stop in spared):
                    one.empty.append(Shown(quote=one.text[match.start() : match.end()], why=f"{group.title}: {group.why}"))


def _standing(reading: Reading, found: list[Heard], reads: Reads, on: date) -> list[Claim]:
    """What the claim check objects to in the whole pitch and again in the sentence with the one before it. In a meeting, what belongs
    to a figure stands in the same turn; a pitch is minutes long, and 'on day five' at its beginning is no wrong figure of a trial told at its end."""
    if not reading.claims:
        return []
    again: dict[int, set[tuple[str, str]]] = {}

    def stands(claim: Claim, at: int) -> bool:
        if at not in again:
            passage = " ".join(one.text for one in found[max(0, at - 1) : at + 1])
            again[at] = {(one.rule, one.quote) for one in reads.read(passage, "", on).claims}
        return (claim.rule, claim.quote) in again[at]

    places = {claim: [at for at, one in enumerate(found) if claim.quote in one.text] for claim in reading.claims}
    return [claim for claim, at in places.items() if not at or any(stands(claim, one) for one in at)]

"""Names and identifiers in a transcript, found by rules and shown to a person before anything is kept.

The kinds follow the eighteen of the United States' privacy rule, 45 CFR 164.514(b)(2)(i), (A) to (R):

    (A) names                          name, initials        (J) account numbers               record
    (B) places smaller than a state    address, hospital,    (K) certificate and licence no.   licence
                                       room                  (L) vehicles and their plates     vehicle
    (C) dates but for the year, and    date, age             (M) devices and serial numbers    device
        ages over 89                                         (N) web addresses                 url
    (D) telephone, (E) fax numbers     phone                 (O) IP addresses                  ip
    (F) e-mail addresses               email                 (P) biometrics, (Q) photographs   not in a transcript
    (G) social security numbers        ssn                   (R) any other unique number       record, room
    (H) medical record, (I) plan       record
        numbers

A date counts only where it is tied to a patient: "let's meet on March 3rd" stays. What a debrief needs stays as well:
percentages, minutes, sums of money, numbers of patients. No rule is complete; that is why a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coach.debrief import private_rules as rules
from coach.debrief.formats import Utterance
from coach.debrief.private_names import Names, in_label
from coach.debrief.private_words import GENERIC_PLACE
from coach.reading.sentences import sentences

KINDS = {
    "name": "Names", "initials": "Initials", "phone": "Telephone numbers", "email": "E-mail addresses", "url": "Web addresses", "ip": "Network addresses",
    "address": "Addresses", "hospital": "Hospitals and clinics", "room": "Rooms, beds and wards", "date": "Dates of a patient", "age": "Ages over 89",
    "ssn": "Social security numbers", "record": "Record, plan and account numbers", "licence": "Licence numbers", "vehicle": "Number plates",
    "device": "Serial numbers", "other": "Added by you",
}  # fmt: skip
CALLED = {"ssn": "number", "record": "number", "licence": "number", "vehicle": "number", "device": "serial number", "url": "web address", "ip": "web address",
          "email": "e-mail", "age": "age over 89", "other": "removed"}  # fmt: skip
"""What stands in the brackets instead, where it is not the kind itself."""


@dataclass(frozen=True)
class Finding:
    """Something that may say who somebody is. `turn` counts utterances from 0; `quote` are its words between `start` and `end`
    there. `replacement` stands for the same thing everywhere; `rule` says what found it."""

    kind: str
    quote: str
    turn: int
    start: int
    end: int
    replacement: str
    rule: str

    @property
    def key(self) -> tuple[str, str]:
        """The same for every place where the same words were found."""
        return self.kind, " ".join(self.quote.lower().split())


def identifiers(said: Sequence[Utterance], ours: Iterable[str] = ()) -> list[Finding]:
    """Everything found in a transcript, in its order; no two overlap. `ours` are words with a capital that are nobody's name: our
    product, our company."""
    names = Names([item.speaker for item in said], ours)
    spans: list[list[tuple[int, int, str, str]]] = []
    for item in said:
        taken = _Taken()
        for kind, rule, start, end in _in_text(item.text):
            taken.add(start, end, kind, rule)
        for rule, start, end in names.heard(item.text):
            taken.add(start, end, "name", rule)
        spans.append(taken.spans)
    # A name that was found once is found everywhere, as it is said the second time.
    for item, found in zip(said, spans, strict=True):
        taken = _Taken(found)
        for start, end in names.again(item.text):
            taken.add(start, end, "name", "said_again")
    numbers = _Numbers(names)
    return [
        Finding(kind, item.text[start:end], turn, start, end, numbers.of(kind, item.text[start:end]), rule)
        for turn, (item, found) in enumerate(zip(said, spans, strict=True))
        for start, end, kind, rule in sorted(found)
    ]


def typed(said: Sequence[Utterance], words: str, before: Iterable[Finding] = ()) -> list[Finding]:
    """Every place where words that somebody typed stand, in any case; [] where nowhere. `before` is what was found already:
    places inside it are left out."""
    wanted = " ".join(words.split())
    if not wanted:
        return []
    edges = (r"(?<!\w)" if wanted[0].isalnum() else "", r"(?!\w)" if wanted[-1].isalnum() else "")
    pattern = re.compile(edges[0] + r"\s+".join(map(re.escape, wanted.split())) + edges[1], re.IGNORECASE)
    before = list(before)
    known = {item.replacement for item in before if item.kind == "other"}
    number = len(known) + 1
    taken: dict[int, list[tuple[int, int]]] = {}
    for item in before:
        taken.setdefault(item.turn, []).append((item.start, item.end))
    return [
        Finding("other", match.group(), turn, match.start(), match.end(), f"[removed {number}]", "typed")
        for turn, item in enumerate(said)
        for match in pattern.finditer(item.text)
        if not any(start < match.end() and match.start() < end for start, end in taken.get(turn, []))
    ]


def redacted(said: Sequence[Utterance], findings: Iterable[Finding]) -> list[Utterance]:
    """The transcript with these findings taken out, and the names of all speakers out of their labels."""
    by_turn: dict[int, list[Finding]] = {}
    for item in findings:
        by_turn.setdefault(item.turn, []).append(item)
    labels = labelled([item.speaker for item in said])
    return [Utterance(labels[item.speaker], _without(item.text, by_turn.get(turn, []))) for turn, item in enumerate(said)]


def labelled(speakers: Sequence[str]) -> dict[str, str]:
    """What each speaker is called in the end: 'Dr. Lee' becomes 'Dr. [name 1]', 'Surgeon' stays. Nobody decides about these:
    the debrief needs to tell speakers apart, not to know who they are."""
    names = Names(speakers)
    return {label: in_label(label, names.of_speaker(label)) for label in dict.fromkeys(speakers)}


def sentence_of(text: str, start: int, end: int) -> tuple[str, int]:
    """The sentence around a place, and where it begins; the whole text where it is cut elsewhere."""
    around = [piece for piece in sentences(text) if piece.start <= start and end <= piece.end]
    return (around[0].text, around[0].start) if around else (text, 0)


def _without(text: str, findings: list[Finding]) -> str:
    for item in sorted(findings, key=lambda item: -item.start):
        text = text[: item.start] + item.replacement + text[item.end :]
    return text


class _Taken:
    """Spans that do not overlap; the first to come stays."""

    def __init__(self, spans: list[tuple[int, int, str, str]] | None = None) -> None:
        self.spans = spans if spans is not None else []

    def add(self, start: int, end: int, kind: str, rule: str) -> None:
        if start < end and not any(left < end and start < right for left, right, _, _ in self.spans):
            self.spans.append((start, end, kind, rule))


class _Numbers:
    """Which of its kind something is: the same words, the same number."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._seen: dict[tuple[str, str], int] = {}

    def of(self, kind: str, quote: str) -> str:
        if kind == "name":
            return self._names.bracket(quote)
        called = CALLED.get(kind, kind)
        if kind == "age":
            return f"[{called}]"
        words = (called, re.sub(r"\W+", "", quote.lower()))
        if words not in self._seen:
            self._seen[words] = 1 + sum(other == called for other, _ in self._seen)
        return f"[{called} {self._seen[words]}]"


def _in_text(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(kind, rule, start, end) of everything but names."""
    for rule in rules.RULES:
        for match in rule.pattern.finditer(text):
            start, end = _span(match)
            if rule.cue is not None and not rule.cue.search(sentence_of(text, start, end)[0]):
                continue
            if rule.kind in ("record", "licence", "device", "ssn") and not _numbered(match.group()[start - match.start() : end - match.start()]):
                continue
            yield rule.kind, rule.id, start, end
    for found in (_dates, _hospitals, _initials):
        yield from found(text)


def _span(match: re.Match[str]) -> tuple[int, int]:
    for name in ("x", "y"):
        if name in match.re.groupindex and match.group(name) is not None:
            return match.span(name)
    return match.span()


def _numbered(code: str) -> bool:
    """Long enough to be one of many: four digits or more, spoken or written."""
    return sum(letter.isdigit() for letter in code) >= 4 or len(re.findall(rules.DIGIT, code.lower())) >= 4


def _dates(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in rules.TIED.finditer(text):
        around, _ = sentence_of(text, *match.span())
        slash = re.fullmatch(r"(\d{1,2})/(\d{1,2})", match.group())
        if slash and not (int(slash[1]) <= 12 and int(slash[2]) <= 31 and int(slash[2]) > 4):
            continue  # 2/3 is a share as often as a day.
        if rules.SOMEBODY.search(around) and rules.CLINICAL.search(around) and not rules.BUSINESS.search(around):
            yield "date", "date_of_a_patient", *match.span()
    for match in rules.DAY_ONLY.finditer(text):
        around, _ = sentence_of(text, *match.span())
        if rules.TREATED.search(around) and rules.SOMEBODY.search(around) and not rules.BUSINESS.search(around):
            yield "date", "day_of_a_patient", *match.span("x")


def _hospitals(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in rules.HOSPITAL.finditer(text):
        words = match.group().split()
        start = match.start()
        while words and words[0].lower() in (GENERIC_PLACE | {"i", "so", "and", "but", "over", "then", "when"}) and words[0].lower() not in ("st.", "mt."):
            start += len(words[0]) + 1
            words = words[1:]
        if (
            len(words) > 1
            and any(word.lower() not in GENERIC_PLACE for word in words[:-1])
            and words[0].lower() not in ("medical", "surgery", "nursing", "health")
        ):
            yield "hospital", "hospital", start, match.end()
    for match in rules.HOSPITAL_SAID.finditer(text):
        which = match.group("which").lower().split()
        if any(_says_which(word) for word in which):
            yield "hospital", "hospital_said", *match.span("x")
    for match in rules.SAINT.finditer(text):
        yield "hospital", "saint", *match.span("x")


def _says_which(word: str) -> bool:
    return word not in GENERIC_PLACE and not word.endswith(("ology", "ic", "ed", "ly", "-asthma", "atric", "atrics")) and len(word) > 2


def _initials(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in rules.INITIALS.finditer(text):
        letters = re.sub(r"\W", "", match.group()).lower()
        if letters not in rules.NOT_INITIALS and len(letters) > 1:
            yield "initials", "initials", *match.span()
    for match in rules.INITIALS_SAID.finditer(text):
        letters = re.sub(r"\W", "", match.group("x")).lower()
        if (
            letters not in rules.NOT_INITIALS
            and letters not in ("on", "in", "at", "is", "it", "to", "as", "so", "of", "for", "the")
            and letters[:2] not in ("dr", "mr", "ms")
        ):
            yield "initials", "initials_said", *match.span("x")

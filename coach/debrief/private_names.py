"""Names of people in talk: after titles and introductions, from the speakers' labels, by given names, and said again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from coach.debrief.private_words import AMBIGUOUS, GIVEN, NOT_NAMES, NOT_PEOPLE, ROLE_AFTER, SURNAMES, TITLES

_SMALL = r"(?:van der|van den|van de|van|von|de la|de los|de|del|der|den|di|da|bin|ibn|la|le|st\.)"
_PART = r"[A-Z][\w’'-]*(?:-[A-Z][\w’'-]*)*"
_CAPITAL = rf"(?:{_SMALL} )?(?:al-)?{_PART}"
_FULL = rf"{_CAPITAL}(?: (?:[A-Z]\. )?(?:{_SMALL} |al-)?{_PART}){{0,2}}"
_ANY = r"[^\W\d_][\w’'-]*"

_TITLED = re.compile(rf"\b(?P<title>{TITLES})\b\.?,? (?P<x>(?:[a-zA-Z]\.? )?(?:(?:{_SMALL}) )?{_ANY}(?: {_ANY})?)", re.IGNORECASE)
_INTRODUCED = re.compile(
    rf"\b(?:(?:my|her|his|the patient'?s?|their|whose|first|last|full) name(?:'s| is| was)|name(?:'s| is| was)|named|i(?:'m| am)|this is|call me|"
    rf"goes by|known as|we have a) (?P<x>{_ANY}(?: {_ANY})?)",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\bname|\bnamed|this is$|call me|goes by|known as", re.IGNORECASE)
_POINTED = re.compile(
    rf"\b(?:ask(?:ing)?(?: for)?|talk(?:ed|ing)? (?:to|with)|spoke (?:to|with)|speak (?:to|with)|loop in|bring in|say hi to|thanks|thank you|hello|hi|hey|"
    rf"wife|husband|daughter|son|mother|father|brother|sister|colleague|boss|assistant|patient|lady|man|woman|tell|call|called|email|met|meet|with|from|for|"
    rf"that'?s|it was|is|and|of them|by|copy|cc|to|no|yes|well|so|listen),? (?P<x>{_FULL})"
)
_SUBJECT = re.compile(
    rf"(?:^|(?<=[.?!] )|(?<=, ))(?P<x>{_FULL})(?=(?:['’]s)? (?:{ROLE_AFTER}|can (?:show|tell|help|walk)|runs|signs|says|said|told|thinks|wants|knows|keeps|"
    r"never|always|called|asked|mentioned|handles|manages|decides|covers|and (?:dr|mr|mrs|ms)\b|who )|,)"
)
_ROLED = re.compile(rf"\b(?P<x>{_ANY})(?= {ROLE_AFTER}\b)", re.IGNORECASE)
_PAIR = re.compile(rf"(?<![.?!] )(?<!^)\b(?P<x>{_PART} (?:[A-Z]\. )?(?:{_SMALL} |al-)?{_PART})\b")
_WORD = re.compile(_ANY)
_TITLE_WORDS = frozenset(TITLES.replace("|", " ").split())
_POSSESSIVE = re.compile(r"['’]s$")
_SHORTENED = re.compile(r"['’](?:ll|re|ve|m|d|t)$|n['’]t$", re.IGNORECASE)


class Names:
    """The people of one transcript. A number stands for a person: names that share a word are the same one."""

    def __init__(self, speakers: Sequence[str], ours: Iterable[str] = ()) -> None:
        self._ours = frozenset(word.lower() for name in ours for word in _WORD.findall(name))
        self._number: dict[str, int] = {}
        self._people = 0
        self._speakers: set[str] = set()
        self._labels: dict[str, int] = {}
        for label in dict.fromkeys(speakers):
            words = label_words(label)
            if words:
                self._people += 1
                self._labels[label] = self._people
                for word in words:
                    self._number.setdefault(word, self._people)
                self._speakers |= set(words)

    def bracket(self, quote: str) -> str:
        """'[name 3]' for a name; the same for whoever shares a word of it."""
        words = _key_words(quote) or [quote.lower()]
        number = next((self._number[word] for word in reversed(words) if word in self._number), None)
        if number is None:
            self._people += 1
            number = self._people
        for word in words:
            self._number.setdefault(word, number)
        return f"[name {number}]"

    def of_speaker(self, label: str) -> str:
        """What stands for a speaker's name: a number of their own, also where two share a surname. '' for one without a name."""
        return f"[name {self._labels[label]}]" if label in self._labels else ""

    def heard(self, text: str) -> Iterator[tuple[str, int, int]]:
        """(rule, start, end) of names in one utterance. Every name is remembered for `again`."""
        for rule, start, end in (*_by_rule(text), *_capitals(text)):
            if text[start:end].lower() in self._ours:
                continue
            self.bracket(text[start:end])
            yield rule, start, end

    def again(self, text: str) -> Iterator[tuple[int, int]]:
        """Words of known names, speakers' included, wherever they are said."""
        for match in _WORD.finditer(text):
            word = _POSSESSIVE.sub("", match.group())
            low = word.lower()
            if low not in self._number or low in NOT_NAMES or len(low) < 3:
                continue
            capital = word[0].isupper() and (low in self._speakers or not _starts(text, match.start()))
            if low not in AMBIGUOUS or capital:
                yield match.start(), match.start() + len(word)


def label_words(label: str) -> list[str]:
    """The words of a speaker's label that are a name: no title, no role, no number."""
    return [word for word in _key_words(re.sub(r"\([^)]*\)", " ", label)) if word not in NOT_NAMES]


def in_label(label: str, bracket: str) -> str:
    """A label with its name in brackets: 'Dr. Amira Lee' becomes 'Dr. [name 1]'."""
    words = set(label_words(label))
    found = [match for match in _WORD.finditer(label) if _POSSESSIVE.sub("", match.group()).lower() in words]
    if not found:
        return label
    start, end = found[0].start(), found[-1].end()
    return label[:start] + bracket + label[end:]


def _by_rule(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _TITLED.finditer(text):
        # Only these few titles can be told from the plain word without a capital after them.
        plain = match.group("title").lower() in ("sister", "brother", "father", "nurse", "doctor", "miss", "charge nurse", "nurse practitioner")
        if kept := _name_part(text, *match.span("x"), need_capital=match.group("title").lower() in ("sister", "brother", "father"), strict=plain):
            yield "title", *kept
    for match in _INTRODUCED.finditer(text):
        strong = bool(_STRONG.search(text[match.start() : match.start("x")].rstrip()))
        if kept := _name_part(text, *match.span("x"), need_capital=not strong, strict=True):
            yield "introduced", *kept
    for rule, pattern in (("pointed_at", _POINTED), ("speaks_or_acts", _SUBJECT)):
        for match in pattern.finditer(text):
            if kept := _name_part(text, *match.span("x"), need_capital=True, strict=True):
                yield rule, *kept
    for match in _ROLED.finditer(text):
        if match.group("x").lower() in GIVEN and (kept := _name_part(text, *match.span("x"), need_capital=False, strict=True)):
            yield "role_after", *kept
    for match in _PAIR.finditer(text):
        words = [word.strip(".") for word in match.group("x").split()]
        if all(word.lower() not in NOT_NAMES and not word.isupper() for word in words):
            yield "two_capitals", *match.span("x")
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        if (
            (word.lower() not in GIVEN and word.lower() not in SURNAMES)
            or word.isupper()
            or (word.lower() in AMBIGUOUS and (word[0].islower() or _starts(text, match.start())))
        ):
            continue
        end = match.start() + len(word)
        if word[0].isupper() and (more := re.match(rf"(?: [A-Z]\.)? (?:{_SMALL} |al-)?{_PART}", text[end:])):
            last = more.group().split()[-1]
            if _POSSESSIVE.sub("", last).lower() not in NOT_NAMES:
                end += len(_POSSESSIVE.sub("", more.group()))
        yield "given_name", match.start(), end


def _capitals(text: str) -> Iterator[tuple[str, int, int]]:
    """A word with a capital inside a sentence that nothing else explains. Says nothing where every word has one."""
    words = [match for match in _WORD.finditer(text) if len(match.group()) > 1]
    if sum(word.group()[0].isupper() for word in words) > 0.5 * len(words):
        return
    for match in words:
        word = _POSSESSIVE.sub("", match.group())
        if not word[0].isupper() or word[1:] != word[1:].lower() or len(word) < 3 or _starts(text, match.start()):
            continue
        if word.lower() not in NOT_NAMES and word.lower() not in NOT_PEOPLE and not _SHORTENED.search(word) and word.lower() not in _TITLE_WORDS:
            yield "capital", match.start(), match.start() + len(word)


def _name_part(text: str, start: int, end: int, *, need_capital: bool, strict: bool) -> tuple[int, int] | None:
    """As much of a stretch as is a name; None where its first word is none. In lower case a name has one word, or two where
    both can be names."""
    words = list(_WORD.finditer(text, start, end))
    kept: list[re.Match[str]] = []
    capital = any(word.group()[0].isupper() for word in words[:1]) or (len(words) > 1 and len(words[0].group()) == 1 and words[1].group()[0].isupper())
    for at, word in enumerate(words):
        bare = _POSSESSIVE.sub("", word.group())
        low = bare.lower()
        small = re.fullmatch(_SMALL, low) is not None or low in ("van", "von", "der", "den", "de", "la", "al")
        if len(low) == 1 or (small and at + 1 < len(words)):
            kept.append(word)
            continue
        if (
            low in NOT_NAMES
            or low in _TITLE_WORDS
            or _SHORTENED.search(low)
            or (low in AMBIGUOUS and not bare[0].isupper() and strict)
            or (bare.isupper() and len(bare) > 1)
        ):
            break
        if capital and not bare[0].isupper():
            break
        if not capital and (need_capital or (kept and len(kept[-1].group()) > 1 and low not in GIVEN | SURNAMES) or not _surname_like(low)):
            break
        kept.append(word)
        if word.group() != bare:
            break
    while kept and len(kept[-1].group()) == 1:
        kept.pop()
    if not kept or all(re.fullmatch(_SMALL, word.group().lower()) for word in kept):
        return None
    last = kept[-1]
    return kept[0].start(), last.start() + len(_POSSESSIVE.sub("", last.group()))


def _surname_like(low: str) -> bool:
    """In lower case: no ending that only verbs and adverbs have, and long enough."""
    return len(low) > 2 and not low.endswith(("ing", "ly", "tion", "ment", "ness", "ship"))


def _starts(text: str, at: int) -> bool:
    """Whether a sentence begins here, so that a capital says nothing."""
    before = text[:at].rstrip()
    return not before or before[-1] in '.?!:"“('


def _key_words(quote: str) -> list[str]:
    found = [_POSSESSIVE.sub("", match.group()).lower() for match in _WORD.finditer(quote)]
    return [word for word in found if word not in _TITLE_WORDS and len(word) > 1 and not re.fullmatch(_SMALL, word)]

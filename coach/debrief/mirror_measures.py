"""The seven measures of a pitch, a function each: what was found, in words, and the rep's own words that show it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coach.content.library import Library
from coach.content.mirror import MeasureId, MirrorRules
from coach.debrief.mirror_hearing import FACT, Heard, Hearing, is_list
from coach.debrief.mirror_records import Mark, Measured, Shown, Touched

EARLY = 0.34
"""Share of the words by which a patient or a pain still nearly opens the pitch."""
SHOWN = 8
"""Quotes shown with one measure; beyond, their number is said."""


def _made(id: MeasureId, mark: Mark | None, found: str, rules: MirrorRules, shown: Sequence[Shown] = ()) -> Measured:
    text = rules.measure(id)
    return Measured(
        id=id,
        title=text.title,
        mark=mark,
        found=found[:1].upper() + found[1:],
        rule=rules.filled(text.rule),
        advice=rules.filled(text.advice),
        shown=list(shown[:SHOWN]),
    )


def opening(heard: Hearing, hurts: Collection[int], rules: MirrorRules) -> Measured:
    """Whether one person in one moment, or a pain, comes before anything about us. `hurts`: the sentences that tell of a pain."""
    begin = next((at for at, one in enumerate(heard.sentences) if not one.greets), len(heard.sentences))
    first = heard.sentences[begin : begin + rules.numbers.opening_sentences]

    def shows(at: int) -> str:
        one = heard.sentences[at]
        if one.heap or one.ours or one.empty:
            return ""
        beside = heard.sentences[at : at + 2]
        if one.person and any(other.moment and not other.heap and not other.ours for other in beside):
            return "one person, in one moment"
        return "a pain" if at in hurts else ""

    for at in range(begin, begin + len(first)):
        if heard.sentences[at].ours or heard.sentences[at].heap:
            break
        if what := shows(at):
            return _made("opening", "holds", f"It opens with {what}.", rules, [Shown(quote=heard.sentences[at].text, why=what)])
    words = 0
    for at, one in enumerate(heard.sentences):
        if words > EARLY * heard.words and at >= begin + len(first):
            break
        words += one.words
        if at >= begin and (what := shows(at)):
            return _made(
                "opening", "nearly", f"It comes to {what}, but not first.", rules, [Shown(quote=first[0].text, why="first"), Shown(quote=one.text, why=what)]
            )
        if at < begin + len(first) and one.anybody and not (one.ours or one.empty or one.items >= rules.numbers.list_items):
            return _made("opening", "nearly", "It opens with patients, but with nobody in particular.", rules, [Shown(quote=one.text)])
    what = "catchwords" if first and first[0].heap else "us" if first and first[0].ours else "neither"
    return _made("opening", "not_yet", f"It opens with {what}.", rules, [Shown(quote=first[0].text)] if first else [])


def needs(touched: Sequence[Touched], listed: bool, passages: Sequence[str], clock: int, rules: MirrorRules) -> Measured:
    """How many of their needs it tells of. `listed`: it names more pains than anybody can stay with; `passages` are those."""
    if listed:
        found = f"It names {len(passages)} different pains. That is a list, so none of them counts."
        return _made("needs", "not_yet", found, rules, [Shown(quote=passage) for passage in passages])
    wanted = 1 if clock <= rules.numbers.one_need_up_to else 2
    shown = [Shown(quote=one.quote, why=one.title) for one in touched]
    if not touched:
        return _made("needs", "not_yet", "No passage tells of a need of theirs that we could hear.", rules, shown)
    mark: Mark = "holds" if len(touched) >= wanted else "nearly"
    return _made(
        "needs",
        mark,
        f"It touches {_count(len(touched), 'need')} of theirs. For {clock} seconds {_count(wanted, 'need')} {'is' if wanted == 1 else 'are'} enough.",
        rules,
        shown,
    )


def proof(heard: Hearing, library: Library | None, rules: MirrorRules) -> Measured:
    """Approved messages and facts delivered, and whether a limit is said."""
    if library is None:
        return _made("proof", None, "There is no message library for this person, so evidence is not judged.", rules)
    proofs = [one for one in heard.sentences if one.proof]
    limits = [one for one in heard.sentences if one.limit]
    shown = [Shown(quote=one.text, why=_source(one)) for one in proofs] + [Shown(quote=one.text, why="a limit") for one in limits if not one.proof]
    if not proofs:
        return _made("proof", "not_yet", "Nothing in it is an approved message or a fact of the library.", rules, shown)
    named = len({one.proof for one in proofs})
    missing = [claim for claim in heard.claims if claim.rule == "balance"]
    if not limits or missing:
        lacking = [Shown(quote=claim.quote, why=claim.why) for claim in missing]
        return _made("proof", "nearly", f"{_count(named, 'proof')}, and no limit said with it.", rules, [*shown, *lacking])
    if named > rules.numbers.most_proofs:
        return _made("proof", "nearly", f"{_count(named, 'proof')}, with limits: more than anybody keeps.", rules, shown)
    return _made("proof", "holds", f"{_count(named, 'proof')}, with {_count(len(limits), 'limit')}.", rules, shown)


def _source(one: Heard) -> str:
    return FACT if one.proof == FACT else f"approved message {one.proof}"


def lists(heard: Hearing, rules: MirrorRules) -> Measured:
    """Sentences that put things in a row."""
    rows = [one for one in heard.sentences if is_list(one, rules)]
    mark: Mark = "holds" if not rows else "nearly" if len(rows) == 1 else "not_yet"
    found = f"{_count(len(rows), 'list')}." if rows else "No list in it."
    return _made("lists", mark, found, rules, [Shown(quote=one.text, why=f"{one.items} things in a row") for one in rows])


def empty(heard: Hearing, rules: MirrorRules) -> Measured:
    """Words that carry nothing, in a hundred. One alone is nobody's habit."""
    shown = [word for one in heard.sentences for word in one.empty]
    share = 100 * len(shown) / heard.words if heard.words else 0.0
    numbers = rules.numbers
    mark: Mark = "holds" if len(shown) <= 1 or share <= numbers.empty_holds else "nearly" if share <= numbers.empty_nearly else "not_yet"
    found = f"{_count(len(shown), 'place')} in {heard.words} words: {share:.1f} in a hundred." if shown else "None that we know of."
    return _made("empty", mark, found, rules, shown)


def ask(heard: Hearing, rules: MirrorRules) -> Measured:
    """A step with an owner and a day."""
    asked = [one for one in heard.sentences if one.ask is not None and not one.empty]
    theirs = [one for one in asked if one.ask and one.ask.actor == "stakeholder"]
    shown = [Shown(quote=one.text, why=_who(one)) for one in asked]
    if any(one.ask and one.ask.on for one in theirs):
        return _made("ask", "holds", "A step of theirs or of both of you, with a day.", rules, shown)
    if theirs:
        return _made("ask", "nearly", "A step, with no day that stands in a calendar.", rules, shown)
    if any(one.ask and one.ask.on for one in asked):
        return _made("ask", "nearly", "A step of yours alone.", rules, shown)
    return _made(
        "ask", "not_yet", "You offer something of yours, with no day." if asked else "It asks for nothing that anybody could do on a day.", rules, shown
    )


def _who(one: Heard) -> str:
    assert one.ask is not None
    who = "theirs, or both of yours" if one.ask.actor == "stakeholder" else "yours"
    return f"{who}; {one.ask.on or one.ask.date or 'no day'}"


def length(seconds: float, clock: int, measured: bool, rules: MirrorRules) -> Measured:
    """Spoken time against the clock."""
    numbers = rules.numbers
    how = "by the clock" if measured else f"at {numbers.words_a_minute} words a minute"
    found = f"About {seconds:.0f} seconds {how}, of {clock}."
    if seconds < numbers.least_seconds:
        return _made("length", "not_yet", f"{found} That is a slogan's length.", rules)
    over = 100 * (seconds - clock) / clock
    mark: Mark = "holds" if over <= 0 else "nearly" if over <= numbers.over_percent else "not_yet"
    return _made("length", mark, f"{found} That is {seconds - clock:.0f} seconds over." if over > 0 else found, rules)


def _count(number: int, what: str) -> str:
    words = ("no", "one", "two", "three")
    return f"{words[number] if number < len(words) else number} {what}{'' if number == 1 else 's'}"

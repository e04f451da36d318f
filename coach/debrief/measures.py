"""Figures of a meeting: shown as context, never scored by themselves (the ratio of questions and talk share alone do not
separate good conversations from bad; Rackham, and the public data measured beforehand)."""

from __future__ import annotations

from collections.abc import Sequence

from coach.debrief.facts import Facts
from coach.debrief.records import DisclosedNeed, Measures, MissedNeed, Move, NeedCount, NotFollowed, Questions, Row
from coach.debrief.turns import first, fullest
from coach.roleplay.records import Change


def measures(facts: Facts) -> Measures:
    seen, turns = facts.seen, facts.turns
    mine = sum(turn.reading.words for turn in turns)
    said = sum(len(turn.rep.split()) for turn in seen.turns)
    theirs = sum(len(turn.reply.split()) for turn in seen.turns)
    later = [turn.reading.uptake for turn in turns if turn.number > 1]
    spans = [span.question for turn in turns for span in turn.reading.spans]
    return Measures(
        telling_share=_share(sum(turn.reading.telling * turn.reading.words for turn in turns), mine),
        talk_share=_share(said, said + theirs),
        uptake=_share(sum(later), len(later)),
        questions=Questions(open=spans.count("open"), closed=spans.count("closed")),
        longest_monologue_words=max((len(turn.rep.split()) for turn in seen.turns), default=0),
        needs=NeedCount(disclosed=len(disclosed(facts)), hidden=len(seen.persona.needs)) if seen.practice and seen.persona else None,
    )


def _share(part: float, whole: float) -> float:
    return min(1.0, round(part / whole, 2)) if whole else 0.0


def trajectory(facts: Facts) -> list[Row]:
    """Trust, belief and patience after each turn, with what moved them; empty for a call."""
    seen = facts.seen
    rows = []
    pitched = {turn.number for turn in facts.turns if turn.pitch}
    if seen.opening is not None:
        at = seen.opening
        rows.append(Row(turn=0, trust=round(at.trust), belief=at.belief, patience=round(at.patience), move="greet", changes=moves(seen.opened)))
    for turn in seen.turns:
        if turn.state is None or turn.response is None:
            continue
        rows.append(
            Row(
                turn=turn.number,
                trust=round(turn.state.trust),
                belief=turn.state.belief,
                patience=round(turn.state.patience),
                move=turn.response.beat.move,
                changes=moves(turn.response.changes),
                question=turn.reading.question if turn.reading else None,
                claims=turn.number in pitched,
            )
        )
    return rows


def moves(changes: Sequence[Change]) -> list[Move]:
    """What moved trust, belief or patience in a turn."""
    moved = [change for change in changes if change.what in ("trust", "belief", "patience")]
    return [Move(what=change.what, by=change.by, to=change.to, because=change.because, quote=change.quote) for change in moved]


def _title(facts: Facts, id: str) -> str:
    need = facts.seen.needs.get(id)
    return need.title if need else id.replace("_", " ")


def disclosed(facts: Facts) -> list[DisclosedNeed]:
    """Needs that came out, each with the turn and the stakeholder's words."""
    found: dict[str, DisclosedNeed] = {}
    for turn in facts.seen.turns:
        for id in turn.response.beat.disclosed if turn.response else []:
            found.setdefault(id, DisclosedNeed(need=id, title=_title(facts, id), turn=turn.number, quote=fullest(turn.reply)))
    return list(found.values())


def missed(facts: Facts) -> list[MissedNeed]:
    """Needs that stayed hidden, with the question that would have opened each and the hint that was dropped, if any."""
    seen = facts.seen
    if not seen.practice or seen.persona is None:
        return []
    out = {item.need for item in disclosed(facts)}
    hints: dict[str, tuple[int, str]] = {}
    for turn in seen.turns:
        for line in turn.response.beat.lines if turn.response else []:
            kind, _, rest = line.partition(".")
            if kind == "needs" and ".hints." in rest:
                hints.setdefault(rest.split(".")[0], (turn.number, fullest(turn.reply)))
    found = []
    for need in seen.persona.needs:
        if need.need not in out:
            hinted, hint = hints.get(need.need, (None, ""))
            found.append(MissedNeed(need=need.need, title=_title(facts, need.need), cost=need.cost, opened_by=need.opened_by, hint_turn=hinted, hint=hint))
    return found


def not_followed(facts: Facts) -> list[NotFollowed]:
    """Our misunderstandings, told as such."""
    beats = {turn.number: turn.response.beat for turn in facts.seen.turns if turn.response}
    why = {"clarify": "we were not sure which of two things was meant", "deflect": "we did not follow this"}
    return [
        NotFollowed(turn=turn.number, quote=first(turn.reading.text), why=why[beats[turn.number].move])
        for turn in facts.turns
        if turn.number in facts.not_followed
    ]

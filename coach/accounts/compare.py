"""A rep's map held against how the account really is: what was found, what was missed, what is not so, and how well their confidence was placed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from coach.accounts.compared import CALIBRATED_FROM, Band, Calibration, Comparison, Found, Missed, Part, PartName, Wrong
from coach.accounts.map import AccountMap, Arrow, Item, Person, Step
from coach.accounts.map import Constraint as Binding
from coach.accounts.map_words import CONSTRAINT_WORDS, STRENGTH_WORDS, label, plain_name
from coach.accounts.similar import SharedWords, Similarity
from coach.content.account import Account
from coach.content.truth import Constraint, Influence, Known, TrueStakeholder, TrueStall, Truth

Ours = TypeVar("Ours", bound=Item)
Theirs = TypeVar("Theirs", bound=Known)

SAME_STEP, CITED = 0.2, 2.0
"""What standing at the same step adds to the likeness of two causes; and a cited turn, which is above every likeness."""
BANDS = ((0, 49), (50, 69), (70, 84), (85, 100))


def compare(map: AccountMap, account: Account, truth: Truth, similar: Similarity | None = None) -> Comparison:
    """Hold a map against a truth (`truths.truth_of`, or the account's own). Pure: the same map and truth give the same result.

    A thing counts as found where it cites a turn in which a fact was told that tells it, or where its words are alike
    (`similar`; shared words without one); each thing once. What nobody can tell and no briefing says is not held against
    the rep when it is missing.
    """
    alike = similar or SharedWords()
    people = _people(map, truth, alike)
    who = {id: found.truth for found in people.found for id in [found.item]}
    parts = [people, _influence(map, truth, who), _stalls(map, account, truth, alike), _constraints(map, truth, alike)]
    scores = [part.f1 for part in parts if part.f1 is not None]
    right = {found.item for part in parts for found in part.found}
    claimed = [item for part in parts for id in [*(one.item for one in part.found), *(one.item for one in part.wrong)] if (item := map.find(id))]
    return Comparison(parts=parts, score=sum(scores) / len(scores) if scores else 0.0, calibration=_calibration(claimed, right))


def _people(map: AccountMap, truth: Truth, alike: Similarity) -> Part:
    names = {one.id: plain_name(one.name) for one in truth.stakeholders}
    titles = alike([one.title or one.name for one in map.people], [one.title for one in truth.stakeholders]) if len(map.people) <= 200 else []

    def score(at: int, item: Person, so_at: int, so: TrueStakeholder) -> float:
        if item.persona == so.id:
            return CITED + 1
        mine, theirs = plain_name(item.name), names[so.id]
        if mine and (mine == theirs or (mine.split()[-1] == theirs.split()[-1] and _same_first(mine, theirs))):
            return CITED
        # Somebody whom the rep knows by what they do, not by name.
        return titles[at][so_at] if titles and _cites(item, so) and titles[at][so_at] >= alike.enough else 0.0

    def remarks(item: Person, so: TrueStakeholder) -> list[str]:
        found = [] if item.family == so.family else [f"You have them as {item.family}; the job is {so.family}."]
        return found + ([f"What they are to it: {so.because}"] if item.part not in (None, so.part) else [])

    return _part("stakeholders", map, map.people, truth.stakeholders, [one.id for one in truth.stakeholders], _who_words, score, remarks)


def _same_first(mine: str, theirs: str) -> bool:
    """Whether two names with the same last one can be one person: either goes by the last name alone, or the first ones begin alike."""
    one, other = mine.split()[:-1], theirs.split()[:-1]
    return not one or not other or one[0][0] == other[0][0]


def _who_words(so: TrueStakeholder) -> str:
    return f"{so.name}, {so.title}. {so.because}"


def _influence(map: AccountMap, truth: Truth, who: dict[str, str]) -> Part:
    names = {one.id: one.name for one in truth.stakeholders}
    ids = [f"{one.of}>{one.on}" for one in truth.influence]

    def score(at: int, item: Arrow, so_at: int, so: Influence) -> float:
        return CITED if (who.get(item.of), who.get(item.on)) == (so.of, so.on) else 0.0

    def remarks(item: Arrow, so: Influence) -> list[str]:
        found = [] if item.kind == so.kind else [f"It is {so.kind}."]
        return found + ([] if item.strength == so.strength else [f"It moves them {STRENGTH_WORDS[so.strength]}; you have {STRENGTH_WORDS[item.strength]}."])

    def words(so: Influence) -> str:
        return f"{names.get(so.of, so.of)} moves {names.get(so.on, so.on)}, {so.kind}, {STRENGTH_WORDS[so.strength]}. {so.because}"

    part = _part("influence", map, map.arrows, truth.influence, ids, words, score, remarks)
    turned = {(one.on, one.of) for one in truth.influence}
    arrows = {one.id: one for one in map.arrows}
    wrong = []
    for one in part.wrong:
        arrow = arrows[one.item]
        backwards = (who.get(arrow.of), who.get(arrow.on)) in turned
        unknown = next((person.name for id in (arrow.of, arrow.on) if id not in who and (person := map.person(id))), "")
        remark = "It is the other way round." if backwards else f"{unknown} has no part in this." if unknown else "Nothing goes this way here."
        wrong.append(one.model_copy(update={"remark": remark}))
    return part.model_copy(update={"wrong": wrong})


def _stalls(map: AccountMap, account: Account, truth: Truth, alike: Similarity) -> Part:
    mine = [one for one in map.steps if one.stalls]
    titles = {one.id: one.title for one in account.pathway}
    causes = alike([f"{one.title}. {one.cause}" if one.cause else "" for one in mine], [f"{titles.get(one.step, '')}. {one.cause}" for one in truth.stalls])
    bare = alike([one.cause for one in mine], [one.cause for one in truth.stalls])

    def score(at: int, item: Step, so_at: int, so: TrueStall) -> float:
        here = SAME_STEP if item.step == so.step else 0.0
        if _cites(item, so):
            return CITED + here
        if not item.cause:
            return 0.0  # That it stalls somewhere is a guess that costs nothing; why it does is what was to be found out.
        near = bare[at][so_at] + here if item.step else causes[at][so_at]
        return near if near >= alike.enough else 0.0

    def remarks(item: Step, so: TrueStall) -> list[str]:
        found = [] if item.step in (None, so.step) else [f"It stalls at “{titles.get(so.step, so.step)}”."]
        return found if item.cause else [*found, f"Why: {so.cause}"]

    def words(so: TrueStall) -> str:
        return f"{titles.get(so.step, so.step)}: {so.cause}"

    part = _part("stalls", map, mine, truth.stalls, [f"{one.step}#{at}" for at, one in enumerate(truth.stalls)], words, score, remarks)
    really = {one.step for one in truth.stalls}
    steps = {one.id: one for one in mine}
    wrong = [one.model_copy(update={"remark": "It does stall here, for another reason."}) if steps[one.item].step in really else one for one in part.wrong]
    return part.model_copy(update={"wrong": wrong})


def _constraints(map: AccountMap, truth: Truth, alike: Similarity) -> Part:
    near = alike([one.text for one in map.constraints], [one.text for one in truth.constraints])

    def score(at: int, item: Binding, so_at: int, so: Constraint) -> float:
        if _cites(item, so):
            return CITED + near[at][so_at]
        return near[at][so_at] if near[at][so_at] >= alike.enough else 0.0

    def remarks(item: Binding, so: Constraint) -> list[str]:
        return [] if item.kind == so.kind else [f"At bottom it is {CONSTRAINT_WORDS[so.kind]}."]

    def words(so: Constraint) -> str:
        return so.text

    return _part("constraints", map, map.constraints, truth.constraints, [one.id for one in truth.constraints], words, score, remarks)


def _part(
    name: PartName,
    map: AccountMap,
    items: Sequence[Ours],
    truths: Sequence[Theirs],
    ids: list[str],
    words: Callable[[Theirs], str],
    score: Callable[[int, Ours, int, Theirs], float],
    remarks: Callable[[Ours, Theirs], list[str]],
) -> Part:
    """One to one, the likeliest pairs first; of equals those that stand first."""
    pairs = [(score(at, item, so_at, so), at, so_at) for at, item in enumerate(items) for so_at, so in enumerate(truths)]
    taken: dict[int, int] = {}
    for likeness, at, so_at in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness > 0 and at not in taken and so_at not in taken.values():
            taken[at] = so_at
    found = [
        Found(item=items[at].id, truth=ids[so_at], text=label(map, items[at]), so=words(truths[so_at]), remarks=remarks(items[at], truths[so_at]))
        for at, so_at in sorted(taken.items())
    ]
    missed = [
        Missed(truth=ids[so_at], text=words(so), told_by=list(so.told_by), briefed=so.briefed) for so_at, so in enumerate(truths) if so_at not in taken.values()
    ]
    wrong = [Wrong(item=item.id, text=label(map, item)) for at, item in enumerate(items) if at not in taken]
    return Part(name=name, found=found, missed=missed, wrong=wrong)


def _cites(item: Item, so: Known) -> bool:
    """Whether something rests on a turn that told it, or on the briefing that says it."""
    told = {(source.persona, fact) for source in item.sources for fact in source.facts}
    return any((by.persona, fact) in told for by in so.told_by for fact in by.facts)


def _calibration(claimed: Iterable[Item], right: set[str]) -> Calibration | None:
    """None below five things: of so few nothing can be said. The Brier score (1950) is the mean squared distance: 0 is best, always
    saying 50% gives 0.25."""
    said = [(item.confidence / 100, float(item.id in right)) for item in claimed]
    if len(said) < CALIBRATED_FROM:
        return None
    bands = []
    for low, high in BANDS:
        inside = [(p, hit) for p, hit in said if low <= round(100 * p) <= high]
        if inside:
            mean, share = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            bands.append(Band(low=low, high=high, items=len(inside), stated=mean, right=share))
    return Calibration(brier=sum((p - hit) ** 2 for p, hit in said) / len(said), items=len(said), bands=bands)

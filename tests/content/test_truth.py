"""The truth of the practice accounts: all of it can be found out, and what does not fit in one is said by the lint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from coach.commands.lint import lint
from coach.content.account import Account
from coach.content.persona import Persona
from coach.content.shelf import ROOT, Shelf, load
from coach.content.truth import CampaignPlan, Known, Truth
from coach.content.truth_checks import misfits

ACCOUNTS = ("larkfield", "tarn_hollow")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load().shelf


@pytest.fixture(params=ACCOUNTS)
def account(request: pytest.FixtureRequest, shelf: Shelf) -> Account:
    return shelf.accounts[request.param]


def _truth(account: Account) -> Truth:
    assert account.truth is not None
    return account.truth


def _campaign(account: Account) -> CampaignPlan:
    assert account.campaign is not None
    return account.campaign


def _known(truth: Truth) -> Iterator[Known]:
    yield from truth.stakeholders
    yield from truth.influence
    yield from truth.stalls
    yield from truth.constraints


def _asked(persona: Persona) -> set[str]:
    return {fact for topic in persona.topics for line in topic.lines for fact in line.tells}


def _earned(persona: Persona) -> set[str]:
    return {fact for need in persona.needs for fact in need.facts}


def test_every_item_can_be_found_out_from_people_of_the_account(account: Account, shelf: Shelf) -> None:
    for item in _known(_truth(account)):
        assert item.briefed or item.told_by, item
        for source in item.told_by:
            persona = shelf.personas[source.persona]
            assert persona.account == account.id, item
            assert set(source.facts) <= _asked(persona) | _earned(persona), (item, source)


def test_some_items_have_to_be_earned_and_many_can_be_confirmed_by_a_second_person(account: Account, shelf: Shelf) -> None:
    items = list(_known(_truth(account)))
    earned = [item for item in items if item.told_by and not any(set(source.facts) & _asked(shelf.personas[source.persona]) for source in item.told_by)]
    twice = [item for item in items if len({source.persona for source in item.told_by}) > 1]
    assert len(earned) >= 3 and len(twice) >= len(items) / 2
    assert len(earned) < len(items) / 4


def test_whom_one_can_meet_is_in_the_truth_and_whoever_votes_is_moved_by_somebody(account: Account, shelf: Shelf) -> None:
    truth = _truth(account)
    people = {person.id for person in truth.stakeholders}
    assert {persona.id for persona in shelf.personas.values() if persona.account == account.id} < people
    voters = {ballot.person for way in _campaign(account).ways for ballot in way.votes}
    for variant in truth.variants:
        gone = {(shift.of, shift.on) for shift in variant.shifts if not shift.strength}
        assert voters <= {arrow.on for arrow in truth.influence if (arrow.of, arrow.on) not in gone}, variant.id


def test_a_variant_changes_only_what_people_speak_of(account: Account) -> None:
    """An arrow that stands only in a variant would be told by nobody."""
    arrows = {(arrow.of, arrow.on) for arrow in _truth(account).influence}
    assert {(shift.of, shift.on) for variant in _truth(account).variants for shift in variant.shifts} <= arrows


def test_decisions_stand_in_the_calendar_and_no_way_needs_only_one_person(account: Account) -> None:
    campaign = _campaign(account)
    assert {decision.on for decision in campaign.decisions} <= {entry.on for entry in account.calendar}
    for way in campaign.ways:
        assert len({*way.carried} - {*way.sponsors}) >= 2, way.id
        assert sum(ballot.weight for ballot in way.votes if ballot.person not in way.sponsors) > sum(ballot.weight for ballot in way.votes) / 2, way.id
    assert len({frozenset(way.sponsors) for way in campaign.ways}) == len(campaign.ways)


def _written(account: str, was: str, becomes: str) -> str:
    text = (ROOT / f"prompts/accounts/{account}.yaml").read_text(encoding="utf-8")
    assert was in text
    return text.replace(was, becomes, 1)


@pytest.mark.parametrize(
    ("was", "becomes", "where", "said"),
    [
        ("- of: joanie_fisk", "- of: joany_fisk", ("truth", "influence", 0, "of"), "did you mean 'joanie_fisk'"),
        ("facts: [joanie_ruth]", "facts: [joanie_rut]", ("truth", "stakeholders", 9, "told_by", 0, "facts"), "did you mean 'joanie_ruth'"),
        ("facts: [told_desmond]", "facts: [tier_85, lent_once]", ("truth", "influence", 15, "told_by", 0, "facts"), "no fact 'lent_once'"),
        ("- step: ward_days", "- step: ward_day", ("truth", "stalls", 3, "step"), "did you mean 'ward_days'"),
        ("without: [surgeons_stopped_signing]", "without: [surgeons_signed]", ("truth", "variants", 3, "without"), "no constraint 'surgeons_signed'"),
        ("sponsors: [surgeon]", "sponsors: [the_surgeon]", ("campaign", "ways", 0), "not among the truth's stakeholders"),
    ],
    ids=["an arrow from nobody", "a fact misspelt", "a fact nobody has", "a step that is not there", "a constraint that is not there", "an unknown sponsor"],
)
def test_what_does_not_fit_is_named(shelf: Shelf, was: str, becomes: str, where: tuple[str | int, ...], said: str) -> None:
    account = Account.model_validate(yaml.safe_load(_written("tarn_hollow", was, becomes)))
    found = dict(misfits(account, shelf))
    assert said in found[where], found


def test_the_lint_says_on_which_line_a_source_never_tells(tmp_path: Path) -> None:
    text = _written("larkfield", "facts: [chair_ear]", "facts: [rebate_share]")
    path = tmp_path / "prompts/accounts/larkfield.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    problems, _ = lint(tmp_path, None)
    assert [(problem.file, problem.line, "never tells 'rebate_share'" in problem.what) for problem in problems] == [
        (str(path), text[: text.index("facts: [rebate_share]")].count("\n") + 1, True)
    ]

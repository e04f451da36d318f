"""Tomorrow's meeting: the rep's card over the nearest shipped persona."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from coach.content.draft import TomorrowCard, identifiers, lay_over, nearest
from coach.content.errors import CoachError
from coach.content.persona import Persona
from coach.roleplay.meeting import Stage, open_meeting, play
from coach.wiring import Coach

FEAR = "we tried that and the paperwork killed it"


def card(**other: object) -> TomorrowCard:
    about = {
        "initials": "J.K.",
        "role": "Head of respiratory medicine",
        "family": "clinical",
        "setting": "Small practice, four doctors, one nurse",
        "minutes": 12,
        "uses": "the older inhaler",
        "cares": "patients who turn up at the weekend",
        "said_last": "send me something I can read in two minutes",
        "objection": FEAR,
    }
    return TomorrowCard.model_validate(about | other)


@pytest.fixture
def surgeon(coach: Coach) -> Persona:
    return coach.shelf.persona("surgeon")


@pytest.fixture
def mine(surgeon: Persona) -> Persona:
    return lay_over(surgeon, card())


def test_the_card_lies_over_the_persona(surgeon: Persona, mine: Persona) -> None:
    assert (mine.name, mine.title, mine.minutes) == ("J.K", "Head of respiratory medicine", 12)
    assert mine.unverified and mine.account is None
    assert mine.id != surgeon.id and mine.id != lay_over(surgeon, card()).id
    known = " ".join(mine.card.known)
    for words in ("Small practice", "the older inhaler", "at the weekend", "two minutes", "paperwork killed it"):
        assert words in known
    assert surgeon.name in mine.card.manner, "what is borrowed is said to be borrowed"
    assert surgeon.name not in known and not set(surgeon.card.known) & set(mine.card.known)
    assert (mine.needs, mine.questions) == (surgeon.needs, surgeon.questions)


def test_the_persona_underneath_is_untouched(coach: Coach, surgeon: Persona) -> None:
    before = surgeon.model_dump_json()
    lay_over(surgeon, card())
    assert surgeon.model_dump_json() == before and not surgeon.unverified


def test_it_is_a_whole_persona_that_can_be_stored_and_read_back(mine: Persona) -> None:
    assert Persona.model_validate(mine.model_dump(mode="json", by_alias=True, exclude_defaults=True)) == mine


def test_what_they_said_last_is_in_every_greeting(surgeon: Persona, mine: Persona) -> None:
    assert all("Send me something I can read in two minutes." in line for line in mine.greeting)
    silent = lay_over(surgeon, card(said_last="  "))
    assert len(silent.greeting) >= 3 and not set(silent.greeting) & set(surgeon.greeting)


def test_what_they_use_and_care_about_is_their_answer(mine: Persona, surgeon: Persona) -> None:
    lines = {entry.topic: [line.say for line in entry.lines] for entry in mine.topics}
    assert lines["current_dressing"][0] == "The older inhaler."
    assert lines["priorities"][0] == "Patients who turn up at the weekend."
    assert [entry.topic for entry in mine.topics] == [entry.topic for entry in surgeon.topics]


def test_the_objection_i_fear_comes_up_in_play(coach: Coach, mine: Persona) -> None:
    stage = Stage(mine, None, coach.shelf.topics, coach.reader(None))
    pitch = [
        "Our new inhaler is smaller and reduces attacks.",
        "Our inhaler has a counter and it lowers the dose.",
        "Would you be willing to try it on a few patients?",
        "We make it easy, our team reduces the work.",
    ]
    for seed in range(3):
        meeting = play(stage, open_meeting(mine, None, seed=seed, difficulty="guarded", on=date(2026, 12, 1), versions={}), pitch)
        words = " ".join(turn.replied[0].words for turn in meeting.turns)
        assert "We tried that and the paperwork killed it." in words


def test_without_an_objection_none_is_made_up(surgeon: Persona) -> None:
    assert lay_over(surgeon, card(objection=" ")).objections == surgeon.objections


@pytest.mark.parametrize(
    "text",
    [
        "MRN 4471",
        "patient id on the chart",
        "born on 12/03/1961",
        "12.03.1961",
        "the one with number 12345678",
        "write to j.k@hospital.org",
        "DOB unknown",
        "Patient name Smith",
    ],
)
@pytest.mark.parametrize("field", ["setting", "uses", "cares", "said_last", "objection", "role"])
def test_what_identifies_somebody_is_refused(surgeon: Persona, text: str, field: str) -> None:
    with pytest.raises(CoachError, match="Leave it out"):
        lay_over(surgeon, card(**{field: text}))


@pytest.mark.parametrize(
    "text", ["Thursday at 14:30", "about 640 cases a year", "2 of 4 doctors", "budget of 6,500", "since 2009", "patients who come back", ""]
)
def test_what_identifies_nobody_is_fine(text: str) -> None:
    assert identifiers([text]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"initials": ""},
        {"initials": "John Kay"},
        {"role": ""},
        {"minutes": 0},
        {"minutes": 500},
        {"family": "other"},
        {"objection": "x" * 201},
        {"surname": "Kay"},
    ],
)
def test_a_card_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        card(**wrong)


def test_the_nearest_persona(coach: Coach, mine: Persona) -> None:
    people = list(coach.shelf.personas.values())
    assert nearest(people, "clinical", "Chief of surgery").id == "surgeon"
    assert nearest(people, "economic", "Finance chief of a clinic group").id == "cfo"
    assert nearest(people, "operational", "OR nurse manager").id == "or_nurse_manager"
    assert nearest(people, "administrative", "Surgical office coordinator").id == "office_coordinator"
    assert nearest([*people, mine], "clinical", mine.title).id == "surgeon", "one's own cards are not borrowed from"
    with pytest.raises(CoachError, match="no persona"):
        nearest([mine], "clinical", "Surgeon")


def test_markup_in_the_card_stays_words(surgeon: Persona) -> None:
    odd = "{first} {{7*7}} <b>$x$</b>"
    made = lay_over(surgeon, card(said_last=odd, objection=odd))
    assert all(odd in line for line in made.greeting)
    assert odd in made.objections[0].raise_[0]

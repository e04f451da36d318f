"""What a call told: the person's role, what hurts, what is used, what binds them, whom they named; and a draft out of it."""

from __future__ import annotations

import pytest

from coach.content.draft import TomorrowCard
from coach.content.errors import CoachError
from coach.debrief.calls import Spoken, main_stakeholder, theirs, turns_of
from coach.debrief.draft_account import drafted_account, is_gap, parts
from coach.debrief.formats import Utterance
from coach.debrief.from_call import drafted, learned
from coach.debrief.harm import suspected
from coach.debrief.sides import guessed, no_sales_talk, rep_of, unclear
from coach.messages.claims import ClaimCheck
from coach.wiring import Coach

TURNS = [
    (1, "We have a lot of wound trouble after discharge, and nobody told me."),
    (2, "My PA takes the calls and he's wearing out. We use staples and a border dressing today."),
    (3, "The value analysis committee has to approve anything new, and it meets every second Tuesday."),
    (4, "I already have a dressing that works fine. It's too expensive for what it does.\nWho else around here uses yours?"),
    (5, "Come back when you know what it does to my weekends. Thanks, bye."),
]


def test_what_they_said_is_sorted_with_its_turn() -> None:
    found = learned(TURNS, "Dr. [name 1] (Surgeon)")
    assert (found.role, found.family) == ("Surgeon", "clinical")
    assert (found.cares[0].turn, found.cares[0].text) == (1, "We have a lot of wound trouble after discharge, and nobody told me.")
    assert [item.text for item in found.uses] == ["We use staples and a border dressing today."]
    assert [item.text for item in found.objections] == ["I already have a dressing that works fine.", "It's too expensive for what it does."]
    assert [(item.turn, item.text) for item in found.questions] == [(4, "Who else around here uses yours?")]
    assert found.constraints[0].turn == 3
    assert {"pa", "value analysis committee"} <= {item.text for item in found.people}
    assert found.said_last and found.said_last.text == "Come back when you know what it does to my weekends."
    assert {title for title, _ in found.account} == {"What hurts", "In use today", "What binds them", "Who else has a part"}


@pytest.mark.parametrize(
    ("label", "words", "family"),
    [
        ("CFO", "We buy things.", "economic"),
        ("[name 1]", "I run the night shift and my staff has no time to train.", "operational"),
        ("[name 1]", "The budget is gone, the price is too high and the contract binds us.", "economic"),
        ("[name 1]", "There is a form in the portal, and policy says you need an appointment.", "administrative"),
    ],
)
def test_the_lens_is_told_by_the_label_or_by_what_they_talk_about(label: str, words: str, family: str) -> None:
    assert learned([(1, words)], label).family == family


def test_somebody_who_says_nothing_tells_nothing() -> None:
    found = learned([(1, "Okay.")], "")
    assert not (found.cares or found.uses or found.objections or found.questions or found.people or found.said_last)


def card(**more: object) -> TomorrowCard:
    return TomorrowCard.model_validate(
        {"initials": "AV", "role": "Surgeon", "family": "clinical", "objection": "I already have a dressing that works fine."} | more
    )


def test_the_draft_is_unverified_and_wears_what_was_heard(coach: Coach) -> None:
    people = coach.shelf.personas.values()
    made = drafted(learned(TURNS, "Surgeon"), card(), people)
    assert made.unverified and made.account is None and made.role_family == "clinical"
    raised = [item.raise_[0] for item in made.objections[:2]]
    assert raised == ["I already have a dressing that works fine.", "It's too expensive for what it does."]
    assert made.questions[0].ask[0] == "Who else around here uses yours?"
    assert "Bound by: The value analysis committee has to approve anything new, and it meets every second Tuesday." in made.card.known
    assert made.card.why == "Out of a real call of yours; unverified."


def test_a_card_with_an_identifier_is_refused(coach: Coach) -> None:
    with pytest.raises(CoachError, match="nothing about a patient"):
        drafted(learned(TURNS), card(uses="MRN 4471002"), coach.shelf.personas.values())


def test_a_colleague_is_scored_on_nothing_and_heard_by_nobody() -> None:
    spoken = [
        Spoken(speaker="a", side="stakeholder", text="Come in."),
        Spoken(speaker="r", side="rep", text="What goes wrong?"),
        Spoken(speaker="c", side="colleague", text="Our product is great."),
        Spoken(speaker="b", side="stakeholder", text="Nights go wrong, mostly."),
        Spoken(speaker="r", side="rep", text="Who covers them?"),
    ]
    assert turns_of(spoken) == [
        ("", "Come in.", ""),
        ("What goes wrong?", "Nights go wrong, mostly.", "Come in."),
        ("Who covers them?", "", "Nights go wrong, mostly."),
    ]
    assert theirs(spoken) == [(0, "Come in."), (1, "Nights go wrong, mostly.")] and main_stakeholder(spoken) == "b"


def test_sides_are_guessed_several_of_each() -> None:
    said = [
        Utterance("Anna Berg", "What goes wrong at night? Who is called?"),
        Utterance("Tom (Product)", "Our product helps. Our team will train them."),
        Utterance("Dr. Lee", "Everything."),
        Utterance("Kofi, RN", "He is right."),
        Utterance("Recording bot", "This call is recorded."),
    ]
    assert guessed(said) == {"Anna Berg": "rep", "Tom (Product)": "colleague", "Dr. Lee": "stakeholder", "Kofi, RN": "stakeholder", "Recording bot": "out"}
    assert rep_of([Utterance("Sales director, hospital", "Hi."), Utterance("Rep", "Hi.")]) == "Rep"
    assert unclear({"a": "rep", "b": "rep"}).startswith("Only one") and unclear({"a": "stakeholder"}).startswith("Say which")
    assert unclear({"a": "rep", "b": "colleague"}).startswith("Nobody is on the other side") and unclear({"a": "rep", "b": "stakeholder"}) == ""


def test_where_nobody_sells_nobody_is_guessed() -> None:
    said = [Utterance(f"Guest {at}", "The wards have trouble at night.") for at in range(40)]
    assert set(guessed(said).values()) == {"stakeholder"} and unclear(guessed(said)).startswith("Say which")


def test_a_film_is_no_sales_talk_and_a_terse_call_is() -> None:
    film = [
        Utterance("Rick", "You should never have come back to the island, and the boat was leaving without me in the storm."),
        Utterance("Lou", "It was dark."),
    ]
    assert "does not look like a sales conversation" in no_sales_talk(film * 5)
    assert no_sales_talk([Utterance("rep", "what goes wrong"), Utterance("surgeon", "they leak on weekends and nobody covers it, my patients wait")] * 5) == ""


@pytest.fixture(scope="module")
def check(coach: Coach) -> ClaimCheck:
    library = coach.shelf.libraries["norvane"]
    pack = coach.shelf.claim_pack(library)
    assert pack
    return ClaimCheck(pack, library)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("One of my patients blistered badly under it.", "harm"),
        ("we had a lady with your dressing on and she bled through it", "harm"),
        ("She used Norvane. Then she ended up in the ICU.", "harm"),
        ("your pump stopped on night two", "failure"),
    ],
)
def test_a_harm_is_heard_whoever_says_it(words: str, kind: str, check: ClaimCheck) -> None:
    for speaker in ("Dr. Lee", "Rep"):
        assert [(item.turn, item.kind) for item in suspected([Utterance("X", "Go on."), Utterance(speaker, words)], check)] == [(1, kind)]


def test_a_harm_in_answer_to_a_question_about_the_product(check: ClaimCheck) -> None:
    said = [Utterance("Rep", "How did it go with the dressing?"), Utterance("Dr. Lee", "Two of them got a rash.")]
    assert [item.quote for item in suspected(said, check)] == ["Two of them got a rash."]


@pytest.mark.parametrize(
    "words",
    [
        "My PA takes the calls and he's burned out.",
        "Nobody had a reaction with your dressing.",
        "Patients come back with infections.",
        "What if one of them bleeds under it?",
        "I'm sick of your portal and so is she.",
    ],
)
def test_what_is_no_harm_of_ours_stays_quiet(words: str, check: ClaimCheck) -> None:
    assert suspected([Utterance("Dr. Lee", words)], check) == []


def test_a_draft_account_says_what_was_heard_and_marks_every_gap() -> None:
    made = drafted_account(learned(TURNS, "Surgeon"), "First talk", "norvane", "draft_abc")
    assert "(draft, unverified)" in made.name and made.id == "draft_abc"
    assert "We have a lot of wound trouble after discharge, and nobody told me." in made.pressures
    assert any("committee has to approve" in rule for rule in made.access_rules) and "We use staples" in made.briefing
    assert is_gap(made.setting) and all(is_gap(step.title) for step in made.pathway) and all(is_gap(text) for text in made.objectives)
    assert any(text.startswith("PA: ") for text in made.people)


def test_a_draft_account_of_a_silent_call_is_all_gaps_and_still_an_account() -> None:
    made = drafted_account(learned([(1, "Okay.")], ""), "Nothing much", "norvane", "draft_abc")
    assert type(made).model_validate(made.model_dump(mode="json")) == made
    assert all(is_gap(text) for _, lines in parts(made) for text in lines)


def test_a_draft_account_leaves_identifiers_out() -> None:
    found = learned([(1, "We lost track of 123456789 and of the worst problem of the year."), (2, "The trouble is that nobody calls them back at night.")], "")
    made = drafted_account(found, "First talk", "norvane", "draft_abc")
    assert "123456789" not in str(made) and any("nobody calls them back" in text for text in made.pressures)

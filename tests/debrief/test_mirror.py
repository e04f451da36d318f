"""A pitch delivered alone: what each measure goes by, what it must not tell, and when it sits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coach.content.mirror import MirrorRules
from coach.debrief.mirror import Listener, listener_of, measure
from coach.debrief.mirror_pains import Pains
from coach.debrief.mirror_records import Delivered, Take
from coach.debrief.mirror_report import markdown
from coach.debrief.mirror_takes import moved, sitting
from coach.wiring import Coach
from tests.debrief.test_mirror_pairs import pains as known_pains

DAY = date(2026, 12, 1)
STORY = [
    "A man of fifty-eight went home on day five with a dry incision.",
    "On day eleven it opened at his kitchen table, and an urgent care two towns over packed it.",
    "His surgeon heard of it at week six, and ones like his never get into anybody's count.",
    "In 412 elective open colorectal patients with diabetes or a BMI of 30 or more, superficial infection by thirty days was 16.5 percent with standard "
    "dressings and 9.2 percent with Norvane 7.",
    "Deep infection didn't differ, and the people judging the wounds knew which dressing had been on.",
    "Would you and Kofi go through your last twenty open cases next Thursday?",
]
LIST = "It has a pump, a silicone layer, a battery, three lights and a pouch."


def take(coach: Coach, *sentences: str, persona: str = "surgeon", clock: int = 60, told: frozenset[str] = frozenset(), seconds: float | None = None) -> Take:
    shelf = coach.shelf
    listener = shelf.persona(persona)
    library = shelf.library_of(listener)
    return measure(
        Delivered(" ".join(sentences), "spoken" if seconds else "typed", seconds), listener_of(listener, shelf.needs, told), clock,
        reads=coach.reader(library, listener), embedder=coach.embedder, pains=known_pains(coach),
        rules=shelf.mirrors["mirror"], library=library, on=DAY,
    )  # fmt: skip


@pytest.fixture(scope="module")
def rules(coach: Coach) -> MirrorRules:
    return coach.shelf.mirrors["mirror"]


@pytest.fixture(scope="module")
def story(coach: Coach) -> Take:
    return take(coach, *STORY)


def marks(found: Take) -> dict[str, str | None]:
    return {one.id: one.mark for one in found.measures}


def test_a_story_holds_and_quotes_the_reps_own_words(story: Take) -> None:
    assert set(marks(story).values()) == {"holds"} and not story.claims
    assert [shown.quote for one in story.measures for shown in one.shown if shown.quote not in story.text] == []
    assert [one.need for one in story.touched] == ["late_infections_unseen"] and story.untouched == 2
    assert [one.role for one in story.stretches][-3:] == ["proof", "limit", "ask"]
    assert story.measure("ask").shown[0].why.endswith("2026-12-10")


@pytest.mark.parametrize(
    "measured, sentences, mark",
    [
        ("opening", ["I'm with Aldermoor and our dressing is called Norvane 7.", *STORY], "nearly"),
        ("opening", ["Our dressing has three lights.", "We make it in three sizes.", *STORY[3:]], "not_yet"),
        ("needs", STORY[3:], "not_yet"),
        ("proof", [*STORY[:4], STORY[5]], "nearly"),
        ("proof", [*STORY[:3], STORY[5]], "not_yet"),
        ("lists", [*STORY[:3], LIST, *STORY[3:]], "nearly"),
        ("lists", [*STORY[:3], LIST, LIST, *STORY[3:]], "not_yet"),
        ("empty", [*STORY, "Frankly, it's a truly innovative, best-in-class solution, and we are passionate about it."], "not_yet"),
        ("ask", STORY[:5], "not_yet"),
        ("ask", [*STORY[:5], "Would you and Kofi go through your last twenty open cases with me?"], "nearly"),
        ("ask", [*STORY[:5], "I'll send you the paper on Thursday."], "nearly"),
        ("length", [*STORY, *STORY[:3]], "not_yet"),
        ("length", STORY[:1], "not_yet"),
    ],
)
def test_what_is_missing_shows_in_its_own_measure(measured: str, sentences: list[str], mark: str, coach: Coach) -> None:
    assert marks(take(coach, *sentences))[measured] == mark


def test_an_approved_message_may_hold_any_word(coach: Coach, rules: MirrorRules) -> None:
    """Approved as it stands, it is said as it stands."""
    library = coach.shelf.libraries["norvane"]
    word = rules.empty[0].words[0]
    message = next(one for one in library.messages.messages if one.id == "cl_superficial_ssi_highrisk")
    changed = message.model_copy(update={"text": f"{message.text} It {word} did."})
    others = [changed if one.id == message.id else one for one in library.messages.messages]
    edited = library.model_copy(update={"messages": library.messages.model_copy(update={"messages": others})})
    shelf = coach.shelf
    found = measure(
        Delivered(changed.text), listener_of(shelf.persona("surgeon"), shelf.needs), 60, reads=coach.reader(edited), embedder=coach.embedder,
        pains=Pains(coach.embedder, shelf.needs), rules=rules, library=edited, on=DAY,
    )  # fmt: skip
    assert found.measure("empty").shown == []
    assert take(coach, f"It {word} did.").measure("empty").shown


def test_a_spoken_take_is_timed_by_its_clock(coach: Coach, story: Take) -> None:
    slow = take(coach, *STORY, seconds=95.0)
    assert slow.seconds == 95 and marks(slow)["length"] == "not_yet" and marks(story)["length"] == "holds"
    assert slow.how == "spoken"


def test_a_day_in_a_story_is_no_wrong_figure_of_a_trial(coach: Coach, story: Take) -> None:
    """The claim check knows turns, in which figures belong together. A wrong figure beside its trial is still found."""
    assert not story.claims
    wrong = take(coach, *STORY[:3], STORY[3].replace("9.2", "4.2"), *STORY[4:])
    assert [(claim.rule, claim.severity, claim.quote) for claim in wrong.claims] == [("drift", "block", "4.2 percent")]


@pytest.mark.parametrize("persona", ["surgeon", "cfo", "pulmonologist"])
def test_nothing_hidden_is_told(persona: str, coach: Coach) -> None:
    """No word of a need that was neither told nor touched is in what is kept, shown or handed out."""
    found = take(coach, *STORY[:1], "It rained all day, and nobody came.", persona=persona)
    handed = (found.model_dump_json() + markdown("N", "T", [([found], sitting([found], coach.shelf.mirrors["mirror"]))])).lower()
    for hidden in coach.shelf.persona(persona).needs:
        need = coach.shelf.needs[hidden.need]
        for words in (need.id, need.title, need.about, hidden.cost, hidden.opened_by, *hidden.disclose, *need.voiced_as):
            assert words.lower() not in handed, words
    assert found.untouched == len(coach.shelf.persona(persona).needs) and found.untouched_told == []


def test_a_need_that_was_told_and_missed_is_named_and_no_other(coach: Coach) -> None:
    found = take(coach, *STORY, told=frozenset({"weekend_wound_calls", "late_infections_unseen", "savings_never_land"}))
    assert found.untouched_told == ["Weekend wound calls with no owner"] and found.untouched == 2
    assert [one.told for one in found.touched] == [True]
    assert "Burned as a champion" not in found.model_dump_json()


def test_every_pain_there_is_finds_out_nothing(coach: Coach) -> None:
    """Who names all pains of the catalogue is not told which of them are this person's."""
    sentences = [need.about for need in list(coach.shelf.needs.values())[:12]]
    found = take(coach, *sentences)
    assert found.touched == [] and found.untouched == 3
    assert marks(found)["needs"] == "not_yet" and "list" in found.measure("needs").found
    assert not {shown.why for shown in found.measure("needs").shown} - {""}, "passages are quoted, and not by the name of a need"


def test_from_take_to_take(coach: Coach, story: Take) -> None:
    before = take(coach, STORY[1], STORY[0].replace("dry incision", "dry wound"), LIST, *STORY[3:5])
    found = moved(before, story)
    assert [line.kept for line in found.lines] == ["changed", "stayed", "new", "stayed", "stayed", "new"]
    assert found.lines[0].before.endswith("dry wound.") and found.dropped == [LIST]
    assert set(found.better) >= {"Asks for one step"} and found.worse == []
    assert moved(story, before).worse and moved(story, story).kept_share == 1


def test_it_sits_after_three_takes_that_hold(story: Take, rules: MirrorRules, coach: Coach) -> None:
    def again(at: int) -> Take:
        return story.model_copy(update={"text": f"{story.text}{' ' * at}\n{at}"})  # said again, not the same letter for letter

    assert not sitting([], rules).sits
    assert sitting([story, again(1)], rules).held == 2
    assert sitting([story, again(1), again(2)], rules).sits
    assert sitting([story, story, story], rules).held == 1, "a copy proves nothing"
    spoken = story.model_copy(update={"how": "spoken"})
    assert sitting([spoken, spoken, spoken], rules).sits, "who says the same again has it"
    off = take(coach, *STORY[:5])
    late = sitting([story, again(1), off], rules)
    assert not late.sits and late.held == 0 and late.lacking == ["Asks for one step: not yet"]
    other = story.model_copy(update={"text": "X. " * 6, "stretches": [one.model_copy(update={"start": 0, "end": 2}) for one in story.stretches]})
    assert any("stayed" in line for line in sitting([story, again(1), other], rules).lacking), "three different pitches are not one that sits"


def test_the_takes_go_along_as_markdown(story: Take, rules: MirrorRules, coach: Coach) -> None:
    nasty = replace(Delivered("x"), text="*Bold* {{ 7*7 }} <b>tags</b> " + " ".join(STORY))
    second = take(coach, nasty.text)
    text = markdown("Dr. Ines Halloway", "Surgeon", [([story, second], sitting([story, second], rules))])
    assert "### Take 1" in text and "### Take 2" in text and "Since the take before" in text
    assert r"\*Bold\* {{ 7\*7 }} \<b\>tags" in text


@pytest.mark.parametrize("library", ["norvane", "tessvara"])
def test_worked_pitches_show_what_good_looks_like(library: str, coach: Coach, rules: MirrorRules) -> None:
    shelf = coach.shelf
    kept = shelf.libraries[library]
    for one in shelf.pitches[library].pitches:
        needs = {need.id: need for need in one.listener.told}
        found = measure(
            Delivered(one.text), Listener("x", "x", "x", needs, frozenset(needs)), one.seconds, reads=coach.reader(kept), embedder=coach.embedder,
            pains=Pains(coach.embedder, {**shelf.needs, **needs}), rules=rules, library=kept, on=DAY,
        )  # fmt: skip
        assert found.claims == [] and set(marks(found).values()) == {"holds"}, (one.id, marks(found), found.claims)
        assert {touched.need for touched in found.touched} <= set(needs)
        for hidden in (hidden for persona in shelf.personas.values() for hidden in persona.needs):
            assert shelf.needs[hidden.need].title.lower() not in one.text.lower()

"""The rep's map as data: what is put on it, what it rests on, what does not fit, and what changed between two versions."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from coach.accounts import map as maps
from coach.accounts.map import AccountMap, Source
from coach.accounts.map_checks import drawable, misfits
from coach.accounts.map_depth import depth
from coach.accounts.map_heard import Known, cited, mentioned
from coach.accounts.map_rows import edited, rows
from coach.accounts.map_words import differences
from coach.content.errors import CoachError
from tests.accounts.places import ACCOUNT

TODAY = date(2026, 12, 1)
LOWE = Source(kind="turn", person="Dr. Amber Lowe", persona="lowe", meeting="m1", turn=5, quote="Ask Nora.", day=TODAY)
LOWE_LATER = LOWE.model_copy(update={"turn": 9, "quote": "As I said, ask Nora."})
VOSS = Source(kind="heard", person="Nora Voss", quote="It is my room.", day=TODAY)


def two() -> AccountMap:
    made = maps.added(maps.begun(ACCOUNT), "person", name="Dr. Amber Lowe", persona="lowe")
    made = maps.added(made, "person", name="Nora Voss", family="operational")
    return maps.added(made, "arrow", of="p6", on="p5", strength=3)


def says(made: AccountMap, today: date = TODAY) -> list[str]:
    return [one.says for one in misfits(made, today)]


def test_a_map_begins_with_the_titles_of_the_pathway_and_nothing_that_has_to_be_found_out() -> None:
    made = maps.begun(ACCOUNT)
    assert [step.title for step in made.steps] == [step.title for step in ACCOUNT.pathway]
    assert not any(step.stalls or step.cause for step in made.steps) and "SECRET" not in made.model_dump_json() and not made.people


def test_one_person_s_word_is_a_view_and_a_second_person_raises_confidence() -> None:
    made, sure = two(), []
    for source in (None, LOWE, LOWE_LATER, LOWE, VOSS, VOSS.model_copy(update={"person": "Cole Marsh"})):
        made = maps.sourced(made, "a7", source) if source else made
        sure.append((made.item("a7").confidence, len(made.item("a7").sources)))
    assert sure == [(40, 0), (60, 1), (60, 2), (60, 2), (80, 3), (90, 4)], "a person counts once, the same turn stands once"
    said = maps.changed(made, "a7", stated=15)
    assert said.item("a7").confidence == 15, "the rep knows better"
    assert maps.sourced(made, "a7", Source(kind="guess")) == made, "a guess adds nothing to what was said"
    guessed = maps.sourced(two(), "a7", Source(kind="guess"))
    assert maps.sourced(guessed, "a7", LOWE).item("a7").sources == [LOWE], "and makes way for it"
    assert maps.unsourced(made, "a7", 2).item("a7").confidence == 80


def test_what_does_not_fit_is_a_line_and_stays_on_the_map() -> None:
    made = two()
    assert says(made) == []
    gone = maps.removed(made, "p5")
    assert says(gone) == ["The arrow from Nora Voss points at nobody on this map. Say whom it moves, or take it out."]
    assert gone.arrows == made.arrows and drawable(gone).arrows == [], "kept, and not drawn"
    assert "comes from nobody" in says(maps.removed(made, "p6"))[0]
    assert "nobody at either end" in says(maps.removed(gone, "p6"))[0]
    assert "moves only themselves" in says(maps.changed(made, "a7", on="p6"))[0]
    assert "this stands here twice" in says(maps.added(made, "arrow", of="p6", on="p5"))[0]
    assert "Nora Voss stands here twice" in says(maps.changed(made, "p5", name="nora  VOSS"))[0]
    assert says(maps.added(made, "person", name="Amber Lowe, MD"))[0].startswith("Amber Lowe, MD stands here twice"), "titles tell nobody apart"


def test_a_pathway_in_a_circle_is_told_with_its_names() -> None:
    made = maps.changed(maps.begun(ACCOUNT), "s2", after=["s4"])
    (line,) = says(made)
    assert line.startswith("The pathway goes round in a circle: “") and line.count("→") == 3 and "Say which of these comes first." in line
    assert "“The days on the ward” comes after a step that is no longer here" in says(maps.removed(maps.begun(ACCOUNT), "s2"))[0]


def test_days_that_cannot_be() -> None:
    made = maps.sourced(two(), "p6", VOSS.model_copy(update={"day": date(2027, 5, 3)}))
    assert says(made) == ["Nora Voss: heard on 3 May 2027, which is still to come. Mend the day."]
    decided = maps.added(two(), "decision", text="The committee", on=date(2026, 11, 2), sources=[LOWE])
    assert says(decided) == ["“The committee” is on 2 November 2026, before anybody told you of it on 1 December 2026. Mend one of the two."]


def test_what_changed_is_said_in_words() -> None:
    before = two()
    after = maps.sourced(maps.changed(maps.removed(before, "s4"), "a7", strength=1, kind="formal"), "a7", LOWE)
    after = maps.added(maps.changed(after, "s2", stalls=True, cause="Two minutes"), "constraint", text="No money before July", kind="money")
    assert differences(before, after) == [
        "New: No money before July.",
        "Taken out: At home.",
        "Nora Voss moves Dr. Amber Lowe: kind is “formal”, was “informal”.",
        "Nora Voss moves Dr. Amber Lowe: strength is a little, was decisively.",
        "Nora Voss moves Dr. Amber Lowe: rests on Dr. Amber Lowe, turn 5, 1 December 2026.",
        "The operation: stalls is yes, was no.",
        "The operation: cause is “Two minutes”, was not said.",
    ]
    assert differences(after, after) == []


def test_values_that_cannot_be_are_refused_and_what_is_gone_is_said() -> None:
    made = two()
    for kind, fields in (("person", {"name": "  "}), ("arrow", {"of": "p5", "on": "p6", "strength": 9}), ("constraint", {"text": ""})):
        with pytest.raises(ValidationError):
            maps.added(made, kind, **fields)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        maps.changed(made, "p5", stated=101)
    with pytest.raises(CoachError, match="no longer on this map"):
        maps.changed(made, "p99", name="X")
    with pytest.raises(CoachError, match="holds 300 questions at most"):
        for at in range(301):
            made = maps.added(made, "question", text=f"What about {at}?")
    assert maps.newest(two()) == "a7"


def test_a_table_changes_what_was_touched_and_keeps_what_another_tab_did() -> None:
    base = two()
    before = rows(base, "arrow")
    assert before == [{"id": "a7", "of": "Nora Voss", "on": "Dr. Amber Lowe", "kind": "informal", "strength": 3, "sure": None}]
    meanwhile = maps.changed(maps.added(base, "arrow", of="p5", on="p6"), "a7", kind="formal")
    after = [before[0] | {"strength": 1.0, "sure": float("nan")}, {"of": "Dr. Amber Lowe", "on": "Somebody else", "kind": "formal", "sure": 55.0}]
    made = edited(meanwhile, "arrow", before, after)
    assert [(one.of, one.on, one.kind, one.strength, one.stated) for one in made.arrows] == [
        ("p6", "p5", "formal", 1, None), ("p5", "p6", "informal", 2, None), ("p5", "", "formal", 2, 55),
    ]  # fmt: skip
    assert "points at nobody" in says(made)[0], "an arrow to nobody is kept and told"
    assert edited(meanwhile, "arrow", before, []).arrows[0].of == "p5", "only the row that was there is taken out"
    assert edited(base, "arrow", before, before) == base


def test_a_table_row_that_cannot_be_is_a_line_and_changes_nothing() -> None:
    before = rows(two(), "person")
    with pytest.raises(CoachError) as told:
        edited(two(), "person", before, [before[0] | {"name": " "}, before[1], {"name": "", "title": "Clerk"}, {"name": "X", "sure": 400}])
    assert len(told.value.lines) == 3 and told.value.lines[0] == "Row 1: the name is missing. Write them, or take the row out."
    assert edited(two(), "step", rows(two(), "step"), []).steps == []


def test_words_of_a_meeting_can_be_cited_and_names_in_them_are_known() -> None:
    known = [Known("Dr. Amber Lowe", "surgeon", "clinical", "lowe"), Known("Nora Voss"), Known("The board's treasurer")]
    assert [one.name for one in mentioned("The answer is: ask Voss, she is never low on gauze.", known)] == ["Nora Voss"]
    assert [one.name for one in mentioned("I'd ask Amber's people.", known)] == ["Dr. Amber Lowe"]
    made = maps.sourced(two(), "a7", LOWE)
    assert cited(made) == {("m1", 5)}
    found = depth(made, {"lowe": "clinical"})
    assert (found.things, found.heard, found.crossed, found.families) == (3, 1, 0, ["clinical"])
    crossed = depth(maps.sourced(made, "a7", VOSS), {"lowe": "clinical"})
    assert (crossed.crossed, crossed.families, crossed.weight > found.weight) == (1, ["clinical", "operational"], True)
    stalled = depth(maps.changed(made, "s1", stalls=True, cause="A guess"), {})
    assert (stalled.things, stalled.heard, stalled.weight) == (4, 1, 1), "a guess is a thing on the map and adds nothing to what is known"

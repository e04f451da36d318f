"""Drill files: loaded with their library, and everything wrong in them named by file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.commands.lint import lint
from coach.content.drills import DRILL_KINDS, Drills, Source, found
from coach.content.shelf import ROOT, Shelf, load

TEXT = (ROOT / "message_library/norvane/drills.yaml").read_text(encoding="utf-8")
WRONG = {
    'fact: "a perforated silicone contact layer"': ("cards[0].rests[0].fact", 'fact: "a perforated velvet contact layer"', "stands nowhere in the facts"),
    'fact: "an absorbent core that holds up to 120 ml"': ("cards[2].rests[0].fact", 'fact: "the"', "quote a longer piece"),
    "message: op_patient_card": ("cards[3].rests[2].message", "message: op_patient_crad", "did you mean 'op_patient_card'"),
    'any: ["deck cards", "72"]': ("cards[5].holds[0].any", 'any: ["a brick"]', "not met by the expected answer"),
    "list is $185, $210 and $240": ("cards[7].answer", "list is $185, $210, $240 and $999", "$999"),
    "id: consignment": ("cards[8].id", "id: touches_skin", "stands twice"),
    '{what: "nothing comes down", any: ["nothing",': ("cards[10].holds[0].any", '{what: "nothing comes down", any: ["{nix}", "nothing",', "no {nix}"),
    "study: tran_2022": ("cards[37].rests[0].study", "study: tran_2023", "did you mean 'tran_2022'"),
    "message: cl_only_against_plain": ("cards[39].rests[0].message", "message: cl_emergency_fewer_dehiscence", "is withdrawn"),
}
"""What stands in the shipped file: the field it is in, what it becomes, and what is said about that."""


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load().shelf


@pytest.mark.parametrize("id", ["norvane", "tessvara"])
def test_both_libraries_have_drills_of_every_kind_through_every_lens(shelf: Shelf, id: str) -> None:
    cards = shelf.drills[id].cards
    assert len(cards) >= 40
    assert {card.kind for card in cards} == set(DRILL_KINDS)
    assert {card.lens for card in cards} == {"clinical", "operational", "economic", "administrative"}
    assert len({card.who for card in cards}) >= 15, "many people ask"
    assert all(len(card.ask.split()) <= 30 and len(card.answer.split()) <= 45 for card in cards), "short enough to say aloud"
    assert sum("{medical}" in point.any or "{unknown}" in point.any for card in cards for point in card.holds) >= 4, "some answers are that one doesn't know"


def test_what_an_answer_rests_on_is_found_wherever_it_stands(shelf: Shelf) -> None:
    library = shelf.libraries["norvane"]
    step = found(Source(step="clip  hair, CLEAN and dry the skin"), library)
    assert step is not None and step.title == "Step 2 of 9" and step.text == library.product.steps[1]
    facts = library.product.model_copy(update={"facts": list(reversed(library.product.facts)), "steps": []})
    moved = library.model_copy(update={"product": facts})
    source = Source(fact="Comes in one sterile tray")
    assert found(source, moved) == found(source, library), "a line put in between changes nothing"
    assert found(Source(step="Clip hair"), moved) is None


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    text = TEXT
    for old, (_, new, _) in WRONG.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = tmp_path / "message_library/norvane/drills.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    said = {problem.field: problem for problem in lint(tmp_path, None)[0]}
    rows = text.splitlines()
    for field, new, told in WRONG.values():
        assert field in said and told in said[field].what, (field, {name: problem.what for name, problem in said.items()})
        assert said[field].file == str(path) and new.split(":")[0].strip(" {-") in rows[said[field].line - 1], field
    assert set(said) == {field for field, _, _ in WRONG.values()}


def test_a_file_that_is_no_drills_or_has_no_library(tmp_path: Path) -> None:
    for name, text in (("norvane", TEXT.replace("kind: boundary", "kind: boundry", 1)), ("nobodys", TEXT.replace("id: norvane", "id: nobodys", 1))):
        path = tmp_path / f"message_library/{name}/drills.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    loaded = load(tmp_path)
    assert ["did you mean 'boundary'" in str(problem) for problem in loaded.problems] == [True]
    assert len(loaded.shelf.drills["norvane"].cards) == TEXT.count("  - id: "), "what it would have replaced stays in force"
    assert any("no library 'nobodys'" in str(problem) for problem in lint(tmp_path, None)[0])


def test_a_source_is_one_thing() -> None:
    for wrong in ({}, {"fact": "a", "study": "b"}):
        with pytest.raises(ValueError, match="one of fact, step"):
            Source.model_validate(wrong)
    with pytest.raises(ValueError, match="at least 1"):
        Drills.model_validate({"v": 1, "kind": "drills", "id": "x", "cards": []})

"""Start: four people to meet, meetings to go on with, and files that are wrong do not stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.pages.conftest import ROOT, app, mine, program, said, shown, sound

PEOPLE = {"surgeon": "Dr. Ines Halloway", "or_nurse_manager": "Ruth Ashdown", "cfo": "Desmond Pike", "office_coordinator": "Marisol Venn"}


def test_four_people_to_meet_and_what_is_known_about_them() -> None:
    page = app()
    keys = [button.key for button in page.button]
    assert {f"meet-{name}" for name in PEOPLE} | {f"watch-{name}" for name in PEOPLE} <= set(keys)
    text = shown(page)
    for name, person in PEOPLE.items():
        persona = program().shelf.persona(name)
        assert person in text
        assert persona.card.manner in text and persona.card.evidence_bar in text
        assert persona.card.history not in text, "where they come from is not known before the meeting"
        assert not any(need.cost in text or need.opened_by in text for need in persona.needs)
    assert "Tarn Hollow" in text and "fictional" in text


def test_meeting_somebody_begins_with_their_greeting() -> None:
    page = sound(app().button(key="meet-cfo").click().run())
    (greeting,) = said(page)
    pike = program().shelf.persona("cfo")
    assert greeting in [*pike.greeting, *(line for week in pike.weeks for line in week.greeting), *pike.life.get("late", [])]
    (stored,) = [mine().load(row.meeting) for row in program().store.meetings.recent(mine()._viewer)]
    assert page.query_params["m"] == stored.id
    assert stored.meeting.setup.on == date.today()


def test_the_chosen_difficulty_is_played() -> None:
    page = app()
    page.session_state["difficulty"] = "hostile"
    page = sound(page.button(key="meet-surgeon").click().run())
    assert mine().load(page.query_params["m"]).meeting.setup.difficulty == "hostile"


def test_watching_the_expert_shows_the_first_turn_only() -> None:
    page = sound(app().button(key="watch-surgeon").click().run())
    assert len(said(page)) == 1
    assert "watching a scripted expert" in shown(page)


def test_a_meeting_that_was_not_ended_can_be_gone_on_with() -> None:
    assert "Go on where you left off" not in shown(app())
    practice = mine()
    table = practice.load(practice.begin("cfo", on=date.today()))
    practice.say(table, "How does a penalty reach your desk?")
    assert "Go on where you left off" in shown(app())


def test_files_that_are_wrong_are_named_and_the_rest_works(own: Callable[[str, str], None], tmp_path: Path) -> None:
    folder = tmp_path / "content" / "prompts" / "personas"
    folder.mkdir(parents=True)
    (folder / "cfo.yaml").write_text("kind: persona\n  id: [broken\n")
    shipped = (ROOT / "prompts/personas/surgeon.yaml").read_text()
    (folder / "surgeon.yaml").write_text(shipped.replace("minutes: 8", "minutes: many").replace("role_family: clinical", "role_family: surgical"))
    own("COACH_CONTENT", str(tmp_path / "content"))
    page = app()
    text = shown(page)
    assert "cfo.yaml:2" in text
    assert "surgeon.yaml" in text and "minutes" in text and "role_family" in text
    assert {f"meet-{name}" for name in PEOPLE} <= {button.key for button in page.button}, "what the files would have replaced stays in force"
    sound(page.button(key="meet-surgeon").click().run())


def test_a_content_folder_that_is_not_there(own: Callable[[str, str], None], tmp_path: Path) -> None:
    own("COACH_CONTENT", str(tmp_path / "nowhere"))
    assert "is not a folder" in shown(app())


def test_nobody_is_hidden_by_markup_in_a_card(own: Callable[[str, str], None], tmp_path: Path) -> None:
    folder = tmp_path / "content" / "prompts" / "personas"
    folder.mkdir(parents=True)
    shipped = (ROOT / "prompts/personas/surgeon.yaml").read_text()
    (folder / "surgeon.yaml").write_text(shipped.replace('name: "Dr. Ines Halloway"', 'name: "<script>alert(1)</script> Halloway"'))
    own("COACH_CONTENT", str(tmp_path / "content"))
    text = shown(app())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text and "<script>" not in text

"""People: whom one can meet and for what, drafts of one's own, and what was learned in the real meeting."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from coach.content import own
from coach.content.errors import CoachError
from coach.content.refine import AfterMeeting, refined
from coach.pages.meet import difficulty_line
from coach.roleplay.purposes import KINDS
from coach.roleplay.records import DIFFICULTIES
from coach.roleplay.rules import COST, GAIN, START
from tests.pages.conftest import app, errors, mine, program, said, shown, sound

OLDER = {"surgeon": "Dr. Ines Halloway", "or_nurse_manager": "Ruth Ashdown", "cfo": "Desmond Pike", "office_coordinator": "Marisol Venn"}


def keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


def press(page: AppTest, key: str) -> AppTest:
    return sound(page.button(key=key).click().run())


def labelled(page: AppTest, label: str) -> AppTest:
    return sound(next(button for button in page.button if button.label == label).click().run())


def draft_of(persona: str = "cfo") -> str:
    made = own.copy_of(program().shelf.persona(persona))
    mine().draft(made)
    return made.id


def section(page: AppTest, name: str, id: str) -> AppTest:
    page.session_state[f"section:{id}"] = name
    return sound(page.run())


def test_everybody_is_there_with_what_may_be_known_and_no_more() -> None:
    page = app("people")
    text = shown(page)
    for id, name in OLDER.items():
        persona = program().shelf.persona(id)
        assert name in text and f"meet-{id}" in keys(page)
        assert persona.card.manner in text and persona.card.evidence_bar in text
        assert all(line in text for line in (*persona.card.can_grant, *persona.card.passes_on, *persona.card.red_lines))
        assert persona.card.history not in text and persona.card.week not in text
        assert not any(need.cost in text or need.opened_by in text for need in persona.needs)
        assert not any(fact.text in text for fact in persona.facts if fact.text not in " ".join(persona.card.known))
        assert not any(wrong.truth in text for wrong in persona.mistaken) and not any(stake.text in text for stake in persona.stakes)
    assert all(KINDS[name].about in text for name in program().shelf.persona("cfo").openings)


def test_search_finds_by_any_word_on_a_card() -> None:
    page = app("people")
    page = sound(page.text_input(key="people-search").set_value("chief financial").run())
    assert "meet-cfo" in keys(page) and "meet-surgeon" not in keys(page)
    page = sound(page.text_input(key="people-search").set_value("zebra crossing").run())
    assert "Nobody here fits" in shown(page) and not any(key.startswith("meet-") for key in keys(page))


def test_a_meeting_begins_with_the_purpose_that_was_chosen() -> None:
    page = app("people")
    assert page.radio(key="purpose-cfo").options[0] == KINDS["discovery"].title
    page = sound(page.radio(key="purpose-cfo").set_value("corridor").run())
    page.session_state["difficulty"] = "hostile"
    page = press(page, "meet-cfo")
    table = mine().load(page.query_params["m"])
    assert (table.meeting.setup.purpose, table.meeting.setup.difficulty) == ("corridor", "hostile")
    assert said(page)[0] in table.persona.openings["corridor"]
    assert f"{KINDS['corridor'].title} · hostile" in shown(page)
    assert table.meeting.states()[0].minutes_left == 1.5 and "about 2 minutes left" in shown(page)


def test_each_difficulty_says_what_it_changes() -> None:
    for name in DIFFICULTIES:
        line = difficulty_line(name)
        assert "\n" not in line and name.capitalize() in line
        if START[name]:
            assert str(abs(START[name])) in line and f"{GAIN[name]:g}" in line and f"{COST[name]:g}" in line


def test_who_may_call_on_somebody() -> None:
    id = draft_of()
    persona = mine().own(id).model_copy(update={"seats": ["account_manager"]})
    mine().draft(persona)
    page = app("people")
    assert f"meet-{id}" not in keys(page)
    assert "sees only an account manager, not a sales rep" in shown(page) and "Seen by: account manager only" in shown(page)
    page.session_state["seat"] = "account_manager"
    page = press(sound(page.run()), f"meet-{id}")
    assert mine().load(page.query_params["m"]).persona.id == id


def test_a_purpose_or_a_seat_that_is_not_on_offer_is_refused_in_one_line() -> None:
    from datetime import date

    bare = own.copy_of(program().shelf.persona("cfo")).model_copy(update={"openings": {}, "seats": ["medical"]})
    mine().draft(bare)
    with pytest.raises(CoachError) as refused:
        mine().begin(bare.id, on=date(2026, 12, 1))
    assert len(refused.value.lines) == 1 and "somebody from medical" in str(refused.value)
    with pytest.raises(CoachError) as refused:
        mine().begin(bare.id, on=date(2026, 12, 1), seat="medical", purpose="corridor")
    assert len(refused.value.lines) == 1 and "corridor" in str(refused.value)


def test_the_start_page_shows_six_at_most_and_leads_to_the_rest() -> None:
    draft_of(), draft_of("surgeon"), draft_of("surgeon")
    page = app()
    shown_here = [key for key in keys(page) if key.startswith("meet-")]
    assert len(shown_here) <= 6 and {f"meet-{id}" for id in OLDER} <= set(shown_here)
    assert any("Everybody you can meet" in link.proto.label for link in page.get("page_link"))


def test_a_copy_becomes_a_draft_of_one_s_own_and_the_original_stays() -> None:
    page = press(app("people"), "copy-cfo")
    id = page.query_params["draft"]
    made = mine().own(id)
    assert made.unverified and made.id != "cfo" and made.name == "Desmond Pike"
    assert "Everything is saved" in shown(page) and "unverified draft" in shown(page)
    assert not program().shelf.persona("cfo").unverified


def test_rename_and_delete_which_asks_first() -> None:
    id = draft_of()
    page = app("people")
    page.text_input(key=f"name-{id}").set_value("<b>P.K.</b>")
    page = press(page, f"rename-{id}")
    assert mine().own(id).name == "<b>P.K.</b>" and "&lt;b&gt;P.K." in shown(page)
    page.text_input(key=f"name-{id}").set_value("dob 12/03/1961")
    page = press(page, f"rename-{id}")
    assert "nothing about a patient" in errors(page) and mine().own(id).name == "<b>P.K.</b>"
    page = press(app("people"), f"delete-{id}")
    assert mine().own(id) and "for good?" in shown(page)
    page = press(page, f"keep-{id}")
    page = press(press(page, f"delete-{id}"), f"really-{id}")
    assert id not in mine().shelf().personas and f"meet-{id}" not in keys(page)


def test_a_draft_that_is_not_there_is_one_line() -> None:
    assert "There is no such draft" in errors(app("people", draft="my_nobody"))
    assert "There is no such draft" in errors(app("people", draft="cfo")), "what is shipped is not edited in place"
    assert "There is no such draft" in errors(app("tomorrow", after="my_nobody"))


def test_what_they_really_said_is_practised_again() -> None:
    id = draft_of("surgeon")
    need = program().shelf.persona("cfo").needs[0].need
    page = app("tomorrow", after=id)
    page.text_input(key="a_last").set_value("come back after the audit")
    page.text_input(key="a_objection").set_value("nobody has an hour to be trained")
    page.selectbox(key="a_need").set_value(need)
    page.text_input(key="a_need_words").set_value("the penalty comes out of my nurses")
    page.text_input(key="a_question").set_value("who else here uses it?")
    page = labelled(page, "Put it in")
    assert "knows it now" in "\n".join(item.value for item in page.success)
    made = mine().own(id)
    assert all("Come back after the audit." in line for line in made.greeting)
    assert made.objections[0].raise_[0] == "Nobody has an hour to be trained."
    assert made.needs[0].need == need and made.needs[0].disclose[0] == "The penalty comes out of my nurses."
    assert made.questions[0].ask[0] == "Who else here uses it?"
    assert made.card.known[:2] == ["Said last: come back after the audit", "Objected: nobody has an hour to be trained"]
    page = press(page, f"meet-{id}")
    assert mine().load(page.query_params["m"]).persona == made


def test_refining_twice_replaces_and_does_not_pile_up() -> None:
    shelf = program().shelf
    persona = own.copy_of(shelf.persona("surgeon"))
    once = refined(persona, AfterMeeting(objection="it is too dear", question="who pays?"), shelf.personas.values())
    twice = refined(once, AfterMeeting(objection="it is too slow", question="who learns it?"), shelf.personas.values())
    assert len(twice.objections) == len(once.objections) == len(persona.objections) + 1
    assert twice.objections[0].raise_[0] == "It is too slow." and len(twice.card.known) == len(once.card.known)
    assert own.checked(own.written(twice), shelf).sound
    with pytest.raises(CoachError, match="at least one thing"):
        refined(persona, AfterMeeting(), [])
    with pytest.raises(CoachError, match="nothing about a patient"):
        refined(persona, AfterMeeting(last_words="MRN 12345678"), [])

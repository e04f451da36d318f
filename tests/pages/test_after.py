"""After a real meeting: the draft outlives the page, what identifies a patient reaches no database, and what was kept goes where it belongs."""

from __future__ import annotations

from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from coach.accounts.heard import Draft
from coach.accounts.map import begun
from coach.accounts.map_depth import Depth
from coach.messages import plan as plans
from coach.messages.plan import Plan, stakeholder
from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, errors, mine, program, shown, sound, unescaped

ME = Viewer("me")


def planned() -> str:
    shelf = mine().shelf()
    made = plans.added(
        Plan(title="Two months", account="tarn_hollow", library="norvane"),
        stakeholder(shelf.personas["surgeon"]), date.today() - timedelta(days=1), rung="recognised", question="What happens at home?",
    )  # fmt: skip
    program().store.maps.make(ME, begun(shelf.accounts["tarn_hollow"]), Depth())
    return program().store.plans.make(ME, made)


def write(page: AppTest, **words: str) -> AppTest:
    for key, text in words.items():
        found = page.text_area if key in ("said", "surprised") else page.text_input
        found(key=f"a-{key.replace('__', '-')}").set_value(text)
        page = sound(page.run())
    return page


def test_from_a_plan_s_person_to_plan_map_and_crm_note() -> None:
    plan = planned()
    page = app("after")
    assert "Dr. Ines Halloway" in page.selectbox(key="a-who").options[0], "whoever is due comes first"
    assert "sees a problem" in shown(page) and "What happens at home?" in shown(page), "the prediction stands beside"
    page = write(
        page, said="Nobody shows me what happens at home.", surprised="She counts calls.", ours__0__action="send the chart", next="see the night nurse"
    )
    assert program().store.arcs.load(ME, "after", "", Draft)[0].said == "Nobody shows me what happens at home."
    again = app("after")
    assert again.text_area(key="a-said").value == "Nobody shows me what happens at home.", "another window finds the draft"
    assert again.text_input(key="a-ours-0-action").value == "send the chart"
    page = sound(page.button(key="a-keep").click().run())
    assert "What they said:\n  Nobody shows me what happens at home." in page.code[0].value
    assert "in your plan" in unescaped(page.success[0].value) and "The map has it" in unescaped(page.success[0].value)
    steps = program().store.plans.load(ME, plan).plan.steps
    assert len(steps) == 2 and steps[1].note.endswith("see the night nurse") and steps[1].day == date.today() + timedelta(days=7)
    map = program().store.maps.load(ME, program().store.maps.mine(ME)[0].id).map
    assert map.people[0].sources[0].kind == "heard" and map.questions[0].text.endswith("She counts calls.")
    page = sound(page.checkbox[0].check().run())
    assert program().store.real_meetings.mine(ME)[0].meeting.promises[0].done == date.today()
    page = sound(page.button(key="after-practise").click().run())
    assert page.text_input(key="t_said").value == "Nobody shows me what happens at home." and page.text_input(key="t_initials").value == "IH"
    assert app("after").text_area(key="a-said").value == "", "the next one begins empty"
    again = sound(again.button(key="a-keep").click().run())
    assert "kept already" in errors(again) and len(program().store.real_meetings.mine(ME)) == 1


def test_somebody_by_name_without_plan_or_map() -> None:
    page = app("after")
    page = write(page, said="Come back in March.")
    page = sound(page.button(key="a-keep").click().run())
    assert "Whom did you meet?" in errors(page) and page.text_area(key="a-said").value == "Come back in March."
    page = write(page, name="J. K.")
    page = sound(page.button(key="a-keep").click().run())
    kept = program().store.real_meetings.mine(ME)[0].meeting
    assert (kept.who.name, kept.plan, kept.day) == ("J. K.", None, date.today())


def test_what_identifies_a_patient_is_told_at_once_and_never_stored() -> None:
    page = write(app("after"), name="J. K.", said="Ask about MRN 4471002.")
    assert errors(page).count("patient's identifier") == 1 and "in this window only" in errors(page)
    assert page.text_area(key="a-said").value == "Ask about MRN 4471002.", "it stays to be put right"
    sound(page.button(key="a-keep").click().run())
    assert program().store.real_meetings.mine(ME) == []
    assert "4471002" not in program().store.arcs.load(ME, "after", "", Draft)[0].model_dump_json()
    page = write(page, said="Ask about her chart.")
    assert not page.error


def test_somebody_else_s_meeting_is_no_meeting() -> None:
    assert "There is no such meeting" in errors(app("after", m="abc"))

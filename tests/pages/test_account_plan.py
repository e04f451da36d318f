"""The account plan and the territory as pages: what is kept, what is refused, and what is lost to nobody."""

from __future__ import annotations

from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from coach.accounts.arc import Arc
from coach.accounts.heard import Promise, RealMeeting
from coach.accounts.territory import Territory
from coach.messages import plan as plans
from coach.messages.plan import Plan, stakeholder
from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, errors, mine, program, shown, sound, unescaped

ME = Viewer("me")
TODAY = date.today()


def planned() -> str:
    shelf = mine().shelf()
    made = Plan(title="Two months", account="tarn_hollow", library="norvane")
    made = plans.added(made, stakeholder(shelf.personas["surgeon"]), TODAY - timedelta(days=1))
    return program().store.plans.make(ME, plans.added(made, stakeholder(shelf.personas["cfo"]), TODAY + timedelta(days=8)))


def arc(id: str) -> Arc:
    return program().store.arcs.load(ME, "arc", id, Arc)[0]


def press(page: AppTest, key: str) -> AppTest:
    return sound(page.button(key=key).click().run())


def test_objectives_are_backed_by_engagements_and_moved_by_evidence() -> None:
    id = planned()
    page = app("account_plan", p=id)
    page.text_area(key="goal-new-quarter-0").set_value("One ward counts four weeks")
    page = press(page, "goal-put-quarter")
    assert "2 engagements serve no objective" in shown(page) or any("2 engagements" in unescaped(one.value) for one in page.warning)
    page = sound(page.selectbox(key="serves-s1").select("o1").run())
    assert arc(id).serves == {"s1": "o1"} and "Served by: Dr. Ines Halloway" in shown(page)
    page = press(page, "goal-keep-o1")
    assert "What moved it?" in errors(page)
    page.text_area(key="goal-moved-o1").set_value("Her night nurse counted eleven calls")
    page.selectbox(key="goal-by-o1").select("s:s1")
    page = press(page, "goal-keep-o1")
    assert "Her night nurse counted eleven calls" in shown(page) and arc(id).objectives[0].evidence[0].step == "s1"
    assert "1 step" not in shown(page) and "meetings" not in shown(page).lower().split("objectives")[0], "nothing is counted as performance"


def test_a_step_of_the_process_is_passed_by_words() -> None:
    id = planned()
    page = app("account_plan", p=id, v="process")
    page.text_area(key="process-words--understand").set_value("yes")
    page = press(page, "process-pass")
    assert "Answer the exit test in words" in errors(page) and page.text_area(key="process-words--understand").value == "yes"
    page.text_area(key="process-words--understand").set_value("The night nurse says wounds come back on Mondays")
    page = press(page, "process-pass")
    assert "Problem named by them" in shown(page) and arc(id).passed[""][0].step == "understand"


def test_commitments_of_meetings_and_plan_are_settled_where_they_stand() -> None:
    id = planned()
    who = stakeholder(mine().shelf().personas["surgeon"])
    met = RealMeeting(
        who=who, plan=id, day=TODAY - timedelta(days=9), promises=[Promise(side="theirs", who="Her", action="count a week", due=TODAY - timedelta(days=1))]
    )
    program().store.real_meetings.keep(ME, "m1", met)
    page = app("account_plan", p=id, v="owed")
    page.text_input(key="owed-what-0").set_value("send the chart")
    page = press(page, "owed-put")
    assert [one.value for one in page.subheader][:2] == ["Overdue", "Open"]
    page = sound(page.checkbox(key="owed-m1.0").check().run())
    assert program().store.real_meetings.load(ME, "m1").meeting.promises[0].done == TODAY
    page.text_input(key="owed-c1-why").set_value("she has it already")
    page = sound(page.run())
    page = press(page, "owed-c1-drop")
    assert arc(id).commitments[0].dropped == "she has it already"
    page = app("account_plan", p=id, v="joint")
    assert "There is no objective of theirs in it" in shown(page)


def test_whom_to_bring_and_why() -> None:
    id = planned()
    page = app("account_plan", p=id, v="team")
    assert "Worth bringing: account manager" in shown(page)
    page = press(page, "team-put-s2")
    assert "say what they are to do there" in shown(page)
    assert [one.seat for one in arc(id).team["s2"]] == ["account_manager"]
    assert press(page, "team-out-s2-account_manager") and arc(id).team == {}


def test_a_list_is_looked_at_kept_and_taken_back() -> None:
    id = planned()
    page = app("account_plan", p=id, v="lists")
    bad = b"contact,date\nA. Lane,2027-02-01\n,2027-02-02\n"
    page = sound(page.file_uploader(key="list-file-engagement").set_value(("crm.csv", bad, "text/csv")).run())
    assert "1 engagement</b> would come in" in shown(page) and "Row 3, contact: is empty" in shown(page)
    assert len(program().store.plans.load(ME, id).plan.steps) == 2, "nothing is kept before somebody says so"
    page = press(page, "list-in")
    assert [step.who.name for step in program().store.plans.load(ME, id).plan.steps][-1] == "A. Lane"
    page = press(page, "list-back")
    assert len(program().store.plans.load(ME, id).plan.steps) == 2 and "Taken back" in unescaped(page.success[0].value)


def test_the_second_of_two_tabs_is_told() -> None:
    id = planned()
    page = app("account_plan", p=id)
    page.text_area(key="goal-new-year-0").set_value("The real figure is known")
    page = press(page, "goal-put-year")
    program().store.arcs.save(ME, "arc", id, arc(id).model_copy(update={"process": "default", "kept_out": ["x"]}), None)
    page = press(page, "goal-out-o1")
    assert "changed in another tab" in errors(page) and arc(id).objectives, "nothing was lost"


def test_somebody_else_s_plan_is_none_of_yours() -> None:
    other = program().store.plans.make(Viewer("you"), Plan(title="x", library="norvane"))
    assert "not yours" in errors(app("account_plan", p=other))


def test_the_territory_says_why() -> None:
    page = app("territory")
    page.text_input(key="territory-name-0").set_value("Tarn Hollow Medical Center")
    page = press(page, "place-keep")
    assert "A rating without a reason" in errors(page) and page.text_input(key="territory-name-0").value == "Tarn Hollow Medical Center"
    page.text_area(key="territory-need-why-0").set_value("wounds come back at home.")
    page.text_area(key="territory-fit-why-0").set_value("one ward is ready.")
    page = press(page, "place-keep")
    assert "Some need: wounds come back at home. Some fit: one ward is ready." in shown(page)
    page.text_input(key="territory-request-what-1").set_value("a stand at the congress")
    page.text_area(key="territory-request-why-1").set_value("Nobody who decides goes there.")
    page = press(page, "request-keep")
    kept = program().store.arcs.load(ME, "territory", "", Territory)[0]
    assert kept.requests[0].decision == "no" and kept.places[0].account == "tarn_hollow" and "Nobody who decides goes there." in shown(page)

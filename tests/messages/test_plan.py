"""A plan: edits, what it lacks, what to ask first, and what is taken along."""

from __future__ import annotations

import csv
import io
from datetime import date, time

import docx
import pytest
from icalendar import Calendar

from coach.content.base import Strict
from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.messages import plan as plans
from coach.messages.columns import out_of_cell
from coach.messages.exporting import FICTIONAL
from coach.messages.plan import Carried, Plan, Stakeholder, stakeholder
from coach.messages.plan_export import Sheet, as_csv, as_markdown, sheet
from coach.messages.plan_export_calendar import as_calendar
from coach.messages.plan_export_word import as_word
from coach.messages.plan_gaps import Gap, gaps, objection
from coach.messages.plan_letters import follow_up, medical_request
from coach.messages.plan_suggest import OPEN, answerable, first_questions, opening
from coach.wiring import Coach

ON = date(2026, 12, 1)
LATER = date(2026, 12, 8)
PIKE = Stakeholder(persona="cfo", name="Desmond Pike", title="Chief financial officer", lens="economic")
HALLOWAY = Stakeholder(persona="surgeon", name="Dr. Ines Halloway", title="Colorectal surgeon", lens="clinical")
STUDY_OF = "cl_superficial_ssi_highrisk"
AFTER_IT = "cl_no_difference_deep"


@pytest.fixture
def norvane(coach: Coach) -> Library:
    return coach.shelf.libraries["norvane"]


def with_message(library: Library, id: str, **change: object) -> Library:
    """The library with one message changed."""
    messages = [one.model_copy(update=change) if one.id == id else one for one in library.messages.messages]
    return library.model_copy(update={"messages": library.messages.model_copy(update={"messages": messages})})


def planned(*steps: tuple[Stakeholder, date, str], **fields: object) -> Plan:
    """A plan with a step for each of (who, day, ids of messages by comma); `fields` go into every step."""
    plan = Plan(title="The first two months", account="tarn_hollow", library="norvane")
    for who, day, messages in steps:
        carried = [Carried(message=id, version=1) for id in messages.split(",") if id]
        plan = plans.added(plan, who, day, **{"question": "What matters now?", "messages": carried, **fields})
    return plan


def kinds(found: list[Gap]) -> list[str]:
    return [gap.kind for gap in found if gap.step is not None]


def names(plan: Plan) -> list[str]:
    return [step.id for step in plan.steps]


# Edits


def test_steps_are_added_by_day_moved_and_taken_out() -> None:
    plan = planned((PIKE, LATER, ""), (HALLOWAY, ON, ""), (PIKE, date(2026, 12, 4), ""))
    assert names(plan) == ["s2", "s3", "s1"], "by day"
    assert names(plans.moved(plan, "s2", 1)) == ["s3", "s2", "s1"]
    assert names(plans.moved(plan, "s1", -9)) == ["s1", "s2", "s3"], "as far as there are places"
    less = plans.removed(plan, "s3")
    assert names(less) == ["s2", "s1"]
    assert names(plans.added(less, PIKE, LATER))[-1] == "s4", "an id never comes twice: calendars know steps by it"
    with pytest.raises(CoachError, match="no longer in this plan"):
        plans.moved(less, "s3", 1)


def test_days_dealt_out_anew_follow_the_steps() -> None:
    plan = plans.moved(planned((PIKE, ON, ""), (HALLOWAY, LATER, "")), "s1", 1)
    assert kinds(gaps(plan, None)) == ["empty", "order", "empty"]
    mended = plans.days_in_order(plan)
    assert [(step.who.name, step.day) for step in mended.steps] == [("Dr. Ines Halloway", ON), ("Desmond Pike", LATER)]


def test_a_message_is_in_a_step_once_and_where_it_belongs() -> None:
    plan = plans.carrying(planned((HALLOWAY, ON, AFTER_IT)), "s1", STUDY_OF, 1, ahead_of=AFTER_IT)
    assert [one.message for one in plan.step("s1").messages] == [STUDY_OF, AFTER_IT]
    plan = plans.carrying(plan, "s1", STUDY_OF, 3)
    assert [(one.message, one.version) for one in plan.step("s1").messages] == [(STUDY_OF, 3), (AFTER_IT, 1)], "the new version, in the same place"
    assert [one.message for one in plans.not_carrying(plan, "s1", STUDY_OF).step("s1").messages] == [AFTER_IT]
    for at in range(plans.MAX_CARRIED - 2):
        plan = plans.carrying(plan, "s1", f"more_{at}", 1)
    with pytest.raises(CoachError, match="12 messages at most"):
        plans.carrying(plan, "s1", "one_more", 1)


def test_one_tap_goes_into_the_next_step_with_that_person() -> None:
    plan = planned((HALLOWAY, ON, ""), (PIKE, LATER, ""), (HALLOWAY, LATER, ""))
    put, step = plans.put(plan, HALLOWAY, Carried(message=STUDY_OF, version=1), date(2026, 12, 2), date(2027, 1, 5))
    assert step == "s3" and put.step("s3").carries(STUDY_OF), "the first that is still to come"
    again, step = plans.put(put, HALLOWAY, Carried(message=STUDY_OF, version=1), date(2026, 12, 2), date(2027, 1, 5))
    assert again == put and step == "s3"
    new, step = plans.put(plan, HALLOWAY, Carried(message=STUDY_OF, version=1), date(2026, 12, 20), date(2027, 1, 5))
    assert new.step(step).day == date(2027, 1, 5) and len(new.steps) == 4


def test_odd_words_are_kept_as_words_and_what_nothing_can_hold_goes() -> None:
    plan = plans.renamed(planned((PIKE, ON, "")), "  =2+2\x00 \ud83d| *a*\n<b> ")
    assert plan.title == "=2+2 | *a* <b>"
    assert plans.changed(plan, "s1", note="one\r\ntwo\x07").step("s1").note == "one\ntwo"
    for bad in ({"question": "x" * 501}, {"rung": "sold"}, {"day": "soon"}):
        with pytest.raises(ValueError):
            plans.changed(plan, "s1", **bad)


# What is missing


def test_a_sound_plan_has_nothing_beside_its_steps(norvane: Library) -> None:
    plan = planned((HALLOWAY, ON, f"{STUDY_OF},{AFTER_IT}"))
    assert gaps(plan, norvane, on=ON) == []


def test_what_comes_before_must_have_been_heard_by_the_same_person(norvane: Library) -> None:
    found = gaps(planned((HALLOWAY, ON, AFTER_IT)), norvane)
    assert [(gap.kind, gap.step, gap.message, gap.wanted) for gap in found] == [("before", "s1", AFTER_IT, STUDY_OF)]
    assert "has not heard that before" in found[0].says
    assert kinds(gaps(planned((HALLOWAY, ON, STUDY_OF), (HALLOWAY, LATER, AFTER_IT)), norvane)) == []
    assert kinds(gaps(planned((HALLOWAY, ON, STUDY_OF), (PIKE, LATER, AFTER_IT)), norvane)) == ["before"], "somebody else heard it"
    assert kinds(gaps(planned((HALLOWAY, ON, f"{AFTER_IT},{STUDY_OF}")), norvane)) == ["before"], "in the wrong order"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"status": "withdrawn"}, "was withdrawn"),
        ({"status": "draft"}, "is not approved yet"),
        ({"expires_on": date(2026, 11, 30)}, "expired on 2026-11-30"),
        ({"approved_on": date(2026, 12, 2)}, "is approved only from 2026-12-02"),
        ({"audience": "payer"}, "is written for another audience (payer)"),
        ({"seats": ["medical"]}, "is kept to another seat (medical)"),
        ({"market": "EU"}, "is approved for another market (EU)"),
    ],
)
def test_what_may_not_be_said_on_the_day_of_the_step(norvane: Library, change: dict[str, object], says: str) -> None:
    library = with_message(norvane, STUDY_OF, **change)
    found = gaps(planned((HALLOWAY, ON, STUDY_OF)), library)
    assert kinds(found) == ["message"] and says in found[0].says and "Take it out" in found[0].says


def test_a_message_that_runs_out_before_its_day_and_not_before_another(norvane: Library) -> None:
    library = with_message(norvane, STUDY_OF, expires_on=date(2026, 12, 5))
    found = gaps(planned((HALLOWAY, ON, STUDY_OF), (HALLOWAY, LATER, STUDY_OF)), library)
    assert [(gap.kind, gap.step) for gap in found] == [("message", "s2")]


def test_a_version_that_changed_and_a_message_that_is_gone(norvane: Library) -> None:
    found = gaps(planned((HALLOWAY, ON, f"{STUDY_OF},no_such")), with_message(norvane, STUDY_OF, version=4))
    assert kinds(found) == ["version", "message"]
    assert "version 1, now 4" in found[0].says and found[0].wanted == STUDY_OF
    assert "not in the library any more" in found[1].says


def test_no_question_no_message_a_day_that_is_over_and_nobody_there(norvane: Library) -> None:
    found = gaps(planned((HALLOWAY, ON, ""), question=""), norvane, known={"cfo"}, on=LATER)
    assert kinds(found) == ["person", "past", "question", "empty"]
    assert gaps(planned((HALLOWAY, ON, "")), None)[0].kind == "library"


def test_a_rung_that_skips(norvane: Library) -> None:
    steps = [(HALLOWAY, ON, STUDY_OF), (HALLOWAY, LATER, STUDY_OF)]

    def skips(*rungs: str, **more: object) -> list[str | None]:
        plan = planned(*steps)
        for step, rung in zip(("s1", "s2"), rungs, strict=True):
            plan = plans.changed(plan, step, rung=rung)
        return [gap.step for gap in gaps(plan, norvane, **more) if gap.kind == "rung" and gap.message is None]  # type: ignore[arg-type]

    assert skips("recognised", "curious") == []
    assert skips("curious", "evaluating") == ["s1"], "nobody comes from unaware to curious in one meeting"
    assert skips("recognised", "evaluating") == ["s2"]
    assert skips("evaluating", "convinced", stands={"surgeon": "curious"}) == [], "what was reached in meetings counts"
    assert skips("recognised", "recognised") == []


def test_who_is_not_seen_and_what_is_not_said(norvane: Library, coach: Coach) -> None:
    people = [stakeholder(coach.shelf.personas[id]) for id in ("surgeon", "cfo", "or_nurse_manager")]
    found = gaps(planned((HALLOWAY, ON, STUDY_OF), (PIKE, LATER, "")), norvane, answerable(norvane, coach.shelf.needs), people)
    assert [gap.says for gap in found if gap.kind == "unseen"] == ["Ruth Ashdown RN, OR nurse manager (operational)."]
    assert [gap.says for gap in found if gap.kind == "lens"] == ["You see somebody who looks through the economic lens, and carry nothing for it."]
    missing = {gap.says for gap in found if gap.kind == "need"}
    carried = next(one for one in norvane.messages.messages if one.id == STUDY_OF)
    assert missing and not missing & {coach.shelf.needs[need].title for need in carried.needs}
    lenses = {need.lens for need in coach.shelf.needs.values() if need.title in missing}
    assert lenses <= {"clinical", "economic"}, "of people whom nobody sees, nothing is asked"


# Questions


def test_first_questions_are_open_and_come_from_the_catalogue(coach: Coach, norvane: Library) -> None:
    shelf = coach.shelf
    reader = coach.reader(norvane)

    def ranks(text: str) -> list[tuple[str, float]]:
        return [(hit.id, hit.p) for hit in reader.head.rank(coach.embedder.embed([text])[0], 1)]

    for id in ("surgeon", "cfo", "or_nurse_manager"):
        persona = shelf.personas[id]
        found = first_questions(persona.lens, "discovery", answerable(norvane, shelf.needs), shelf.topics, ranks, persona)
        assert len(found) == 3 and len({one.topic for one in found}) == 3
        asked = {text.casefold().rstrip("?. ") for topic in shelf.topics.values() for text in topic.phrasings}
        assert all(one.text.casefold().rstrip("?. ") in asked and OPEN.match(one.text) for one in found)
        other = first_questions(persona.lens, "discovery", answerable(norvane, shelf.needs), shelf.topics, ranks, persona, asked=[one.text for one in found])
        assert not {one.text for one in found} & {one.text for one in other}


def test_first_questions_do_not_depend_on_what_a_person_hides(coach: Coach, norvane: Library) -> None:
    """The same card with other hidden needs, gates, stakes and history gets the same questions."""
    shelf, surgeon = coach.shelf, coach.shelf.personas["surgeon"]
    other = shelf.personas["cfo"]
    hidden = {"needs": other.needs, "stakes": other.stakes, "mistaken": other.mistaken, "objections": other.objections, "weeks": other.weeks}
    card = surgeon.card.model_copy(update={"trusts": [], "avoids": [], "history": "Quite another life.", "week": "Nothing at all."})
    same_card = surgeon.model_copy(update={**hidden, "card": card})

    def ranks(text: str) -> list[tuple[str, float]]:
        return sorted(
            ((topic.id, round(0.6 + 0.01 * len(set(text.split()) & set(topic.title.split())), 2)) for topic in shelf.topics.values()), key=lambda one: -one[1]
        )

    needs = answerable(norvane, shelf.needs)
    asked = [first_questions("clinical", "discovery", needs, shelf.topics, ranks, persona) for persona in (surgeon, same_card)]
    assert asked[0] == asked[1] and asked[0]
    words = " ".join(one.text + one.because for one in asked[0])
    assert not any(need.opened_by in words or need.cost in words for need in surgeon.needs)


def test_a_question_towards_what_the_message_answers_comes_first(coach: Coach, norvane: Library) -> None:
    topics, needs = coach.shelf.topics, answerable(norvane, coach.shelf.needs)
    nights = coach.shelf.needs["night_shift_gap"]
    found = first_questions(
        "operational", "discovery", needs, topics, lambda text: [("shift_coverage" if text == nights.about else "waste", 0.9)], answered={nights.id}
    )
    assert found[0].topic == "shift_coverage" and "Your message answers this" in found[0].because
    assert opening(topics["shift_coverage"], {"what happens on nights"}) != "What happens on nights?"


# Taken along


def sheet_of(plan: Plan, library: Library | None, **more: object) -> Sheet:
    found = gaps(plan, library, people=[PIKE, HALLOWAY])
    return sheet(plan, library, "Tarn Hollow Medical Center", True, found, {"discovery": "Discovery"}, ON, **more)  # type: ignore[arg-type]


@pytest.fixture
def taken(norvane: Library) -> Sheet:
    library = with_message(norvane, "cl_count_thirty_days", status="withdrawn")
    plan = planned((HALLOWAY, ON, f"{STUDY_OF},cl_count_thirty_days"), question="What happens after they go home?")
    plan = plans.changed(plan, "s1", at=time(7, 30), rung="recognised", note='=HYPERLINK("x")')
    return sheet_of(plans.renamed(plan, "=1+1"), library)


def test_markdown_says_all_and_nothing_withdrawn(taken: Sheet, norvane: Library) -> None:
    text = as_markdown(taken)
    by_id = {message.id: message for message in norvane.messages.messages}
    assert by_id[STUDY_OF].text in text and by_id[STUDY_OF].balance in text
    assert by_id["cl_count_thirty_days"].text not in text and "Not to be said" in text and "was withdrawn" in text
    for words in ("1 December 2026", "07:30", "What happens after they go home?", "sees a problem", FICTIONAL, "Desmond Pike", "Lindqvist"):
        assert words in text, words


def test_markdown_takes_no_words_for_markup(norvane: Library) -> None:
    plan = plans.renamed(planned((PIKE, ON, ""), question="*Why* [x](http://y) <script>?"), "# Not | a heading")
    text = as_markdown(sheet_of(plan, norvane))
    assert "<script>" not in text and r"\*Why\* \[x\]" in text and text.startswith(r"# \# Not")


def test_csv_holds_no_formula_and_a_row_a_step(taken: Sheet, norvane: Library) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(taken), newline="")))
    assert len(rows) == 1
    row = rows[0]
    assert row["plan"] == "'=1+1" and out_of_cell(row["plan"]) == "=1+1" and row["note"].startswith("'=HYPERLINK")
    assert row["date"] == "2026-12-01" and row["time"] == "07:30" and row["true_on"] == "2026-12-01" and row["about"] == FICTIONAL
    assert row["message_ids"] == f"{STUDY_OF} v1; cl_count_thirty_days v1"
    assert "not to be said: cl_count_thirty_days" in row["message_texts"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_whoever_comes_along_stands_in_every_export(norvane: Library) -> None:
    plan = planned((HALLOWAY, ON, STUDY_OF))
    made = sheet_of(plan, norvane, with_us={plan.steps[0].id: ["Clinical educator, B. Lowe: the first hour on nights"], "gone": ["Nobody"]})
    (row,) = csv.DictReader(io.StringIO(as_csv(made), newline=""))
    word = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(as_word(made))).paragraphs)
    for text in (as_markdown(made), word, row["with_us"]):
        assert "Clinical educator, B. Lowe: the first hour on nights" in text and "Nobody" not in text.replace("Nobody sees yet", "")
    assert "With you" not in as_markdown(sheet_of(plan, norvane))


def test_word_opens_again_and_says_the_same(taken: Sheet, norvane: Library) -> None:
    document = docx.Document(io.BytesIO(as_word(taken)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    first = next(message for message in norvane.messages.messages if message.id == STUDY_OF)
    assert document.paragraphs[0].text == "=1+1" and first.text in text and f"Say with it: {first.balance}" in text
    assert "Ask first: What happens after they go home?" in text and "Not to be said: cl_count_thirty_days was withdrawn." in text
    foot = document.sections[0].footer.paragraphs[0].text
    assert "Tuesday 1 December 2026" in foot and FICTIONAL in foot


def test_calendar_opens_again_and_keeps_its_uids(norvane: Library) -> None:
    plan = planned((HALLOWAY, ON, STUDY_OF), (PIKE, LATER, ""), question="Ünïcode; a, b\nc?")
    plan = plans.changed(plan, "s1", at=time(7, 0))
    raw = as_calendar(sheet_of(plan, norvane), "abcdef", 3, {"surgeon": 8})
    events = {str(event["uid"]): event for event in Calendar.from_ical(raw).walk("VEVENT")}
    assert set(events) == {"abcdef-s1@listen-first", "abcdef-s2@listen-first"}
    timed, whole = events["abcdef-s1@listen-first"], events["abcdef-s2@listen-first"]
    assert (timed["dtend"].dt - timed["dtstart"].dt).total_seconds() == 8 * 60 and timed["dtstart"].dt.tzinfo is None
    assert whole["dtstart"].dt == LATER and (whole["dtend"].dt - LATER).days == 1
    assert (
        "Ask first: Ünïcode; a, b c?" in str(timed["description"]) and FICTIONAL in str(timed["description"]) and "1 December 2026" in str(timed["description"])
    )
    later = Calendar.from_ical(as_calendar(sheet_of(plans.moved(plan, "s1", 1), norvane), "abcdef", 4)).walk("VEVENT")
    assert {str(event["uid"]) for event in later} == set(events) and {int(event["sequence"]) for event in later} == {4}


def test_exports_of_a_plan_whose_library_is_gone() -> None:
    gone = sheet_of(planned((HALLOWAY, ON, STUDY_OF)), None)
    assert "is not in the library any more" in as_markdown(gone)
    assert docx.Document(io.BytesIO(as_word(gone))).paragraphs and Calendar.from_ical(as_calendar(gone, "x", 1)) and as_csv(gone)
    assert sheet_of(plans.renamed(planned(), "伤口 / ../.."), None).file_name == "plan"


# Letters


def usable(library: Library, who: Stakeholder) -> list[Message]:
    step = planned((who, ON, "")).steps[0]
    return [message for message in library.messages.messages if not objection(message, library, step)]


@pytest.mark.parametrize("library", ["norvane", "tessvara"])
@pytest.mark.parametrize(("audience", "seat"), [("professional", "sales"), ("payer", "account_manager")])
def test_an_email_of_any_approved_message_passes_the_claim_check(coach: Coach, library: str, audience: str, seat: str) -> None:
    chosen = coach.shelf.libraries[library]
    reader = coach.reader(chosen, audience=audience, seat=seat)  # type: ignore[arg-type]
    who = HALLOWAY.model_copy(update={"audience": audience, "seat": seat})
    # A payer may hear what is meant for professionals too; it is the same email, and was looked at with them.
    messages = [message for message in usable(chosen, who) if message.audience == audience]
    assert messages
    for message in messages:
        text = follow_up(planned((who, ON, message.id)).steps[0], chosen, ON)
        assert message.text in text and (message.balance or "") in text
        assert reader.read(text, "", ON).claims == [], message.id


def test_the_claim_check_would_object_to_other_words_in_it(coach: Coach, norvane: Library) -> None:
    text = follow_up(planned((HALLOWAY, ON, STUDY_OF)).steps[0], norvane, ON)
    spoiled = text.replace("Kind regards,", "It is completely safe and the best there is.\n\nKind regards,")
    assert {claim.rule for claim in coach.reader(norvane).read(spoiled, "", ON).claims} >= {"absolute", "superlative"}


def test_an_email_cites_its_evidence_and_says_when_it_was_true(norvane: Library) -> None:
    text = follow_up(planned((HALLOWAY, ON, STUDY_OF)).steps[0], norvane, LATER)
    assert "Source: Lindqvist" in text and "True on Tuesday 8 December 2026" in text and FICTIONAL in text and "on Tuesday 1 December 2026" in text


def test_an_email_refuses_what_is_not_in_force_on_the_day_it_is_sent(norvane: Library) -> None:
    library = with_message(with_message(norvane, STUDY_OF, expires_on=date(2026, 12, 5)), AFTER_IT, status="withdrawn")
    step = planned((HALLOWAY, ON, f"{STUDY_OF},{AFTER_IT},no_such")).steps[0]
    with pytest.raises(CoachError) as refused:
        follow_up(step, library, LATER)
    assert len(refused.value.lines) == 3
    assert "expired on 2026-12-05" in refused.value.lines[0] and "was withdrawn" in refused.value.lines[1] and "no_such" in refused.value.lines[2]
    with pytest.raises(CoachError, match="carries no message"):
        follow_up(planned((HALLOWAY, ON, "")).steps[0], library, ON)


def test_a_medical_information_request_holds_the_question_and_nothing_that_promotes(norvane: Library) -> None:
    step = planned((HALLOWAY, ON, STUDY_OF)).steps[0]
    asked = "Has anybody used it on an open abdomen?\nAnd in children?"
    text = medical_request(step, norvane, asked, LATER, "Tarn Hollow Medical Center")
    assert "your medical information team" in text and "sends nothing" in text and "    And in children?" in text and "Dr. Ines Halloway" in text
    assert norvane.product.name in text and FICTIONAL in text
    assert not any(message.text in text or (message.balance or "\0") in text for message in norvane.messages.messages)
    for bad in ("", "  \n ", "Patient number 1234567 leaked, why?", "x" * 2001):
        with pytest.raises(CoachError):
            medical_request(step, norvane, bad, ON, "Tarn Hollow")
    assert "the library is gone" in medical_request(step, None, "Why?", ON, "Tarn Hollow")


def test_models_refuse_what_they_do_not_know() -> None:
    assert issubclass(Plan, Strict)
    with pytest.raises(ValueError, match="extra"):
        Plan.model_validate({"title": "x", "library": "y", "colour": "red"})

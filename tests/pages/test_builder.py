"""The builder: a draft edited by form, what is wrong said in words, and the try-out beside it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from coach.content import own
from coach.pages.fields import REACTION_WORDS
from coach.pages.fields_faults import named
from coach.pages.fields_sections import SECTIONS
from tests.pages.conftest import app, mine, program, shown, sound
from tests.pages.test_people import draft_of, labelled, press, section


def test_what_was_typed_is_shown_to_be_wrong_kept_and_not_met() -> None:
    id = draft_of()
    page = app("people", draft=id)
    page = sound(page.text_area(key=f"{id}|card.known").set_value("Only one thing").run())
    assert "Card, What is known" in shown(page) and "has 1, at least 3 are needed" in shown(page)
    assert page.button(key="save").disabled
    again = app("people", draft=id)
    assert again.text_area(key=f"{id}|card.known").value == "Only one thing", "a reload keeps it"
    assert len(mine().own(id).card.known) > 1, "and it is not in force"
    again = press(again, "discard")
    assert again.text_area(key=f"{id}|card.known").value.count("\n") > 1 and mine().unfinished(id) is None


def test_save_makes_it_the_person_one_meets() -> None:
    id = draft_of()
    page = app("people", draft=id)
    page = sound(page.text_input(key=f"{id}|name").set_value("D. Kestrel").run())
    page = section(page, "Greetings", id)
    lines = ["Kestrel. You have my attention.", "Sit down, it's Kestrel.", "Kestrel here. What is it?"]
    page = sound(page.text_area(key=f"{id}|greeting").set_value("\n".join(lines)).run())
    page = press(page, "save")
    saved = mine().own(id)
    assert (saved.name, saved.greeting) == ("D. Kestrel", lines) and mine().unfinished(id) is None
    assert "Everything is saved" in shown(page)
    page = press(page, f"meet-{id}")
    assert mine().load(page.query_params["m"]).persona.name == "D. Kestrel"


@pytest.mark.parametrize("name", SECTIONS)
def test_looking_at_a_section_changes_nothing(name: str) -> None:
    id = draft_of("surgeon")
    page = section(app("people", draft=id), name, id)
    assert mine().unfinished(id) is None and "Everything is saved" in shown(page)


def test_tastes_pools_needs_and_endings_land_where_they_belong() -> None:
    id = draft_of()
    page = section(app("people", draft=id), "Tastes", id)
    assert page.number_input(key=f"{id}|tastes.empathy").value == -3
    page = sound(page.number_input(key=f"{id}|tastes.empathy").set_value(6).run())
    page = sound(page.number_input(key=f"{id}|tastes.small_talk").set_value(0).run())
    page = section(page, "Reactions", id)
    page = sound(page.text_area(key=f"{id}|reactions.silence").set_value("Well?\nI'm waiting.\nTake your time, it's mine.").run())
    page = section(page, "Needs", id)
    page = sound(page.text_area(key=f"{id}|needs[0].cost").set_value("A night's sleep").run())
    page = section(page, "Endings", id)
    page = sound(page.number_input(key=f"{id}|endings.advance.days").set_value(3).run())
    saved = mine().own(press(page, "save").query_params["draft"])
    assert saved.tastes["empathy"] == 6 and "small_talk" not in saved.tastes
    assert saved.reactions["silence"][0] == "Well?" and saved.needs[0].cost == "A night's sleep" and saved.endings.advance.days == 3
    assert saved.needs[1:] == program().shelf.persona("cfo").needs[1:]


def test_one_more_question_and_one_less_objection() -> None:
    id = draft_of()
    page = press(section(app("people", draft=id), "Their questions", id), f"{id}|more:questions")
    count = len(program().shelf.persona("cfo").questions)
    assert f"Their questions {count + 1}, What they want to know" in shown(page)
    page = press(page, f"{id}|away:questions:{count}")
    assert mine().unfinished(id) is None
    before = [item.id for item in program().shelf.persona("cfo").objections]
    page = press(section(page, "Objections", id), f"{id}|away:objections:0")
    unfinished = mine().unfinished(id)
    assert unfinished and [item["id"] for item in unfinished["objections"]] == before[1:]
    assert page.text_input(key=f"{id}|objections[0].title").value == program().shelf.persona("cfo").objections[1].title


def test_trying_it_out_uses_what_is_not_saved_and_stores_nothing() -> None:
    id = draft_of()
    page = section(app("people", draft=id), "Reactions", id)
    page = sound(page.text_area(key=f"{id}|reactions.silence").set_value("One.\nTwo.\nThree.").run())
    page.text_input(key=f"try-words:{id}").set_value("How does a penalty reach your desk?")
    page = labelled(page, "Say it")
    text = shown(page)
    assert "Why this answer." in text and "How does a penalty reach your desk?" in text
    assert program().store.meetings.recent(mine()._viewer) == []
    assert mine().unfinished(id) is not None and mine().own(id).reactions["silence"][0] != "One."
    page = press(page, f"try-again:{id}")
    assert "Why this answer." not in shown(page)


def test_a_patient_is_kept_out_of_a_draft() -> None:
    id = draft_of()
    page = app("people", draft=id)
    page = sound(page.text_area(key=f"{id}|card.why").set_value("Talk about MRN 4471002").run())
    assert "nothing about a patient" in shown(page) and page.button(key="save").disabled


def test_every_field_has_a_name_for_people() -> None:
    shelf = program().shelf
    persona = own.written(shelf.persona("cfo"))

    def called(field: str) -> str:
        return named(field, persona, shelf)

    assert called("needs[0].gate.trust") == "Needs 1, Trust it takes"
    assert called("reactions.silence[2]") == "Reactions, You said nothing, line 3"
    assert called("card.known") == "Card, What is known"
    assert called("topics[0].lines[1].tells") == "Topics, Budget cycle, Ordinary, line 1, Facts it tells"
    assert called("facts[0].text") == "Facts, Tarn Hollow does about 9,800 surgical cases a year."
    assert called("weeks[1].greeting[0]") == "Weeks 2, How they greet this week, line 1"
    assert called("favour.bare[1]") == "A favour they ask, When declined with nothing in its place, line 2"
    assert called("life.pager") == "Interruptions, The pager or the phone goes"
    assert set(persona["reactions"]) <= set(REACTION_WORDS)


def chosen(page: AppTest, key: str, one: str) -> AppTest:
    return sound(page.selectbox(key=key).set_value(one).run())


def tried(page: AppTest, id: str, words: str) -> str:
    """What the try-out shows after saying something."""
    page.text_input(key=f"try-words:{id}").set_value(words)
    return shown(labelled(page, "Say it"))


def place(id: str, topic: str) -> int:
    return [entry.topic for entry in mine().own(id).topics].index(topic)


def test_a_line_of_a_topic_is_edited_and_heard() -> None:
    id = draft_of()
    at = place(id, "volume")
    page = chosen(section(app("people", draft=id), "Topics", id), f"topic:{id}", "volume")
    assert [page.text_area(key=f"{id}|topics[{at}].lines[{number}].say").label for number in range(3)] == [
        "Cut short, line 1",
        "Ordinary, line 1",
        "With an example, line 1",
    ]
    page = sound(page.text_area(key=f"{id}|topics[{at}].lines[0].say").set_value("Nine thousand, give or take a marmot.").run())
    text = tried(page, id, "How many surgical cases do you do in a year?")
    assert "give or take a marmot" in text and "Heard as a question about: volume" in text
    again = app("people", draft=id)
    assert "give or take a marmot" in own.at(mine().unfinished(id) or {}, ("topics", at, "lines", 0, "say")), "a reload keeps it"
    saved = mine().own(press(again, "save").query_params["draft"])
    assert saved.topics[at].lines[0].say == "Nine thousand, give or take a marmot."
    assert saved.topics[at].lines[1:] == program().shelf.persona("cfo").topics[at].lines[1:]


def test_a_fact_is_added_and_told() -> None:
    id = draft_of()
    at = place(id, "volume")
    page = press(section(app("people", draft=id), "Facts", id), f"{id}|more:facts")
    number = len(mine().own(id).facts)
    assert "Facts, (nothing written yet) is empty" in shown(page).replace("</b>", "") and page.button(key="save").disabled
    page = sound(page.text_area(key=f"{id}|facts[{number}].text").set_value("The lift stops at four.").run())
    assert "No line tells it yet" in shown(page)
    new = (mine().unfinished(id) or {})["facts"][number]["id"]
    page = chosen(section(page, "Topics", id), f"topic:{id}", "volume")
    tells = page.multiselect(key=f"{id}|topics[{at}].lines[0].tells")
    assert "The lift stops at four." in tells.options
    kept = {fact for need in mine().own(id).needs for fact in need.facts}
    assert kept and not {fact.text for fact in mine().own(id).facts if fact.id in kept} & set(tells.options), "what must be earned is not offered"
    page = sound(tells.set_value([new]).run())
    assert "It tells: “The lift stops at four.”" in tried(page, id, "How many surgical cases do you do in a year?")
    saved = mine().own(press(page, "save").query_params["draft"])
    assert saved.topics[at].lines[0].tells == [new] and saved.facts[number].text == "The lift stops at four."
    page = chosen(section(page, "Facts", id), f"fact:{id}", new)
    assert "Volume, Cut short, line 1" in shown(page)


def test_a_fact_that_is_gone_and_told_still_is_reported_in_words() -> None:
    id = draft_of()
    page = section(app("people", draft=id), "Facts", id)
    text = mine().own(id).facts[0].text
    page = press(page, f"{id}|away:facts:0")
    fault = shown(page)
    assert "Topics, Volume, Cut short, line 1, Facts it tells" in fault and text in fault and "no fact any more" in fault
    assert "surgical_cases" not in fault, "nobody is shown an id"
    page = press(page, f"{id}|fault:False:0")
    at = place(id, "volume")
    assert page.selectbox(key=f"topic:{id}").value == "volume", "the way to the line that tells it"
    assert page.multiselect(key=f"{id}|topics[{at}].lines[0].tells").options[-1] == f"Taken away: {text}"
    page = sound(page.multiselect(key=f"{id}|topics[{at}].lines[0].tells").set_value([]).run())
    assert "Nothing. It loads" in shown(page) and not page.button(key="save").disabled


def test_a_week_is_edited_saved_and_played() -> None:
    id = draft_of()
    page = section(app("people", draft=id), "Weeks", id)
    page = sound(page.text_area(key=f"{id}|weeks[1].says").set_value("They count the spoons.\nSpoons, twice over.").run())
    page = sound(page.number_input(key=f"{id}|weeks[1].trust").set_value(-7).run())
    week = mine().own(id).weeks[1].id
    page = chosen(page, f"try-week:{id}", week)
    assert "poons" in tried(page, id, "What is pressing on you this week?")
    saved = mine().own(press(page, "save").query_params["draft"])
    assert (saved.weeks[1].trust, saved.weeks[1].says[0]) == (-7, "They count the spoons.")
    page = press(page, f"{id}|away:weeks:0")
    assert page.number_input(key=f"{id}|weeks[0].trust").value == -7
    saved = mine().own(press(page, "save").query_params["draft"])
    assert [item.id for item in saved.weeks] == [week, program().shelf.persona("cfo").weeks[2].id]


def test_a_topic_of_the_catalogue_is_answered_and_taken_away_again() -> None:
    id = draft_of()
    answered = {entry.topic for entry in mine().own(id).topics}
    page = section(app("people", draft=id), "Topics", id)
    assert not set(page.selectbox(key=f"new-topic:{id}").options) & set(page.selectbox(key=f"topic:{id}").options)
    page = press(chosen(page, f"new-topic:{id}", "exacerbations"), f"{id}|more:topics")
    at = len(answered)
    assert page.selectbox(key=f"topic:{id}").value == "exacerbations" and "Ordinary, line 1" in shown(page) and page.button(key="save").disabled
    for number in range(2):
        page = sound(page.text_area(key=f"{id}|topics[{at}].lines[{number}].say").set_value(f"Ask Larkfield, {number}.").run())
    page = press(page, f"{id}|more:line:any")
    page = press(sound(page.text_area(key=f"{id}|topics[{at}].lines[2].say").set_value("Not here.").run()), "save")
    assert [(line.band, line.say) for line in mine().own(id).topics[at].lines][1:] == [("example", "Ask Larkfield, 1."), ("any", "Not here.")]
    page = press(page, f"{id}|away:line:0")
    assert [line["say"] for line in (mine().unfinished(id) or {})["topics"][at]["lines"]] == ["Ask Larkfield, 1.", "Not here."]
    page = press(press(page, f"{id}|away:topics:{at}"), "save")
    assert {entry.topic for entry in mine().own(id).topics} == answered


def test_mistakes_interests_and_parts_come_and_go() -> None:
    id = draft_of()
    page = press(section(app("people", draft=id), "Mistakes", id), f"{id}|more:mistaken")
    count = len(mine().own(id).mistaken)
    assert f"Mistakes {count + 1}, Asked about this, they say it</b> is not chosen yet" in shown(page)
    page = press(page, f"{id}|away:mistaken:{count}")
    page = press(section(page, "Own interests", id), f"{id}|away:stakes:0")
    page = section(page, "Interruptions", id)
    page = sound(page.text_area(key=f"{id}|life.pager").set_value("").run())
    page = press(section(page, "Favour and obstacles", id), f"{id}|away:favour")
    assert "A favour they ask</b> is missing" in shown(page)
    page = press(page, f"{id}|more:favour")
    for name in ("declined", "bare", "accepted"):
        page = sound(page.text_area(key=f"{id}|favour.{name}").set_value(f"One, {name}.\nTwo, {name}.").run())
    page = sound(page.text_area(key=f"{id}|favour.wants").set_value("A look at somebody else's price.").run())
    page = press(press(page, f"{id}|away:handoff"), "save")
    saved = mine().own(id)
    assert saved.favour is not None and saved.favour.bare == ["One, bare.", "Two, bare."] and saved.handoff is None
    assert saved.stakes == [] and "pager" not in saved.life and len(saved.mistaken) == count
    assert saved.blocked == program().shelf.persona("cfo").blocked
    page = chosen(page, f"try-purpose:{id}", "saying_no")
    assert "One, accepted." in (text := tried(page, id, "Yes, I can send you their price list tomorrow.")) or "Two, accepted." in text


def test_what_is_not_in_every_meeting_can_be_heard() -> None:
    id = draft_of()
    page = app("people", draft=id)
    wrong = mine().own(id).mistaken[0]
    page = sound(page.multiselect(key=f"try-also:{id}").set_value(["What they have wrong comes out"]).run())
    text = tried(page, id, "What is your policy on risk and safety with a new device?")
    assert any(line in text.replace("&#x27;", "'") for line in wrong.says)

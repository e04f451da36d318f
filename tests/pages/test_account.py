"""Account: what may be known and nothing more; the map begun, filled from a meeting, edited, told apart in two tabs, closed once."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from coach.accounts import map as maps
from coach.accounts.map import AccountMap, Source
from coach.accounts.map_depth import Depth
from coach.reviews.viewer import Viewer
from coach.store.maps import StoredMap
from tests.pages.conftest import app, errors, mine, program, shown, sound

ME = Viewer("me")


def made(map: AccountMap | None = None) -> str:
    return program().store.maps.make(ME, map or maps.begun(program().shelf.accounts["tarn_hollow"]), Depth())


def kept(id: str) -> StoredMap:
    return program().store.maps.load(ME, id)


def saved(id: str, map: AccountMap) -> None:
    """Somebody else's save, behind the page's back."""
    program().store.maps.save(ME, id, map, kept(id).revision, Depth(), ["elsewhere"])


def met(*lines: str) -> str:
    """A meeting with the surgeon, over."""
    practice = mine()
    id = practice.begin("surgeon", on=date(2026, 12, 2), seed=7)
    for words in lines:
        table = practice.load(id)
        practice.say(table, words)
        table = practice.load(id)
        assert table.unanswered is not None
        practice.answered(table, table.unanswered, table.answer(table.unanswered))
    practice.leave(practice.load(id))
    return id


def everywhere(page: AppTest) -> str:
    """All that any widget or text of the page holds."""
    options = [str(option) for box in (*page.selectbox, *page.multiselect) for option in box.options]
    return "\n".join([shown(page), *options, *(one.label for one in page.expander), *(str(one.value) for one in (*page.text_input, *page.text_area))])


def test_before_the_diagnosis_nothing_on_any_view_says_how_it_really_is() -> None:
    account = program().shelf.accounts["tarn_hollow"]
    assert account.truth is not None
    secrets = [step.stalls for step in account.pathway if step.stalls]
    secrets += [one.because for one in (*account.truth.stakeholders, *account.truth.influence)] + [one.cause for one in account.truth.stalls]
    secrets += [one.text for one in (*account.truth.constraints, *account.truth.variants)]
    told = " ".join([account.briefing, *account.access_rules, *account.pressures])
    id = made()
    met("What happens to patients after they go home?")
    texts = [everywhere(app("account", a="tarn_hollow"))]
    for view in ("about", "map", "meetings", "list", "versions", "diagnosis"):
        texts.append(everywhere(app("account", m=id, v=view)))
    assert account.briefing in "".join(texts).replace("&#x27;", "'") and account.pathway[0].title in "".join(texts).replace("&#x27;", "'")
    for text in texts:
        bare = text.replace("&#x27;", "'").replace("&quot;", '"')
        assert not [secret for secret in secrets if secret and secret in bare and secret not in told]


def test_a_map_is_begun_filled_by_hand_and_kept_version_by_version() -> None:
    page = app("account")
    assert "Tarn Hollow" in "".join(one.proto.label for one in page.get("page_link"))
    page = app("account", a="tarn_hollow")
    sound(page.button(key="map-begin-it").click().run())
    (head,) = program().store.maps.mine(ME)
    id = head.id
    assert page.title[0].value == "Tarn Hollow Medical Center"
    page.selectbox(key=f"map-known-{id}-10").set_value("Ruth Ashdown RN").run()
    field = next(one for one in page.text_input if one.label == "Name or initials")
    assert field.value == "Ruth Ashdown RN"
    sound(next(one for one in page.button if one.label == "Put it on the map").click().run())
    (ruth,) = kept(id).map.people
    assert (ruth.persona, ruth.family, ruth.confidence, ruth.sources) == ("or_nurse_manager", "operational", 40, [Source(kind="guess")])
    page.selectbox(key=f"map-one-person-{id}").set_value(ruth.id).run()
    next(one for one in page.selectbox if one.label == "Part in the decision").set_value("decides")
    next(one for one in page.checkbox if one.label == "I say how sure I am").check()
    next(one for one in page.slider if one.label == "How sure, in percent").set_value(75)
    sound(next(one for one in page.button if one.label == "Keep it").click().run())
    assert (kept(id).map.people[0].part, kept(id).map.people[0].confidence) == ("decides", 75)
    whats = [one.what for one in program().store.maps.versions(ME, id)]
    assert whats[1] == ["New: Ruth Ashdown RN."] and whats[2][0] == "Ruth Ashdown RN: part is decides, was not said."
    page.selectbox(key=f"map-one-person-{id}").set_value("").run()
    sound(next(one for one in page.button if one.label == "Put it on the map").click().run())
    assert "the name is missing" in errors(page) and len(kept(id).map.people) == 1


def test_words_of_a_meeting_are_cited_and_what_they_mean_is_the_reps_to_say() -> None:
    id = made(maps.added(maps.begun(program().shelf.accounts["tarn_hollow"]), "question", text="What happens at home?"))
    meeting = met("What happens to your patients after they go home?")
    page = app("account", m=id, v="meetings")
    turn = next(one for one in page.button if str(one.key).startswith("use-"))
    sound(turn.click().run())
    cite = next(one for one in page.button if str(one.key).startswith("cite-"))
    next(one for one in page.selectbox if one.label == "It says so of").set_value("q11").run()
    sound(cite.click().run())
    (source,) = kept(id).map.item("q11").sources
    assert source.kind == "turn" and source.meeting == meeting and source.person == "Dr. Ines Halloway" and source.facts and source.quote
    assert "on your map" in shown(page) and not any(fact in everywhere(page) for fact in source.facts), "which fact it is stays unsaid"
    next(one for one in page.get("button_group") if "something new" in one.label).set_value("step").run()
    next(one for one in page.selectbox if one.label == "At which step").set_value("s8")
    next(one for one in page.text_area if "Why it stalls" in one.label).set_value("Nobody owns the calls")
    sound(next(one for one in page.button if one.label == "Put it on the map").click().run())
    step = kept(id).map.item("s8")
    assert isinstance(step, maps.Step) and step.stalls and step.cause == "Nobody owns the calls" and step.confidence == 60


def test_a_change_that_comes_too_late_is_told_and_can_still_be_put_in() -> None:
    id = made(maps.added(AccountMap(title="A place of mine"), "person", name="Nora"))
    page = app("account", m=id)
    page.selectbox(key=f"map-one-person-{id}").set_value("p1").run()
    saved(id, maps.added(maps.changed(kept(id).map, "p1", title="head of nursing"), "person", name="The other tab's"))
    next(one for one in page.text_input if one.label == "Name or initials").set_value("Nora Voss")
    sound(next(one for one in page.button if one.label == "Keep it").click().run())
    assert "changed in another tab or window" in shown(page) and [one.name for one in kept(id).map.people] == ["Nora", "The other tab's"], (
        "nothing is overwritten"
    )
    assert "name is “Nora Voss”, was “Nora”" in shown(page), "and what was typed is not lost"
    sound(page.button(key="map-put-in").click().run())
    assert [one.name for one in kept(id).map.people] == ["Nora Voss", "The other tab's"] and "another tab" not in shown(page)
    saved(id, maps.renamed(kept(id).map, "Elsewhere"))
    sound(page.button(key="off-p1").click().run())
    sound(page.button(key="map-leave-out").click().run())
    assert len(kept(id).map.people) == 2 and "another tab" not in shown(page)


def test_what_does_not_fit_is_told_and_kept() -> None:
    map = maps.added(maps.added(AccountMap(title="Odd"), "person", name="Alone"), "arrow", of="p1", on="p99")
    id = made(map)
    page = app("account", m=id)
    assert "1 thing does not fit" in shown(page) and "The arrow from Alone points at nobody" in shown(page) and kept(id).map == map
    for address in ("nosuchmap", "odd'; --"):
        assert "There is no such map, or it is not yours." in errors(app("account", m=address))
    assert "There is no such account." in errors(app("account", a="nowhere"))


def test_a_diagnosis_is_closed_once_shows_both_maps_and_stays_closed() -> None:
    map = maps.added(maps.begun(program().shelf.accounts["tarn_hollow"]), "person", name="Ruth Ashdown", family="operational")
    map = maps.added(maps.added(map, "person", name="Ines Halloway"), "person", name="Walter Nobody", stated=90)
    id = made(maps.added(map, "arrow", of="p11", on="p12", strength=3))
    page = app("account", m=id, v="diagnosis")
    assert page.button(key="map-close").disabled
    page.checkbox(key=f"map-close-sure-{id}").check().run()
    sound(page.button(key="map-close").click().run())
    closed = kept(id).closed
    assert closed is not None and closed.version == 1 and kept(id).map.seen
    part = closed.comparison.part("stakeholders")
    assert [one.truth for one in part.found] == ["or_nurse_manager", "surgeon"] and [one.text for one in part.wrong] == ["Walter Nobody"]
    text = everywhere(page)
    assert "of 100" in text and "How it is" in text and "would have told you" in text and "to Marisol Venn" in text
    assert "too few to say" in text and "button" not in [one.key for one in page.button if one.key == "map-close"]
    again = app("account", m=id, v="diagnosis")
    assert "of 100" in shown(again) and "has been seen" in shown(again)


def test_a_place_of_one_s_own_takes_a_crm_s_list_and_gives_it_back() -> None:
    page = app("account")
    page.text_input(key="account-name").set_value("St. <b>Hilda</b>")
    sound(page.button(key="account-make").click().run())
    (head,) = program().store.maps.mine(ME)
    id = head.id
    assert head.title == "St. <b>Hilda</b>" and "<b>Hilda" not in "".join(str(one.proto.body) for one in page.get("html"))
    assert "a real place" in shown(app("account", m=id, v="diagnosis"))
    page = app("account", m=id, v="list")
    rows = "First Name,Last Name,Job Title,Company\nAda,Bell,Nurse manager,St. Hilda\n,,Clerk,St. Hilda\nEd,Far,Buyer,Other\n"
    page.file_uploader[0].set_value(("crm.csv", rows.encode(), "text/csv")).run()
    page.selectbox(key=f"contacts-place-{id}").set_value("St. Hilda").run()
    assert "row 3, name: is empty" in shown(page) and not kept(id).map.people, "a look changes nothing"
    sound(page.button(key="contacts-bring").click().run())
    assert [(one.name, one.family) for one in kept(id).map.people] == [("Ada Bell", "operational")]
    versions = app("account", m=id, v="versions")
    versions.selectbox(key=f"map-at-{id}").set_value(1).run()
    sound(versions.button(key="map-back").click().run())
    assert kept(id).map.people == [] and kept(id).revision == 3, "taken back, and nothing is lost"

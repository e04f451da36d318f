"""The campaign's page: begin, choose with a reason, be told what cannot be, read the minutes and how it really was."""

from __future__ import annotations

from datetime import date

from coach.accounts.strategies import STRATEGIES, Played
from coach.campaigns import Campaigns
from coach.commands.campaign import Bank, meets
from coach.reviews.viewer import Viewer

from .conftest import app, program, shown, sound


def test_a_campaign_is_begun_and_a_choice_asks_for_its_reason() -> None:
    page = app("campaign")
    sound(next(button for button in page.button if button.label == "Begin").click().run())
    sound(next(button for button in page.button if button.label == "Plan it").click().run())
    assert any("Write down why this person" in error.value for error in page.error)
    page.text_area[0].set_value("She keeps the door.").run()
    sound(next(button for button in page.button if button.label == "Plan it").click().run())
    assert any(button.label == "Meet now" for button in page.button)
    mine = Campaigns(program(), Viewer("me"))
    planned = mine.load(mine.mine()[0].id).world.planned
    assert planned is not None and planned.why == "She keeps the door."


def test_the_end_says_how_it_really_was_and_shows_the_minutes() -> None:
    coach = program()
    campaigns = Campaigns(coach, Viewer("me"))
    known = Bank(coach)
    for seed in range(1, 40):
        id = campaigns.begin("tarn_hollow", seed=seed)
        opened = campaigns.load(id)

        def meeting(world: object, person: str, day: date, opened: object = opened.setting) -> object:
            return meets(opened, known, world, person, day)  # type: ignore[arg-type]

        played = Played(opened.setting, STRATEGIES["follows_influence"], meeting).to_the_end()  # type: ignore[arg-type]
        if played.world.decided and played.world.decided[-1].votes:
            break
    coach.store.campaigns.append(Viewer("me"), id, 0, played.events)
    page = app("campaign", c=id)
    words = shown(page)
    assert "How it really was this time" in words
    assert "passed on what the vendor says" in words or "spoke briefly" in words
    assert "Dr. Gareth Lund" in words

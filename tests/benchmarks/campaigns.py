"""A campaign of thirty meetings loaded as its page does it, in the middle of the thirty-first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from coach.accounts.campaign import Left, World, setting_of
from coach.accounts.campaign_calendar import next_day
from coach.accounts.strategies import STRATEGIES, Played
from coach.campaigns import Campaigns
from coach.commands.campaign import Bank, meets
from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.settings import Settings
from coach.wiring import Coach

from .figures import Figure, timed

MEETINGS = 30
TALK = ("Thank you for the time.", "Who keeps the calendar here?", "How does a packet get onto the list?", "And who looks at it first?")
ACCOUNT, VIEWER = "tarn_hollow", Viewer("bench")


def measure(data: Path, coach: Coach, times: int) -> Iterator[Figure]:
    """`coach` lends its model; what is kept goes into a database of its own under `data`."""
    program = Coach(Settings(coach_data=data / "campaigns"))
    program.embedder, program.loaded = coach.embedder, coach.loaded
    campaigns = Campaigns(program, VIEWER)
    id = held(program, campaigns)
    note = f"its events added up, and the one that goes on, of {len(TALK)} turns, read"
    loaded = Figure(f"a campaign of {MEETINGS} meetings loaded", "ms", target=500, note=note)
    for _ in range(times):
        with timed(loaded):
            opened = campaigns.load(id)
    assert len(opened.world.seen) == MEETINGS and opened.running
    loaded.note += f"; {len(opened.events)} events"
    program.store.database.close()
    yield loaded


def held(program: Coach, campaigns: Campaigns) -> str:
    """Thirty meetings that were held, as scripted reps leave them, and one that goes on; returns the campaign's id."""
    id = campaigns.begin(ACCOUNT, seed=3)
    opened = campaigns.load(id)
    shelf, known = program.shelf, Bank(program)
    setting = setting_of(opened.setting.account, shelf.personas, opened.setting.library, 3)
    often = replace(setting, plan=setting.plan.model_copy(update={"per_week": 5, "decisions": setting.plan.decisions[-1:]}))

    def meeting(world: World, person: str, day: date) -> Left:
        return meets(often, known, world, person, day)

    played = Played(often, STRATEGIES["random"], meeting).to_the_end()
    last = [at for at, event in enumerate(played.events) if event.kind in ("met", "visited")][MEETINGS - 1]
    program.store.campaigns.append(VIEWER, id, 0, played.events[: last + 1])
    opened = campaigns.load(id)
    day = next_day(opened.setting, opened.world)
    assert day is not None
    campaigns.plan(opened, "office_coordinator", day, why="She has the calendar.")
    running, practice = campaigns.meet(campaigns.load(id)), Practice(program, VIEWER)
    for words in TALK:
        practice.say(practice.load(running), words)
        table = practice.load(running)
        for who in table.owed:
            practice.keep(table, practice.heard_out(table, who))
    assert not practice.load(running).meeting.ended
    return id

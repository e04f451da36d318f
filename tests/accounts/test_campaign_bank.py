"""What `evaluate campaign` goes by: meetings that the real director decided, and figures of every strategy."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from coach.accounts import bank
from coach.accounts.strategies import STRATEGIES
from coach.commands.campaign import SHIPPED, Bank, evaluate
from coach.commands.simulate import Remembered
from coach.settings import Settings
from coach.wiring import Coach


@pytest.fixture
def shipped(coach: Coach, tmp_path: Path) -> Coach:
    """A program with the content as it is shipped, whatever other tests did to the shared one, and nothing played before."""
    made = Coach(Settings(coach_data=tmp_path))
    made.embedder = coach.embedder
    made.fitted.topics = coach.fitted.topics  # type: ignore[method-assign]
    return made


def test_shipped_meetings_are_what_the_engine_plays(shipped: Coach) -> None:
    """Played again, a few of them come out the same. Where this fails after a change of the engine: `python -m coach fit --campaign`."""
    known = Bank(shipped)
    kept = sorted(known._read(SHIPPED))
    assert len(kept) > 1_000
    chosen = [at for at in random.Random(8).sample(kept, 60) if at.nth < bank.NTH][:3]
    for at in chosen:
        stage = shipped.stage(shipped.shelf.persona(at.persona))
        assert bank.Chain(replace(stage, reader=Remembered(stage.reader))).left(at) == known.left(at), at


def test_every_strategy_has_its_figures_and_following_influence_comes_out_ahead(shipped: Coach) -> None:
    known = Bank(shipped)
    figures = evaluate(shipped, [shipped.shelf.accounts["tarn_hollow"]], 12, known)["accounts"]["tarn_hollow"]
    assert known.played == 0, "the shipped meetings cover the first campaigns"
    assert set(figures["strategies"]) == set(STRATEGIES)
    belief = {name: item["mean_belief"] for name, item in figures["strategies"].items()}
    won = {name: item["win_rate"] for name, item in figures["strategies"].items()}
    assert max(belief, key=lambda name: belief[name]) == "follows_influence"
    assert won["follows_influence"] > won["lead_clinician_only"] and won["follows_influence"] < 1
    assert -1 <= figures["map_outcome_rho"] <= 1

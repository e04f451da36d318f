"""evaluate campaign: scripted strategies over the accounts, with meetings that the real director decided."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import logging
import os
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.accounts import bank
from coach.accounts.campaign import Left, Result, Setting, World, setting_of
from coach.accounts.learnt import learnt, map_score
from coach.accounts.strategies import STRATEGIES, Played
from coach.commands.common import show, warn
from coach.commands.figures import rounded, spearman
from coach.commands.simulate import Remembered
from coach.content.account import Account
from coach.content.errors import CoachError
from coach.content.shelf import ROOT
from coach.roleplay.draw import number

if TYPE_CHECKING:
    from coach.wiring import Coach

log = logging.getLogger("coach")
SHIPPED = ROOT / "prompts" / "meetings.json.gz"
"""Meetings played beforehand by `python -m coach fit --campaign`, used as long as the words they were played with are as they were."""

RESULTS: tuple[Result, ...] = ("lost", "deferred", "won")
SEEDS = 200
"""Campaigns of each strategy in each account, for which the shipped file holds every meeting."""


class Bank:
    """What meetings leave, out of the files where they were played before, and played now where they were not."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._mine = coach.settings.coach_data / "fitted" / "meetings.json.gz"
        self._keys = {id: _key(coach, id) for id in coach.shelf.personas}
        self._chains: dict[str, bank.Chain] = {}
        self._left: dict[bank.Opening, Left] = {}
        self._asked: set[bank.Opening] = set()
        self.played = 0
        for path in (SHIPPED, self._mine):
            self._left |= self._read(path)

    def left(self, at: bank.Opening) -> Left:
        self._asked.add(at)
        if at not in self._left:
            self._left[at] = self._chain(at.persona).left(at)
            self.played += 1
            if self.played % 50 == 0:
                warn(f"{self.played} meetings that were not played before")
        return self._left[at]

    def _chain(self, persona: str) -> bank.Chain:
        if persona not in self._chains:
            stage = self._coach.stage(self._coach.shelf.persona(persona))
            self._chains[persona] = bank.Chain(replace(stage, reader=Remembered(stage.reader)))
        return self._chains[persona]

    def _read(self, path: Path) -> dict[bank.Opening, Left]:
        """The meetings of a file that were played with today's words. A file that is missing or half written holds none."""
        try:
            kept = json.loads(gzip.decompress(path.read_bytes()))
            fits = {id for id, key in kept["keys"].items() if self._keys.get(id) == key}
            return {bank.Opening(*row[0]): Left.model_validate(row[1]) for row in kept["meetings"] if row[0][0] in fits}
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return {}

    def keep(self, path: Path | None = None) -> Path:
        """Write all that is known now, beside and then into place; to another `path`, what was asked for."""
        chosen = set(self._left) if path is None else self._asked
        path = path or self._mine
        rows = [[list(at), self._left[at].model_dump(mode="json", exclude_defaults=True)] for at in sorted(chosen)]
        people = {at.persona for at in chosen}
        data = json.dumps({"keys": {id: key for id, key in self._keys.items() if id in people}, "meetings": rows}, separators=(",", ":"))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.{os.getpid()}.part")
            part.write_bytes(gzip.compress(data.encode(), 9, mtime=0))
            part.replace(path)
        except OSError as error:
            log.warning("the meetings that were played are not kept: %s", error)
        return path

    def __len__(self) -> int:
        return len(self._left)


def _key(coach: Coach, persona: str) -> str:
    """Stands for all words that meetings with this person are played with; what the account is like beside does not matter to them."""
    versions = coach.shelf.versions(coach.shelf.personas[persona])
    used = {name: version for name, version in versions.items() if not name.startswith("account/")}
    return hashlib.sha256(json.dumps([used, bank.REP, bank.WARMTHS], sort_keys=True).encode()).hexdigest()[:16]


def meets(setting: Setting, kept: Bank, world: World, person: str, day: date) -> Left:
    """A meeting as the campaign stands, by the nearest one that was played."""
    stands = world.people[person]
    drawn = int(number(setting.seed, 0, f"meetings with {person}") * bank.DRAWS)
    return kept.left(bank.opening(person, drawn, stands.met + 1, stands.trust, stands.rung))


@dataclass
class Tally:
    """How the campaigns of one strategy ended."""

    won: list[bool]
    belief: list[float]
    ways: dict[str, int]
    scores: list[float]


def evaluate(coach: Coach, accounts: list[Account], seeds: int, kept: Bank) -> dict[str, Any]:
    """The figures as one object."""
    found: dict[str, Any] = {}
    for account in accounts:
        library = coach.shelf.libraries.get(account.library)
        tallies: dict[str, Tally] = {}
        maps: list[float] = []
        outcomes: list[tuple[int, float]] = []
        for name, strategy in STRATEGIES.items():
            tally = tallies[name] = Tally([], [], defaultdict(int), [])
            for seed in range(1, seeds + 1):
                setting = setting_of(account, coach.shelf.personas, library, seed)

                def meeting(world: World, person: str, day: date, setting: Setting = setting) -> Left:
                    return meets(setting, kept, world, person, day)

                played = Played(setting, strategy, meeting).to_the_end()
                won, belief = played.world.result == "won", mean_belief(setting, played.world)
                score = map_score(setting.truth, learnt(setting, played.world))
                tally.won.append(won)
                tally.belief.append(belief)
                tally.scores.append(score)
                tally.ways[_ended(played)] += 1
                maps.append(score)
                outcomes.append(came_to(setting, played.world))
        places = {value: float(at) for at, value in enumerate(sorted(set(outcomes)))}
        found[account.id] = {
            "strategies": {
                name: {
                    "win_rate": rounded(statistics.mean(tally.won)),
                    "mean_belief": rounded(statistics.mean(tally.belief)),
                    "map_score": rounded(statistics.mean(tally.scores)),
                    "ended": dict(sorted(tally.ways.items())),
                }
                for name, tally in tallies.items()
            },
            "map_outcome_rho": spearman(maps, [places[outcome] for outcome in outcomes]),
            "campaigns": len(outcomes),
        }
    return {"accounts": found, "seeds": seeds}


def mean_belief(setting: Setting, world: World) -> float:
    """The mean rung, 0 to 5, of everybody who has a vote on some way."""
    voters = {ballot.person for way in setting.plan.ways for ballot in way.votes}
    return statistics.mean(world.people[person].rung for person in sorted(voters))


def came_to(setting: Setting, world: World) -> tuple[int, float]:
    """What a campaign came to, to be compared: how far its request came (0 never handed in, 1 not put to the vote, 2 voted down, 3 put
    off, 4 passed), and of equals the mean rung of everybody on whom one of the ways hangs. Many voters see nobody who sells, and a
    request that was put to them is more than none; so who voted how is not enough to tell campaigns apart."""
    last = world.decided[-1] if world.decided else None
    stage = 0 if last is None else 1 if not last.votes else 2 + RESULTS.index(last.result)
    hangs = {person for way in setting.plan.ways for person in (*way.sponsors, *way.carried, *(ballot.person for ballot in way.votes))}
    return stage, statistics.mean(world.people[person].rung for person in sorted(hangs))


def _ended(played: Played) -> str:
    decided = played.world.decided[-1] if played.world.decided else None
    if decided is None:
        return "never handed in"
    return f"{decided.result}: {decided.way or 'not put to the vote'}"


def run(given: argparse.Namespace) -> int:
    from coach.commands.common import program

    coach, started = program(), time.perf_counter()
    accounts = [account for account in coach.shelf.accounts.values() if account.truth is not None and account.campaign is not None]
    if not accounts:
        raise CoachError("prompts/accounts: no account has a truth and a campaign yet")
    kept = Bank(coach)
    figures = evaluate(coach, accounts, given.seeds, kept)
    if kept.played:
        kept.keep()
    warn(f"{len(kept)} meetings known, {kept.played} played now; {time.perf_counter() - started:.0f} s")
    if given.json:
        show(figures)
        return 0
    for id, item in figures["accounts"].items():
        print(f"\n{id}: {item['campaigns']} campaigns")
        for name, values in item["strategies"].items():
            ended = ", ".join(f"{count} {how}" for how, count in values["ended"].items())
            print(
                f"  {name:20} won {values['win_rate']:.0%}  belief of those who vote {values['mean_belief']:.2f} of 5  map {values['map_score']:.2f}  {ended}"
            )
        print(f"  the map's score and the outcome: Spearman {item['map_outcome_rho']}")
    return 0


def fit(coach: Coach) -> str:
    """Play what 200 campaigns of each strategy ask for, and put it where it is shipped."""
    kept = Bank(coach)
    accounts = [account for account in coach.shelf.accounts.values() if account.truth is not None and account.campaign is not None]
    evaluate(coach, accounts, SEEDS, kept)
    path = kept.keep(SHIPPED)
    return f"{path}: {len(kept)} meetings known, {kept.played} of them played now, {path.stat().st_size / 1024:.0f} KiB"

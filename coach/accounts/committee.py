"""The committee meets without the rep: what of the sponsor's preparation survives the retelling, who votes how and why, and the minutes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coach.accounts.campaign import Decided, Result, Retold, Says, Setting, Vote, World
from coach.accounts.learnt import Fit, fit
from coach.content.base import BELIEFS, LENSES, Lens
from coach.content.library import Message
from coach.content.truth import Ballot, Decision, Way
from coach.roleplay.draw import number

MOST_RETOLD = 3
"""Things that somebody with five minutes gets said in somebody else's name."""
RETOLD_FROM = 0.55
"""What a message must weigh in the sponsor's mind to be said at all."""
NEED_WEIGHS = 0.35
"""What it adds that a message answers a need which the sponsor has named themselves: one retells what was one's own to begin with."""
RUNG_WEIGHS = 0.08
"""What each rung of the sponsor's belief adds."""
WEEK_WEIGHS = 0.07
"""What each week since the sponsor was last seen takes away."""
SLIP = 0.2
"""By how much chance moves it, up or down."""

YES_FROM, NO_BELOW = 2.5, 1.2
"""On the ladder from 0 to 5: whoever weighs it up (3) lets it pass unless something speaks against it; whoever is curious (2) wants it
brought again unless something speaks for it; whoever has merely seen a problem (1) sees no reason."""
SPEAKS_TO = 0.5
"""What it adds that something was said through the voter's own lens."""
ARROW = 0.15
"""What each strength of an arrow adds for each rung by which somebody who is there stands above the voter, or takes away below."""
MOST_BY_ARROWS = 1.0
UNASKED = 0.3
"""What each strength of an arrow takes away whose owner was never asked: 'and what does she say?'"""
OPEN_OBJECTION = 0.5
FITS, ORDINARY = 1.2, 0.4
"""What a request gains with each voter that deals with all that binds here and all that stalls, and not with the ordinary share of two
things in five: not quite a rung of belief. One that deals with nothing loses half a rung."""
MOOD = 0.5
"""By how much the day moves a vote, up or down."""


@dataclass(frozen=True)
class Pull:
    """How a vote came about: where the voter stands on the ladder with all that pulls, and what pulled hardest."""

    score: float
    because: str


def way_of(setting: Setting, world: World, sponsor: str) -> Way | None:
    """The first way that this sponsor opens, or None."""
    return next((way for way in setting.plan.ways if sponsor in way.sponsors and is_open(world, way, sponsor)), None)


def is_open(world: World, way: Way, sponsor: str) -> bool:
    stands = world.people[sponsor]
    return stands.rung >= BELIEFS.index(way.sponsored) and not missing(world, way)


def missing(world: World, way: Way) -> list[str]:
    """Who has not reached the rung that this way needs of them."""
    return [person for person, belief in way.carried.items() if world.people[person].rung < BELIEFS.index(belief)]


def decide(setting: Setting, world: World, decision: Decision, sponsor: str, unasked: Collection[str] = ()) -> Decided:
    """What the committee does with a request. `unasked` are people who matter and were never talked to."""
    last = decision is setting.plan.decisions[-1] or decision.id == setting.plan.decisions[-1].id
    way = way_of(setting, world, sponsor)
    if way is None:
        nearest = min((way for way in setting.plan.ways if sponsor in way.sponsors), key=lambda one: len(missing(world, one)), default=None)
        lacking = missing(world, nearest) if nearest else []
        result: Result = "lost" if last else "deferred"
        return Decided(
            decision=decision.id, way=None, result=result, present=[sponsor], minutes=_sent_back(setting, decision, sponsor, lacking, last), lacking=lacking
        )
    present = list(dict.fromkeys([sponsor, *(ballot.person for ballot in way.votes)]))
    retold = retelling(setting, world, sponsor, decision.on.toordinal())
    lenses = {message.lens for message in _messages(setting) for one in retold if one.survived and one.message == message.id}
    fits = fit(setting, world)
    votes = [_vote(setting, world, ballot, present, lenses, unasked, decision, fits) for ballot in way.votes]
    result = outcome(votes)
    if result == "deferred" and last:
        result = "lost"
    minutes = _minutes(setting, decision, way, sponsor, present, retold, fits, votes, result)
    return Decided(decision=decision.id, way=way.id, result=result, present=present, retold=retold, votes=votes, minutes=minutes)


def outcome(votes: Sequence[Vote]) -> Result:
    """Won by more than half of the weight; lost by a veto or by half of it against; otherwise it comes again."""
    whole = sum(vote.weight for vote in votes)
    if any(vote.veto and vote.says == "no" for vote in votes) or sum(vote.weight for vote in votes if vote.says == "no") >= whole / 2:
        return "lost"
    if any(vote.veto and vote.says == "not yet" for vote in votes):
        return "deferred"
    return "won" if sum(vote.weight for vote in votes if vote.says == "yes") > whole / 2 else "deferred"


def retelling(setting: Setting, world: World, sponsor: str, on: int) -> list[Retold]:
    """Of all messages that the sponsor heard, which they get said, and why the others are lost."""
    stands, persona = world.people[sponsor], setting.personas.get(sponsor)
    weeks = (on - stands.seen.toordinal()) / 7 if stands.seen else 8.0
    weighed = []
    for message in _messages(setting):
        if message.id not in stands.heard:
            continue
        own = bool(set(message.needs) & set(stands.disclosed))
        lens = persona.lenses.get(message.lens, 0.0) if persona else 0.0
        weight = lens + NEED_WEIGHS * own + RUNG_WEIGHS * stands.rung - WEEK_WEIGHS * weeks
        weight += SLIP * (2 * number(setting.seed, on, f"retells {sponsor} {message.id}") - 1)
        weighed.append((weight, message, own, lens))
    found = []
    for at, (weight, message, own, lens) in enumerate(sorted(weighed, key=lambda one: (-one[0], one[1].id))):
        survived = weight >= RETOLD_FROM and at < MOST_RETOLD
        if survived:
            because = "it answers what they had named themselves" if own else "it is the kind of thing they go by"
        elif at >= MOST_RETOLD:
            because = "there was no time for more"
        elif lens < 0.2:
            because = "it was never their kind of argument"
        else:
            because = "it had lain too long" if weeks > 3 else "it had nothing to do with anything they had named"
        found.append(Retold(message=message.id, survived=survived, because=because))
    return found


def _messages(setting: Setting) -> Sequence[Message]:
    return setting.library.messages.messages if setting.library else ()


def _vote(
    setting: Setting, world: World, ballot: Ballot, present: Collection[str], lenses: Collection[Lens], unasked: Collection[str], decision: Decision, fits: Fit
) -> Vote:
    pull = _pulled(setting, world, ballot.person, present, lenses, unasked, decision.on.toordinal(), fits)
    says: Says = "yes" if pull.score >= YES_FROM else "no" if pull.score < NO_BELOW else "not yet"
    return Vote(person=ballot.person, says=says, weight=ballot.weight, veto=ballot.veto, because=pull.because)


def _pulled(
    setting: Setting, world: World, person: str, present: Collection[str], lenses: Collection[Lens], unasked: Collection[str], on: int, fits: Fit
) -> Pull:
    """Where a voter stands when it comes to the vote."""
    stands = world.people[person]
    score = stands.rung + MOOD * (2 * number(setting.seed, on, f"mood {person}") - 1)
    placed = FITS * (fits.share - ORDINARY)
    pulls = [(placed, "the request dealt with how things are here" if placed > 0 else "the request left open what it would meet here")]
    if _lens(setting, person) in lenses:
        pulls.append((SPEAKS_TO, "something was said that concerns their own work"))
    # Nobody speaks against what they never heard of.
    arrows = [one for one in setting.truth.influence if one.on == person and (world.people[one.of].rung or one.of in unasked)]
    voices = [(ARROW * one.strength * (world.people[one.of].rung - stands.rung), one.of) for one in arrows if one.of in present]
    total = sum(pull for pull, _ in voices)
    bounded = max(-MOST_BY_ARROWS, min(MOST_BY_ARROWS, total))
    if voices and abs(bounded) >= 0.1:
        strongest = max(voices, key=lambda one: one[0] if bounded > 0 else -one[0])[1]
        pulls.append((bounded, f"{setting.name(strongest)} was {'for' if bounded > 0 else 'not for'} it"))
    for arrow in arrows:
        if arrow.of in unasked:
            pulls.append((-UNASKED * arrow.strength, f"{setting.name(arrow.of)} had not been asked"))
    if stands.objections:
        pulls.append((-OPEN_OBJECTION, "an objection of theirs had never been answered"))
    score += sum(pull for pull, _ in pulls)
    return Pull(round(score, 3), _because(stands.rung, score, pulls))


VIEWS = ("had heard nothing that concerned them", "saw the problem and no reason to act on it now", "was curious, and wanted to see more",
         "had weighed it up", "was convinced", "spoke for it")  # fmt: skip


def _because(rung: int, score: float, pulls: Sequence[tuple[float, str]]) -> str:
    """The reason as the minutes give it: where they stood, and what pulled hardest the way the vote went."""
    way = 1 if score >= YES_FROM else -1
    strongest = max((one for one in pulls if one[0] * way > 0), key=lambda one: abs(one[0]), default=None)
    return f"{VIEWS[rung]}{f'; {strongest[1]}' if strongest else ''}"


def _lens(setting: Setting, person: str) -> Lens:
    persona = setting.personas.get(person)
    if persona is not None:
        return persona.lens
    return next((one.family for one in setting.truth.stakeholders if one.id == person), LENSES[0])


def _sent_back(setting: Setting, decision: Decision, sponsor: str, lacking: Sequence[str], last: bool) -> list[str]:
    names = _names([setting.name(person) for person in lacking])
    missed = f"Asked who else had been heard. Nothing to show from {names}." if lacking else f"{setting.name(sponsor)} preferred not to put it to a vote."
    end = "Not taken up. There is no later date for it." if last else "Returned. May be brought again."
    return [f"{decision.title}. {setting.name(sponsor)} brought the request.", missed, end]


RESULTS: dict[Result, str] = {"won": "Passed.", "deferred": "Deferred to the next meeting.", "lost": "Not passed."}


def _minutes(
    setting: Setting,
    decision: Decision,
    way: Way,
    sponsor: str,
    present: Sequence[str],
    retold: Sequence[Retold],
    fits: Fit,
    votes: Sequence[Vote],
    result: Result,
) -> list[str]:
    """Dry minutes, as a secretary would keep them."""
    name = setting.name(sponsor)
    texts = {message.id: message.text for message in _messages(setting)}
    said = [texts[one.message] for one in retold if one.survived]
    lines = [f"{decision.title}. Present: {_names([setting.name(person) for person in present])}.", f"{name} brought the request: \u201c{way.title}\u201d."]
    for text in said:
        rest = "" if _first(text) == text else " What came after that was left out."
        lines.append(f"{name} passed on what the vendor says: \u201c{_first(text)}\u201d{rest}")
    if not said:
        lines.append(f"{name} spoke briefly. No figure was given.")
    lines += [f"Not mentioned, because {one.because}: \u201c{_first(texts[one.message])}\u201d" for one in retold if not one.survived]
    lines += [f"Asked, and not answered by the request: {_first(text)}" for text in (fits.missed_constraints[:1] + fits.missed_stalls[:1])]
    for vote in votes:
        word = {"yes": "for", "no": "against", "not yet": "wants it brought again"}[vote.says]
        lines.append(f"{setting.name(vote.person)}: {word}; {vote.because}.{' Without this voice nothing passes.' if vote.veto and vote.says != 'yes' else ''}")
    return [*lines, RESULTS[result]]


def _first(text: str) -> str:
    """The first sentence: what is left of a message that somebody else passes on."""
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


def _names(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nobody"

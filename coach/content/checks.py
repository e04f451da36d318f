"""What must fit together across files: ids that exist, facts that stay hidden, lines that are there."""

from __future__ import annotations

from collections.abc import Iterator

from coach.content import truth_checks
from coach.content.drills import misfits
from coach.content.library import Library, Message
from coach.content.mirror import MirrorRules, any_word
from coach.content.persona import LIFE, REACTIONS, SPARE, Persona
from coach.content.pitches import misfits as pitch_misfits
from coach.content.programme import misfits as programme_misfits
from coach.content.rail import Rail
from coach.content.shelf import Loaded, Shelf
from coach.content.yamlfile import Parsed, Problem, Where, did_you_mean

MIN_REACTION_LINES = 3
MIN_LINES = 2
MANY = 5000
"""Ids beyond which nobody looks for the one that was meant: among 50,000 that takes a second each."""


def check(loaded: Loaded) -> list[Problem]:
    """All problems: those found on loading and those between the files, sorted by file and line."""
    problems = list(loaded.problems)
    shelf = loaded.shelf
    for (kind, id), parsed in loaded.files.items():
        if kind == "persona" and id in shelf.personas:
            problems += (parsed.problem(where, what) for where, what in _persona(shelf.personas[id], shelf, parsed))
        if kind == "messages" and id in shelf.libraries:
            problems += (parsed.problem(where, what) for where, what in _messages(shelf.libraries[id], shelf))
        if kind == "account" and id in shelf.accounts and (library := shelf.accounts[id].library) not in shelf.libraries:
            problems.append(parsed.problem(("library",), f"no library {library!r}{did_you_mean(library, list(shelf.libraries))}"))
        if kind == "account" and id in shelf.accounts:
            problems += (parsed.problem(where, what) for where, what in truth_checks.misfits(shelf.accounts[id], shelf))
        if kind == "expert" and (persona := shelf.experts[id].persona) not in shelf.personas:
            problems.append(parsed.problem(("persona",), f"no persona {persona!r}{did_you_mean(persona, list(shelf.personas))}"))
        if kind == "rail":
            problems += (parsed.problem(where, what) for where, what in _rail(shelf.rails[id]))
        if kind == "drills" and id in shelf.drills:
            if id in shelf.libraries:
                problems += (parsed.problem(where, what) for where, what in misfits(shelf.drills[id], shelf.libraries[id]))
            else:
                problems.append(parsed.problem(("id",), f"no library {id!r}{did_you_mean(id, list(shelf.libraries))}"))
        if kind == "mirror":
            problems += (parsed.problem(where, what) for where, what in _mirror(shelf.mirrors[id]))
        if kind == "pitches" and id in shelf.pitches:
            if id in shelf.libraries:
                problems += (parsed.problem(where, what) for where, what in pitch_misfits(shelf.pitches[id], shelf.libraries[id], set(shelf.needs)))
            else:
                problems.append(parsed.problem(("id",), f"no library {id!r}{did_you_mean(id, list(shelf.libraries))}"))
        if kind == "programme" and id in shelf.programmes:
            found = programme_misfits(shelf.programmes[id], shelf.personas, shelf.accounts, shelf.libraries)
            problems += (parsed.problem(where, what) for where, what in found)
        if kind == "topics":
            problems += (parsed.problem(where, what) for where, what in _topics(shelf))
        if (
            str(parsed.data.get("fictional", "")) != "True"
            and kind in ("persona", "account", "library", "evidence", "messages", "drills", "pitches", "programme")
            and not parsed.file.startswith("/")
        ):
            problems.append(parsed.problem(("fictional",), "shipped content is fictional and must say so: fictional: true"))
    return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.field))


def of_one(persona: Persona, shelf: Shelf) -> list[tuple[Where, str]]:
    """What does not fit in a persona that stands in no file, as (field, what is wrong). Nothing is asked of it beyond what a
    persona of one's own needs."""
    return list(dict.fromkeys(_persona(persona, shelf, Parsed("/", None, {}, [], set()))))


def of_library(library: Library, shelf: Shelf) -> list[tuple[Where, str]]:
    """What does not fit in the messages of a library that stands in no file yet, as (field, what is wrong)."""
    return list(_messages(library, shelf))


def _rail(rail: Rail) -> Iterator[tuple[Where, str]]:
    for at, moment in enumerate(rail.moments):
        if any(moment.id == earlier.id for earlier in rail.moments[:at]):
            yield ("moments", at, "id"), f"{moment.id!r} stands here twice; put its lines into one"
        if not moment.messages and moment.hold is None:
            yield ("moments", at, "hold"), "is missing: say why there is no message now, or allow one with messages: true"


def _mirror(rules: MirrorRules) -> Iterator[tuple[Where, str]]:
    numbers, seen = rules.numbers, dict[str, str]()
    if numbers.empty_nearly < numbers.empty_holds:
        yield ("numbers", "empty_nearly"), f"is {numbers.empty_nearly:g}, less than empty_holds ({numbers.empty_holds:g}); nothing could nearly hold"
    for at, group in enumerate(rules.empty):
        for index, word in enumerate(group.words):
            key = " ".join(word.lower().replace("-", " ").split())
            if key in seen:
                yield ("empty", at, "words", index), f"{word!r} stands already under {seen[key]}; keep one"
            seen[key] = group.id
        for index, phrase in enumerate(group.unless):
            if not any_word(list(group.words)).search(phrase):
                yield ("empty", at, "unless", index), f"{phrase!r} holds none of these words, so it takes nothing back"


def _topics(shelf: Shelf) -> Iterator[tuple[Where, str]]:
    seen: dict[str, str] = {}
    for at, topic in enumerate(shelf.topics.values()):
        for index, phrasing in enumerate(topic.phrasings):
            key = " ".join(phrasing.lower().split())
            if key in seen:
                yield ("topics", at, "phrasings", index), f"stands already under {seen[key]}; a phrasing belongs to one topic"
            seen[key] = topic.id


def _persona(persona: Persona, shelf: Shelf, parsed: Parsed) -> Iterator[tuple[Where, str]]:
    facts = {fact.id for fact in persona.facts}
    hidden = {fact: need.need for need in persona.needs for fact in need.facts}
    if persona.account is not None and persona.account not in shelf.accounts:
        yield ("account",), f"no account {persona.account!r}{did_you_mean(persona.account, list(shelf.accounts))}"
    if abs(sum(persona.lenses.values()) - 1) > 0.05:
        yield ("lenses",), f"adds up to {sum(persona.lenses.values()):.2f}; it should be 1"
    for at, entry in enumerate(persona.topics):
        if entry.topic not in shelf.topics:
            yield ("topics", at, "topic"), f"no topic {entry.topic!r}{did_you_mean(entry.topic, list(shelf.topics))}"
        for index, line in enumerate(entry.lines):
            for fact in line.tells:
                where: Where = ("topics", at, "lines", index, "tells")
                if fact not in facts:
                    yield where, f"no fact {fact!r}{did_you_mean(fact, facts)}"
                if fact in hidden:
                    yield where, f"tells {fact!r}, which belongs to the hidden need {hidden[fact]!r} and must be earned"
    topic_ids = [entry.topic for entry in persona.topics]
    for at, name in enumerate(topic_ids):
        if name in topic_ids[:at]:
            yield ("topics", at, "topic"), f"{name!r} stands twice; put the lines together"
    for at, need in enumerate(persona.needs):
        if need.need not in shelf.needs:
            yield ("needs", at, "need"), f"no need {need.need!r}{did_you_mean(need.need, list(shelf.needs))}"
        for topic in need.gate.topics:
            if topic not in shelf.topics:
                yield ("needs", at, "gate", "topics"), f"no topic {topic!r}{did_you_mean(topic, list(shelf.topics))}"
        for fact in need.facts:
            if fact not in facts:
                yield ("needs", at, "facts"), f"no fact {fact!r}{did_you_mean(fact, facts)}"
    for at, objection in enumerate(persona.objections):
        for topic in objection.topics:
            if topic not in shelf.topics:
                yield ("objections", at, "topics"), f"no topic {topic!r}{did_you_mean(topic, list(shelf.topics))}"
        for name in objection.moot_after:
            if name not in {need.need for need in persona.needs}:
                yield ("objections", at, "moot_after"), f"{name!r} is not a need of this persona{did_you_mean(name, {need.need for need in persona.needs})}"
    needs = {need.need for need in persona.needs}
    for at, wrong in enumerate(persona.mistaken):
        if wrong.topic not in topic_ids:
            yield ("mistaken", at, "topic"), f"{wrong.topic!r} is not a topic of this persona{did_you_mean(wrong.topic, topic_ids)}"
    for at, stake in enumerate(persona.stakes):
        for topic in stake.gate.topics:
            if topic not in shelf.topics:
                yield ("stakes", at, "gate", "topics"), f"no topic {topic!r}{did_you_mean(topic, list(shelf.topics))}"
    for at, week in enumerate(persona.weeks):
        if week.live is not None and week.live not in needs:
            yield ("weeks", at, "live"), f"{week.live!r} is not a need of this persona{did_you_mean(week.live, needs)}"
    for name, pools in (("openings", persona.openings), ("life", persona.life)):
        for which, said in pools.items():
            if len(said) < MIN_LINES:
                yield (name, which), f"has {len(said)} lines, at least {MIN_LINES} are needed"
    if "saying_no" in persona.openings and persona.favour is None:
        yield ("favour",), "is missing; a meeting about saying no needs what they ask for"
    if not parsed.file.startswith("/"):
        yield from _whole(persona)
    for kind in REACTIONS:
        if kind in SPARE and kind not in persona.reactions:
            continue
        count = len(persona.reactions.get(kind, []))  # type: ignore[call-overload]
        if count < MIN_REACTION_LINES:
            yield ("reactions", kind), f"has {count} lines, at least {MIN_REACTION_LINES} are needed"
    for at, words in enumerate(persona.clarify):
        if "{first}" not in words or "{second}" not in words:
            yield ("clarify", at), "must hold {first} and {second}, the two topics that were meant"
    yield from _twice(persona)


def _whole(persona: Persona) -> Iterator[tuple[Where, str]]:
    """What a shipped persona has beyond what a persona of one's own needs."""
    for name, least, what in (
        ("questions", 6, "questions of their own"),
        ("mistaken", 3, "things they have wrong: two beliefs and one memory"),
        ("stakes", 1, "interests of their own"),
        ("weeks", 3, "weeks in which they may be found"),
        ("openings", 3, "purposes beside discovery"),
        ("life", len(LIFE), "kinds of interruption"),
    ):
        if len(getattr(persona, name)) < least:
            yield (name,), f"has {len(getattr(persona, name))}, a shipped persona has at least {least} {what}"
    for name in ("blocked", "handoff"):
        if getattr(persona, name) is None:
            yield (name,), "is missing"
    for spare in SPARE:
        if spare not in persona.reactions:
            yield ("reactions", spare), "is missing"
    for at, question in enumerate(persona.questions):
        for name in ("facts", "right", "caught"):
            if not getattr(question, name):
                yield ("questions", at, name), "is missing"
    if persona.endings.then is None:
        yield ("endings", "then"), "is missing"
    for step, advance in (("advance", persona.endings.advance), ("then", persona.endings.then)):
        for name in ("firm", "soft"):
            if advance is not None and len(getattr(advance, name)) < MIN_LINES:
                yield ("endings", step, name), f"needs at least {MIN_LINES} lines"
    if len(persona.endings.referral) < MIN_LINES:
        yield ("endings", "referral"), f"needs at least {MIN_LINES} lines"


def _twice(persona: Persona) -> Iterator[tuple[Where, str]]:
    seen: dict[str, str] = {}
    for reference, where, text in spoken(persona):
        key = " ".join(text.lower().split())
        if key in seen:
            yield where, f"is said already at {seen[key]}; write another"
        seen.setdefault(key, reference)


def spoken(persona: Persona) -> Iterator[tuple[str, Where, str]]:
    """Every line a persona can say: its reference (as a beat cites it), its place in the file, and its words."""
    for at, text in enumerate(persona.greeting):
        yield f"greeting.{at}", ("greeting", at), text
    for at, text in enumerate(persona.clarify):
        yield f"clarify.{at}", ("clarify", at), text
    for at, entry in enumerate(persona.topics):
        for index, line in enumerate(entry.lines):
            yield f"topics.{entry.topic}.{index}", ("topics", at, "lines", index, "say"), line.say
    for at, need in enumerate(persona.needs):
        for pool in ("hints", "disclose", "deepen"):
            for index, text in enumerate(getattr(need, pool)):
                yield f"needs.{need.need}.{pool}.{index}", ("needs", at, pool, index), text
    for at, objection in enumerate(persona.objections):
        for pool in ("raise", "probed", "escalate", "resolved", "admitted"):
            for index, text in enumerate(getattr(objection, "raise_" if pool == "raise" else pool)):
                yield f"objections.{objection.id}.{pool}.{index}", ("objections", at, pool, index), text
    for at, question in enumerate(persona.questions):
        for pool in ("ask", "answered", "caught", "admitted", "evaded"):
            for index, text in enumerate(getattr(question, pool)):
                yield f"questions.{question.id}.{pool}.{index}", ("questions", at, pool, index), text
    for at, wrong in enumerate(persona.mistaken):
        for pool in ("says", "corrected", "unsure", "stung", "agreed"):
            for index, text in enumerate(getattr(wrong, pool)):
                yield f"mistaken.{wrong.id}.{pool}.{index}", ("mistaken", at, pool, index), text
    for at, stake in enumerate(persona.stakes):
        for pool in ("hints", "disclose", "accused", "routed"):
            for index, text in enumerate(getattr(stake, pool)):
                yield f"stakes.{stake.id}.{pool}.{index}", ("stakes", at, pool, index), text
    for at, week in enumerate(persona.weeks):
        for pool in ("greeting", "says"):
            for index, text in enumerate(getattr(week, pool)):
                yield f"weeks.{week.id}.{pool}.{index}", ("weeks", at, pool, index), text
    for name, kinds in (("openings", persona.openings), ("life", persona.life)):
        for which, said in kinds.items():
            for index, text in enumerate(said):
                yield f"{name}.{which}.{index}", (name, which, index), text
    for name, pools in (("favour", ("declined", "bare", "accepted")), ("blocked", ("lines", "helped")), ("handoff", ("meant", "brushed"))):
        if (part := getattr(persona, name)) is not None:
            for pool in pools:
                for index, text in enumerate(getattr(part, pool)):
                    yield f"{name}.{pool}.{index}", (name, pool, index), text
    for kind, lines in persona.reactions.items():
        for index, text in enumerate(lines):
            yield f"reactions.{kind}.{index}", ("reactions", kind, index), text
    for index, text in enumerate(persona.endings.advance.lines):
        yield f"endings.advance.{index}", ("endings", "advance", "lines", index), text
    for pool in ("firm", "soft"):
        for index, text in enumerate(getattr(persona.endings.advance, pool)):
            yield f"endings.{pool}.{index}", ("endings", "advance", pool, index), text
    if persona.endings.then is not None:
        for pool in ("lines", "firm", "soft"):
            for index, text in enumerate(getattr(persona.endings.then, pool)):
                yield f"then.{pool}.{index}", ("endings", "then", pool, index), text
    for pool in ("parting", "continuation", "no_fit", "referral", "cut_short", "time_up"):
        for index, text in enumerate(getattr(persona.endings, pool)):
            yield f"endings.{pool}.{index}", ("endings", pool, index), text


def of_message(message: Message, library: Library, shelf: Shelf) -> list[tuple[str, str]]:
    """What does not fit in one message, whether or not the library holds it already, as (field, what is wrong)."""
    known = _known(library, shelf)
    known["before"] |= {message.id}
    return list(_message(message, known))


def _messages(library: Library, shelf: Shelf) -> Iterator[tuple[Where, str]]:
    known, seen = _known(library, shelf), set[str]()
    for at, message in enumerate(library.messages.messages):
        here: Where = ("messages", at)
        if message.id in seen:
            yield (*here, "id"), f"{message.id!r} stands twice; ids are unique"
        seen.add(message.id)
        yield from (((*here, name), what) for name, what in _message(message, known))


def _known(library: Library, shelf: Shelf) -> dict[str, set[str]]:
    """The ids that each field of a message may cite."""
    questions = {item.id for persona in shelf.personas.values() for item in persona.questions}
    questions |= {item.id for persona in shelf.personas.values() for item in persona.objections}
    questions |= {item.id for persona in shelf.personas.values() for item in persona.mistaken}
    ids = {message.id for message in library.messages.messages}
    return {"evidence": {study.id for study in library.evidence.studies}, "needs": set(shelf.needs), "answers": questions, "before": ids, "next": ids}


def _message(message: Message, known: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    for name, ids in known.items():
        for id in getattr(message, name):
            if id not in ids:
                yield name, f"no {id!r}{did_you_mean(id, ids) if len(ids) <= MANY else ''}"
    if message.status == "approved" and (message.approved_on is None or message.expires_on is None):
        yield "status", "an approved message needs approved_on and expires_on"
    if message.approved_on and message.expires_on and message.expires_on <= message.approved_on:
        yield "expires_on", f"{message.expires_on} is not after approved_on {message.approved_on}"
    if message.status == "approved" and message.claim_type in ("efficacy", "safety", "usability", "economic") and not message.balance:
        yield "balance", f"a message of type {message.claim_type} needs its balance"
    if message.claim_type in ("efficacy", "safety", "economic") and not message.evidence:
        yield "evidence", f"a message of type {message.claim_type} needs evidence"

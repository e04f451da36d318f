"""What must fit together across files: ids that exist, facts that stay hidden, lines that are there."""

from __future__ import annotations

from collections.abc import Iterator

from coach.content.library import Library
from coach.content.persona import REACTIONS, Persona
from coach.content.shelf import Loaded, Shelf
from coach.content.yamlfile import Parsed, Problem, Where, did_you_mean

MIN_REACTION_LINES = 3


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
        if kind == "expert" and (persona := shelf.experts[id].persona) not in shelf.personas:
            problems.append(parsed.problem(("persona",), f"no persona {persona!r}{did_you_mean(persona, list(shelf.personas))}"))
        if kind == "topics":
            problems += (parsed.problem(where, what) for where, what in _topics(shelf))
        if (
            str(parsed.data.get("fictional", "")) != "True"
            and kind in ("persona", "account", "library", "evidence", "messages")
            and not parsed.file.startswith("/")
        ):
            problems.append(parsed.problem(("fictional",), "shipped content is fictional and must say so: fictional: true"))
    return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.field))


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
    for kind in REACTIONS:
        count = len(persona.reactions.get(kind, []))  # type: ignore[call-overload]
        if count < MIN_REACTION_LINES:
            yield ("reactions", kind), f"has {count} lines, at least {MIN_REACTION_LINES} are needed"
    for at, words in enumerate(persona.clarify):
        if "{first}" not in words or "{second}" not in words:
            yield ("clarify", at), "must hold {first} and {second}, the two topics that were meant"
    yield from _twice(persona)


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
        for pool in ("ask", "answered", "admitted", "evaded"):
            for index, text in enumerate(getattr(question, pool)):
                yield f"questions.{question.id}.{pool}.{index}", ("questions", at, pool, index), text
    for kind, lines in persona.reactions.items():
        for index, text in enumerate(lines):
            yield f"reactions.{kind}.{index}", ("reactions", kind, index), text
    for index, text in enumerate(persona.endings.advance.lines):
        yield f"endings.advance.{index}", ("endings", "advance", "lines", index), text
    for pool in ("parting", "continuation", "no_fit", "cut_short", "time_up"):
        for index, text in enumerate(getattr(persona.endings, pool)):
            yield f"endings.{pool}.{index}", ("endings", pool, index), text


def _messages(library: Library, shelf: Shelf) -> Iterator[tuple[Where, str]]:
    studies = {study.id for study in library.evidence.studies}
    ids = [message.id for message in library.messages.messages]
    questions = {item.id for persona in shelf.personas.values() for item in persona.questions}
    questions |= {item.id for persona in shelf.personas.values() for item in persona.objections}
    for at, message in enumerate(library.messages.messages):
        here: Where = ("messages", at)
        if message.id in ids[:at]:
            yield (*here, "id"), f"{message.id!r} stands twice; ids are unique"
        for name, wanted, known in (
            ("evidence", message.evidence, studies),
            ("needs", message.needs, set(shelf.needs)),
            ("answers", message.answers, questions),
            ("before", message.before, set(ids)),
            ("next", message.next, set(ids)),
        ):
            for id in wanted:
                if id not in known:
                    yield (*here, name), f"no {id!r}{did_you_mean(id, known)}"
        if message.status == "approved" and (message.approved_on is None or message.expires_on is None):
            yield (*here, "status"), "an approved message needs approved_on and expires_on"
        if message.approved_on and message.expires_on and message.expires_on <= message.approved_on:
            yield (*here, "expires_on"), f"{message.expires_on} is not after approved_on {message.approved_on}"
        if message.status == "approved" and message.claim_type in ("efficacy", "safety", "usability", "economic") and not message.balance:
            yield (*here, "balance"), f"a message of type {message.claim_type} needs its balance"
        if message.claim_type in ("efficacy", "safety", "economic") and not message.evidence:
            yield (*here, "evidence"), f"a message of type {message.claim_type} needs evidence"

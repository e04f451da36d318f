"""Starters for the files that people write: commented, complete enough to lint clean, and said to be placeholders."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from coach.content.errors import CoachError
from coach.content.persona import REACTIONS
from coach.content.shelf import Shelf, load

ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
TOPICS, NEEDS = 25, 3
HEAD = """# A starter. Replace every text that begins with "Write:", then run `python -m coach content lint` on this file.
# `fictional: true` says on screen that all of it is invented; make it false once it describes something real.
v: 1
kind: {kind}
id: {id}
fictional: true
"""


def write(kind: str, id: str, into: Path, extra: Path | None) -> list[Path]:
    """Write the starter for a persona, an account or a library under `into`. Returns the files.
    Raises CoachError for an id that cannot be one, a file that is there already, and a folder that takes no writes."""
    if not ID.fullmatch(id):
        raise CoachError(f"{id!r} is not an id; use lower case letters, digits and underscores, starting with a letter")
    shelf = load(extra).shelf
    files = {
        "persona": lambda: {f"prompts/personas/{id}.yaml": persona(id, shelf)},
        "account": lambda: {f"prompts/accounts/{id}.yaml": account(id, shelf)},
        "library": lambda: {f"message_library/{id}/{name}.yaml": text for name, text in library(id, shelf).items()},
    }[kind]()
    paths = {into / name: text for name, text in files.items()}
    if there := [path for path in paths if path.exists()]:
        raise CoachError(*(f"{path}: is there already; choose another id, or move it away" for path in there))
    try:
        for path, text in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise CoachError(f"{error.filename or into}: cannot be written ({error.strerror or error}); name another folder with --into") from None
    return list(paths)


def persona(id: str, shelf: Shelf) -> str:
    home = next(iter(shelf.accounts), None)
    topics, needs = list(shelf.topics.values())[:TOPICS], list(shelf.needs.values())[:NEEDS]
    rows = [
        HEAD.format(kind="persona", id=id),
        'name: "Write: first and last name"',
        'title: "Write: job title"',
        "role_family: clinical      # where the job sits: clinical, operational, economic or administrative",
        "lenses: {clinical: 0.6, operational: 0.2, economic: 0.1, administrative: 0.1}    # how they weigh what they hear; adds up to 1",
        f"account: {home or 'null'}    # an account's id, or null for listening practice without a library",
        "minutes: 10",
        "",
        "# What the rep may know beforehand (history is kept for the debrief).",
        "card:",
        *_fields(
            why="why meet this person, in one sentence",
            evidence_bar="what they accept as proof",
            manner="how they talk",
            history="where they come from",
            week="what presses on them this week",
        ),
        *_list("known", "something known about them", 3, 2),
        *_list("can_grant", "a step they can take themselves", 1, 2),
        *_list("passes_on", "what they can only pass on, and to whom", 1, 2),
        *_list("red_lines", "what ends the conversation", 1, 2),
        "",
        "opening: {trust: 35, patience: 70, belief: unaware}    # where they stand when the rep walks in",
        "tastes: {}    # a rule's id (coach/roleplay/rules.py) to trust points, where they differ from most people",
        "",
        *_list("greeting", "a greeting", 3),
        "",
        "# Everything true in their world that a line can tell. The last ones belong to the needs and are told only when earned.",
        "facts:",
        "  - id: open_fact",
        _say("text", "something they tell anyone who asks", 4),
        *(line for need in needs for line in (f"  - id: hidden_{need.id}", _say("text", f"what they tell only once {need.id} is disclosed", 4))),
        "",
        "# Asked when two topics are equally likely; {first} and {second} are the handles below.",
        *_list("clarify", "do you mean {first}, or {second}", 3),
        "",
        f"# At least {TOPICS} topics of prompts/topics.yaml, each in two lines or more. band: any, clipped (trust below 35), ordinary, example (from 60).",
        "topics:",
    ]
    for at, topic in enumerate(topics):
        rows += [f"  - topic: {topic.id}", _say("handle", f"'{topic.title}' in their own words", 4), "    lines:"]
        rows += [
            f"      - say: {_text(f'their first answer on {topic.id}')}",
            *(["        tells: [open_fact]"] if at == 0 else []),
            f"      - say: {_text(f'their second answer on {topic.id}')}",
        ]
    rows += ["", "# What they do not volunteer. A gate opens when all its conditions hold (see Gate in coach/content/persona.py).", "needs:"]
    for at, need in enumerate(needs):
        topic_id = topics[at].id if at < len(topics) else "more"
        rows += [f"  - need: {need.id}", _say("cost", f"what {need.id} costs this person", 4), f"    facts: [hidden_{need.id}]"]
        rows += ["    gate:", f"      topics: [{topic_id}]", "      trust: 45", "      open_question: true"]
        for pool in ("hints", "disclose", "deepen"):
            rows += _list(pool, f"words for {need.id}", 2, 4)
        rows += [_say("opened_by", f"the question that would have opened {need.id}", 4)]
    rows += ["", "# Reasons against. raised_by: claim, offer, asked (about one of `topics`), late.", "objections:"]
    for opener in ("claim", "offer", "asked", "late"):
        rows += [f"  - id: against_{opener}", _say("title", f"the objection that {opener} raises", 4), f"    raised_by: [{opener}]"]
        rows += [f"    topics: [{topics[0].id}]"] if opener == "asked" and topics else []
        rows += [_say("behind", "what is really behind it", 4)]
        for pool in ("raise", "probed", "escalate", "resolved", "admitted"):
            rows += _list(pool, f"words for against_{opener}", 2, 4)
    rows += ["", "# Questions with which they test the rep.", "questions:"]
    for number in ("one", "two"):
        rows += [f"  - id: asks_{number}", _say("title", f"what question {number} is about", 4)]
        for pool in ("ask", "answered", "admitted", "evaded"):
            rows += _list(pool, f"words for asks_{number}", 2, 4)
    rows += ["", "# What they say to what the rep does; three lines each or more.", "reactions:"]
    for kind in REACTIONS:
        rows += _list(kind, "a reaction", 3, 2)
    rows += [
        "",
        "endings:",
        "  advance:    # the step they take themselves once trust, belief and disclosed needs allow it",
        _say("action", "what they do, as a verb phrase", 4),
    ]
    rows += [
        _say("owner", "who does it", 4),
        "    days: 7",
        "    trust: 55",
        "    belief: curious",
        "    needs: 1",
        *_list("lines", "words for endings.advance", 2, 4),
    ]
    for pool in ("parting", "continuation", "no_fit", "cut_short", "time_up"):
        rows += _list(pool, "a last sentence", 3, 2)
    return "\n".join(rows) + "\n"


def account(id: str, shelf: Shelf) -> str:
    rows = [
        HEAD.format(kind="account", id=id),
        'name: "Write: name of the place"',
        f"library: {next(iter(shelf.libraries), 'norvane')}    # a folder of message_library/",
        *_fields(0, setting="what kind of place it is, with its numbers", briefing="the little that the rep is told at first"),
        *_list("pressures", "what presses on the place", 2),
        "",
        "# The way a patient takes, step by step, and where it stalls (leave `stalls` out where it does not).",
        "pathway:",
    ]
    for number in range(1, 5):
        rows += [f"  - id: step_{number}", _say("title", f"step {number}", 4), *([_say("stalls", "what slows it down", 4)] if number == 1 else [])]
    rows += [
        "",
        *_list("access_rules", "a rule for visitors", 1),
        *_list("objectives", "what the place wants, in its own terms and never as a sales number", 1),
        "calendar: []    # such as {on: 2026-12-10, what: \"The committee meets\"}",
        "people: []    # names that are dropped, with what they do",
    ]  # fmt: skip
    return "\n".join(rows) + "\n"


def library(id: str, shelf: Shelf) -> dict[str, str]:
    market = next((library.product.market for library in shelf.libraries.values()), "US")
    product = [
        HEAD.format(kind="library", id=id),
        *_fields(0, name="name of the product", company="who makes it", what="what it is, in one sentence"),
        f"market: {json.dumps(market)}",
        *_fields(0, clearance="the regulatory word that is right for it, and what that word covers"),
        *(row for name in ("indications", "contraindications", "risks") for row in _list(name, name.removesuffix("s"), 1)),
        *_list("facts", "a fact about the product", 5),
        "steps: []    # how it is used, in order",
        "alternatives: []    # competing products, by category and never by brand",
    ]
    evidence = [
        HEAD.format(kind="evidence", id=id),
        "studies:",
        "  - id: first_study",
        *_fields(
            4,
            citation="authors, year, title",
            design="how it was done",
            population="in whom",
            endpoint="what was measured",
            result="absolute numbers first",
            limits="what it cannot tell",
        ),
        "    n: 100",
    ]
    messages = [
        HEAD.format(kind="messages", id=id),
        "# A draft is found by nobody. Once it is approved: status: approved, with approved_on, expires_on, document, balance and evidence.",
        "messages:",
        "  - id: first_message",
        _say("text", "what a rep may say, as it was approved", 4),
        "    lens: clinical    # clinical, operational, economic or administrative",
        "    stage: curious    # the belief rung at which it helps",
        f"    needs: [{next(iter(shelf.needs), '')}]    # ids of prompts/needs.yaml",
        *_list("labels", "what they would say when they need it", 2, 4),
        "    claim_type: efficacy    # fact, efficacy, safety, usability, economic, process or service",
        "    evidence: [first_study]",
        f"    market: {json.dumps(market)}",
        "    audience: professional    # professional, payer, patient or internal",
        _say("balance", "what must be said with it: limits, risks, who it is not for", 4),
        _say("owner", "who keeps it true", 4),
        "    status: draft",
        f"    # approved_on: {date.today().isoformat()}",
    ]
    drills = [
        HEAD.format(kind="drills", id=id),
        "# Short questions for the page Drills. The file may be left out.",
        "new_a_day: 8    # how many questions nobody has seen yet are begun in a day",
        "cards:",
        "  - id: first_question",
        "    kind: fact    # fact, procedure, evidence, alternatives or boundary",
        _say("who", "who asks, by job", 4),
        "    lens: operational    # clinical, operational, economic or administrative",
        *_fields(4, ask="the question in their words", answer="what to say, short enough to say aloud"),
        "    holds:    # what a right answer has in it; one of `any` is enough, or {no}, {unknown}, {medical} for the usual ways to say so",
        '      - {what: "Write: the point in a few words", any: ["what to say", "other words for it"]}',
        "    rests:    # fact, step, alternative, indication, contraindication, risk or clearance, quoted from product.yaml; or study or message, by id",
        f"      - fact: {_text('a fact about the product (facts, 1)')}",
        _say("why", "what is behind the question", 4),
    ]
    files = {"product": product, "evidence": evidence, "messages": messages, "drills": drills}
    return {name: "\n".join(rows) + "\n" for name, rows in files.items()}


def _text(what: str) -> str:
    return json.dumps(f"Write: {what}.", ensure_ascii=False)


def _say(name: str, what: str, indent: int) -> str:
    return f"{' ' * indent}{name}: {_text(what)}"


def _fields(indent: int = 2, **fields: str) -> list[str]:
    return [_say(name, what, indent) for name, what in fields.items()]


def _list(name: str, what: str, length: int, indent: int = 0) -> list[str]:
    """A list of texts that differ, because a persona says no line twice."""
    return [f"{' ' * indent}{name}:", *(f"{' ' * indent}  - {_text(f'{what} ({name}, {number})')}" for number in range(1, length + 1))]

"""How it works: what is shown is what was read, what was typed stays words, and nothing of it is kept."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from coach.content.shelf import load
from coach.pages import look
from coach.pages.behind import BELIEF_MOVES, LIMITS
from coach.pages.heard import ACT_WORDS, SIGNAL_WORDS, promise, reason, standing
from coach.reading.explain import Considered, Explained, ReadSentence, explain
from coach.reading.heads import HEADS
from coach.reading.records import Act, Commitment
from coach.reading.rules import SIGNALS
from coach.roleplay.rules import RULES
from tests.pages.conftest import ROOT, app, program, shown, sound

BEFORE = "They end up in urgent care, and I hear of it a month later, if I hear of it at all."
SAID = "So you hear of it a month later. What happens to your patients in the first two weeks after discharge?"
CLAIMS = "It's completely safe, and it cuts infections by 50 percent."
TYPED = '<script>alert(1)</script> <b onclick="x()">Why</b> **so** $x$ {{7*7}} `no` & <img src=x>?'


def read(page: AppTest, said: str, before: str = "") -> AppTest:
    page.text_area(key="said").set_value(said)
    page.text_area(key="before").set_value(before)
    return sound(next(button for button in page.button if button.label == "Show how it is read").click().run())


def explained(said: str, before: str = "") -> Explained:
    libraries = program().shelf.libraries
    return explain(program().reader(next(iter(libraries.values()))), said, before, date.today())


def markup(page: AppTest) -> list[str]:
    return [str(item.proto.body) for item in page.get("html")]


def test_no_words_yet() -> None:
    page = app("how")
    assert "What was heard" not in shown(page) and "no words to read yet" not in shown(page)
    assert "Nothing typed here is stored or sent" in shown(page)
    for empty in ("", "  \n "):
        text = shown(read(page, empty, BEFORE))
        assert "no words to read yet" in text and "What was heard" not in text


def test_each_example_fills_both_fields_and_is_read() -> None:
    page = app("how")
    examples = [str(button.key) for button in page.button if str(button.key).startswith("example-")]
    assert len(examples) == 7
    for key in examples:
        page = sound(page.button(key=key).click().run())
        said, before = page.text_area(key="said").value, page.text_area(key="before").value
        assert said and before
        text = shown(page)
        assert "What was heard" in text
        assert all(escape(sentence.text) in text for sentence in explained(said, before).sentences)


@pytest.mark.parametrize(("said", "before"), [(SAID, BEFORE), (CLAIMS, "And what about infections?"), ("so what do your nights look like", "")])
def test_what_is_shown_is_what_was_read(said: str, before: str) -> None:
    found = explained(said, before)
    page = read(app("how"), said, before)
    parts = [unescape(part) for part in markup(page)]
    text = "\n".join(parts)
    cards = [part for part in parts if 'class="lf-spoken"' in part]
    whys = parts[parts.index(cards[0]) + 1 :: 2][: len(cards)]
    for sentence, card, why in zip(found.sentences, cards, whys, strict=True):
        assert sentence.text in card
        for act in sentence.acts:
            assert (f"asks: {sentence.question}" if act == "asks" else ACT_WORDS[act]) in card
        for item in sentence.considered:
            assert f"{ACT_WORDS[item.head]}: probability {item.p:.2f}; counts from {item.threshold:.2f}" in why
            assert all(f"{'for' if weight > 0 else 'against'} {abs(weight):.2f}" in why for _, weight in item.reasons)
    assert f"telling {found.reading.telling:.2f}" in text and f"giving back {found.reading.reflection:.2f}" in text
    assert (f"building on what was said: {found.reading.uptake:.2f} of 1" in text) == bool(before)
    for hit in found.reading.topics:
        assert f"{program().shelf.topics[hit.id].title}: probability {hit.p:.2f}" in text


def test_an_asked_topic_comes_with_its_nearest_phrasing() -> None:
    topic = program().shelf.topics["after_discharge"]
    text = unescape(shown(read(app("how"), topic.phrasings[0])))
    assert f"{topic.title}: probability" in text and f"\u201c{topic.phrasings[0]}\u201d (1.00 alike)" in text


def test_claims_with_their_rule_and_promises_with_their_day() -> None:
    text = shown(read(app("how"), f"{CLAIMS} I'll send you the summary tomorrow.", BEFORE))
    found = explained(f"{CLAIMS} I'll send you the summary tomorrow.", BEFORE)
    assert found.reading.claims and all(claim.why in text and f"\u201c{claim.quote}\u201d" in text for claim in found.reading.claims)
    (made,) = found.reading.commitments
    assert made.on and look.day(made.on) in text


def test_an_approved_message_and_a_need_are_named() -> None:
    message = next(iter(program().shelf.libraries.values())).messages.messages[0]
    assert escape(message.text) in shown(read(app("how"), message.text))
    need = program().shelf.needs["late_infections_unseen"]
    text = shown(read(app("how"), need.voiced_as[0], BEFORE))
    assert escape(need.title) in text and escape(need.about) in text


def test_what_is_not_there_is_said_in_one_line() -> None:
    page = read(app("how"), "Hm.")
    quiet = [part for part in markup(page) if "Not in these words" in part]
    assert len(quiet) == 1
    for gone in ("an approved message", "a need", "a claim that breaks a rule", "a promise", "nobody spoke before"):
        assert gone in quiet[0]
    assert not {"Promises", "Needs named", "Building on what was said"} & {item.value for item in page.subheader}


def test_without_a_library_claims_are_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    page = app("how")
    monkeypatch.setattr(program().shelf, "libraries", {})
    assert "there is no library, so none was judged" in shown(read(page, CLAIMS))


def test_what_was_typed_stays_words() -> None:
    page = read(app("how"), TYPED, TYPED)
    for part in markup(page):
        assert "<script" not in part and "<b onclick" not in part and "<img" not in part
    assert escape("<script>alert(1)</script>") in "\n".join(markup(page))
    page = read(page, "It is <b>completely safe</b>, I'll send you *the* <i>summary</i> by Thursday.")
    assert all("<b>completely" not in part and "<i>summary" not in part for part in markup(page))


def test_as_long_or_odd_as_can_be_typed() -> None:
    page = app("how")
    script, unseen = "\u4f24\u53e3" * 1000, "\u200b"
    for words in ("x" * 2000, "a " * 1000, "?" * 2000, "Why? " * 400, "and what then\n" * 140, script, "...", unseen, f"{SAID} " * 19):
        page = read(page, words[:2000], words[:2000])
        assert "What was heard" in shown(page), words[:20]


def test_nothing_typed_is_kept(tmp_path: Path) -> None:
    page = read(app("how"), "Would a quokka fly over to Zanzibar?", "The quokka told me.")
    assert not page.query_params
    assert program().store.database
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept, "the database is there"
    assert not [path for path in kept if b"quokka" in path.read_bytes().lower()]


def test_nothing_is_counted_before_it_is_asked_for() -> None:
    page = app("how")
    assert "labelled utterances" not in shown(page)
    page.session_state["made"] = True
    text = shown(sound(page.run()))
    files = load(acts=True).shelf.acts.values()
    assert f"{sum(len(file.utterances) for file in files):,} labelled utterances" in text
    assert f"{sum(len(file.pairs) for file in files):,} pairs" in text
    told = sum("tells" in one.labels for file in files for one in file.utterances)
    level = program().fitted.ear().acts.threshold[HEADS.index("tells")]
    assert f'<th scope="row">tells</th><td>{told:,}</td><td>{level:.2f}</td>' in text


def test_figures_are_those_of_the_readme() -> None:
    from coach.pages.behind import measured

    readme = (ROOT / "README.md").read_text()
    assert measured() and measured().replace("\\$", "$") in readme and "Timings" not in measured()


def test_the_whole_table_of_rules_is_shown() -> None:
    text = unescape(shown(app("how")))
    for rule in RULES.values():
        row = next(part for part in text.split("<tr>") if f">{rule.because}" in part)
        assert not rule.trust or f"<td>{rule.trust:+d}</td>" in row
        assert not rule.patience or f"<td>{rule.patience:+d}</td>" in row
        assert (" *<" in row) == rule.first
    assert all(reasons in text for reasons in (*BELIEF_MOVES["up"], *BELIEF_MOVES["down"], *LIMITS))


def test_the_reasons_for_a_step_of_belief_are_those_of_the_code() -> None:
    up, down = set(), set()
    for path in (ROOT / "coach" / "roleplay").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                words = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
                if call.func.attr == "believe":
                    up.add(words[1])
                elif call.func.attr == "set" and words[0] == "belief" and words[2]:
                    down.add(words[2])
    assert up == set(BELIEF_MOVES["up"]) and down == set(BELIEF_MOVES["down"])


def test_everything_that_can_be_heard_has_words() -> None:
    assert {*HEADS, *get_args(Act)} <= set(ACT_WORDS)
    assert {name for name, _ in SIGNALS} <= set(SIGNAL_WORDS)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("'what'", "says \u201cwhat\u201d"),
        ("'<so'", "starts with \u201cso\u201d"),
        ("'^what happens'", "comes to the point with \u201cwhat happens\u201d"),
        ("'home$'", "ends with \u201chome\u201d"),
        ("'it's'", "says \u201cit's\u201d"),
        ("the rules hear: small_talk", "the rules hear: small talk"),
    ],
)
def test_reasons_in_plain_words(name: str, words: str) -> None:
    assert reason(name) == words


@pytest.mark.parametrize(
    ("head", "p", "acts", "question", "words"),
    [
        ("asks", 0.9, ["asks"], "open", "counted"),
        ("open", 0.9, ["asks"], "open", "counted"),
        ("open", 0.3, ["asks"], "closed", "not counted"),
        ("tells", 0.2, [], None, "not counted"),
        ("offers", 0.2, ["offers"], None, "counted all the same, by a rule: a promise"),
        ("tells", 0.9, ["offers"], None, "not counted: beside a short question or a promise"),
        ("empathises", 0.9, ["claims"], None, "not counted: a few kind words"),
    ],
)
def test_rules_with_the_last_word_are_named(head: str, p: float, acts: list[str], question: str | None, words: str) -> None:
    said = standing(Considered(head, p, 0.5, True, []), ReadSentence("", acts, question, [], []))
    assert said == words or (len(words) > 11 and said.startswith(words))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"date": None, "on": None}, "The rep: send it (no day named)"),
        ({"date": "by Thursday", "on": "2026-12-03"}, "The rep: send it (\u201cby Thursday\u201d, said today, is Thursday 3 December)"),
        ({"date": "in spring", "on": None}, "The rep: send it (\u201cin spring\u201d, which no day can be told from)"),
    ],
)
def test_promises_in_words(given: Mapping[str, str | None], words: str) -> None:
    assert promise(Commitment(actor="rep", action="send it", **given)) == words  # type: ignore[arg-type]


def test_bars_show_shares_and_keep_words() -> None:
    bar = look.gauge(0.25, (0.5,), '"<i>"')
    assert "width:25%" in bar and "left:50%" in bar and "<i>&" not in bar and '""' not in bar
    rows = look.balance([("<u>a</u>", 2.0), ("b", -1.0)], "for", "against")
    assert "<u>" not in rows and "for 2.00" in rows and "against 1.00" in rows
    assert 'lf-plus" style="width:50.0%' in rows and 'lf-minus" style="width:25.0%' in rows
    assert look.balance([], "for", "against")
    assert "<u>" not in look.chips(["<u>"]) + look.table(["<u>"], [["<u>", "<u>"]])


def test_the_page_asks_for_nothing_heavy() -> None:
    heavy = "{'torch', 'sklearn', 'scipy', 'sentence_transformers', 'altair', 'pandas'}"
    code = f"import sys, coach.pages.heard, coach.pages.behind, coach.reading.explain; print({heavy} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "set()"


def test_every_page_is_in_the_menu_once() -> None:
    from coach.pages.shell import MENU, PAGES

    assert sorted(name for names in MENU.values() for name in names) == sorted(PAGES)

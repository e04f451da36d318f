"""Claims that may not be made, as they are heard in a turn; questions, negations and quotations are innocent."""

from __future__ import annotations

import pytest

from coach.reading.reader import Reader

FIRING = [
    ("It is completely safe.", "absolute"),
    ("There are no side effects.", "absolute"),
    ("It's totally risk-free.", "absolute"),
    ("It never fails.", "absolute"),
    ("It prevents all infections.", "absolute"),
    ("It works for everyone.", "absolute"),
    ("You get zero complications with it.", "absolute"),
    ("It's the best dressing on the market.", "superlative"),
    ("We are the leading company here.", "superlative"),
    ("It's a game-changer for closed incisions.", "superlative"),
    ("Results are guaranteed.", "superlative"),
    ("It is the gold standard.", "superlative"),
    ("It's the only dressing that does this.", "superlative"),
    ("It's FDA-approved.", "clearance"),
    ("The dressing is approved for all wounds.", "clearance"),
    ("It reduces infections by 44%.", "relative"),
    ("You will see 40 percent fewer infections.", "relative"),
    ("It cuts infections in half.", "relative"),
    ("We lower readmissions by a third.", "relative"),
    ("You can use it on open wounds too.", "off_label"),
    ("It works on infected wounds.", "off_label"),
    ("I'll take you out to dinner.", "inducement"),
    ("I’ll take you out to dinner.", "inducement"),
    ("We can get you tickets for the game.", "inducement"),
    ("The competitor's pump is junk.", "disparagement"),
    ("Other companies sell cheap rubbish.", "disparagement"),
    ("It's better than anything you have.", "comparison"),
    ("It is safer than the competition.", "comparison"),
    ("It beats every other dressing.", "comparison"),
]
INNOCENT = [
    "I can't say that it is completely safe.",
    "Is it completely safe?",
    "You asked whether it is the best one.",
    "I won't tell you it's the best dressing on the market.",
    "It is not approved for open wounds.",
    "Do not use it on open wounds.",
    "It's cleared, not approved by the FDA.",
    "You said their pump is junk.",
    "Nobody can say that it never fails.",
    "It does not prevent all infections.",
    "Can you guarantee a slot?",
    "I wouldn't call it a breakthrough.",
    "What is the best time to reach you?",
    "The best way is to ask Marisol.",
    "It's safe to say you're busy.",
    "Superficial infections went from 16.5 to 9.2 percent, a reduction by 44 percent, and deep ones did not change.",
    "Does it reduce infections by 44%?",
    "I don't know whether it cuts infections in half.",
    "Who told you it works for everyone?",
    "The brochure says it is risk-free, and I don't believe it.",
    "Never use it on infected wounds.",
    "If it were completely safe, I would say so.",
    "We don't buy you dinner, that is our rule.",
    "It isn't better than anything you have.",
    "Without a trial nobody calls it the gold standard.",
    "You mentioned that it's the only dressing with that film.",
    "Rather than say it never fails, here is the failure rate.",
    "Your safety staffing is tight.",
    "Is it FDA-approved?",
]


@pytest.mark.parametrize(("text", "rule"), FIRING)
def test_fires_and_quotes_the_words(reader: Reader, text: str, rule: str) -> None:
    claims = reader.read(text).claims
    assert rule in [claim.rule for claim in claims]
    assert all(claim.quote and claim.quote in text and claim.why for claim in claims)


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent(reader: Reader, text: str) -> None:
    assert reader.read(text).claims == []


@pytest.mark.parametrize(("text", "rule"), FIRING)
def test_listening_practice_judges_no_claim(listening: Reader, text: str, rule: str) -> None:
    assert listening.read(text).claims == []

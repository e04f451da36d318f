"""Open, closed or no question, and what else a sentence does, in typed text and in speech without punctuation."""

from __future__ import annotations

import pytest

from coach.reading.reader import Reader

OPEN = [
    "What happens with your patients' wounds after they go home?",
    "How do you decide what goes on the agenda?",
    "Why did the last rollout fail?",
    "Where do packets usually fall short?",
    "Which of your patients worry you most?",
    "Tell me about the last new product.",
    "Walk me through a discharge.",
    "Could you tell me how preference cards get updated?",
    "Would you mind explaining how the committee works?",
    "Help me understand what the board asks.",
    "I'm curious how nights are covered.",
    "So, what does that do to your week?",
    "And who decides?",
    "Um, how would you find them?",
    "Given all that, what would a saving have to look like?",
    "You said it's the weekends; what happens then?",
    "What about the ones who go somewhere else?",
    "In your experience, what makes a trial work?",
    "Say a little more about that.",
    "Can you describe a typical Tuesday?",
    "What else should I know?",
    "How so?",
]
CLOSED = [
    "Do you use a dressing today?",
    "Is Thursday good for you?",
    "Have you tried negative pressure?",
    "Are you happy with it?",
    "Can we meet next week?",
    "Could you introduce me to Kofi?",
    "Would it help if I brought the numbers?",
    "Does that make sense?",
    "So it's mostly weekends?",
    "You see them on day fourteen, right?",
    "Any questions?",
    "What time suits you?",
    "How about we meet Thursday?",
    "Did the committee approve it?",
    "Should I come back?",
    "It's the nights, isn't it?",
    "Monday or Tuesday?",
    "Will you be there?",
    "Isn't that a lot for one nurse?",
    "May I ask you something?",
]
NO_QUESTION = [
    "We have a dressing with a seven-day pump.",
    "What I can show you is a trial.",
    "What makes it different is the film.",
    "How it works is simple.",
    "I came to understand how your unit runs.",
    "Thank you for your time.",
    "I don't know that for your patients.",
    "When you see the data, you'll agree.",
    "So you carried that rollout on your own.",
    "I'll send you the paper by Friday.",
    "Guess what, it's waterproof.",
    "It sounds like the weekends are the hard part.",
    "The best part is the price.",
    "That is what Dr. Lund said.",
    "Infections went from 16.5 to 9.2 percent.",
    "Let me show you where it sits.",
]
SPOKEN_OPEN = [
    "what happens with your patients wounds after they go home",
    "how do you decide what goes on the agenda",
    "tell me about the last new product",
    "walk me through a discharge",
    "so what does that do to your week",
    "uh who hears about it when a wound goes wrong",
    "could you tell me how the cards get updated",
    "why is that",
    "and how would you find them",
    "what else should i know",
]
SPOKEN_CLOSED = [
    "do you use a dressing today",
    "is this a bad moment",
    "have you tried negative pressure before",
    "could we meet next thursday",
    "would you be willing to try it",
    "are you happy with what you have",
    "does that make sense",
    "did the committee approve it",
    "should i come back another day",
    "can you introduce me to kofi",
]
SPOKEN_NO_QUESTION = [
    "we have a dressing with a seven day pump",
    "what i can show you is a trial",
    "i came to understand how your unit runs",
    "thank you for your time",
    "i dont know that for your patients",
    "will do",
    "when patients go home they worry",
    "it sounds like the weekends are the hard part",
]


def labelled(kind: str | None, *tables: list[str]) -> list[tuple[str, str | None]]:
    return [(text, kind) for table in tables for text in table]


@pytest.mark.parametrize(("text", "kind"), labelled("open", OPEN) + labelled("closed", CLOSED) + labelled(None, NO_QUESTION))
def test_typed_questions(listening: Reader, text: str, kind: str | None) -> None:
    assert listening.read(text).question == kind


@pytest.mark.parametrize(("text", "kind"), labelled("open", SPOKEN_OPEN) + labelled("closed", SPOKEN_CLOSED) + labelled(None, SPOKEN_NO_QUESTION))
def test_spoken_questions(listening: Reader, text: str, kind: str | None) -> None:
    assert listening.read(text).question == kind


@pytest.mark.parametrize("text", [*OPEN, *CLOSED])
def test_curly_quotes_and_capitals_change_nothing(listening: Reader, text: str) -> None:
    assert listening.read(text.replace("'", "’").upper()).question == listening.read(text).question


ACTS = [
    ("Thank you for making time.", "thanks"),
    ("I appreciate your time.", "thanks"),
    ("That sounds exhausting.", "empathises"),
    ("I can imagine what that weekend was like.", "empathises"),
    ("I'm sorry that landed on you.", "empathises"),
    ("I don't know.", "admits"),
    ("We have no data on that.", "admits"),
    ("I'd rather find out than guess.", "admits"),
    ("It has not been tested in emergencies.", "admits"),
    ("To sum up, the nights are the gap.", "summarises"),
    ("Let me recap what I heard.", "summarises"),
    ("I'll send you the paper by Friday.", "offers"),
    ("I’ll send you the paper by Friday.", "offers"),
    ("Would it help if I drafted a plan?", "offers"),
    ("Could we sit down with Eleanor?", "offers"),
    ("Could you and Kofi go through last year's cases?", "offers"),
    ("Can I count on you for ten units?", "presses"),
    ("You should really try it.", "presses"),
    ("What's stopping you from ordering?", "presses"),
    ("Just sign today.", "presses"),
    ("How was your weekend?", "small_talk"),
    ("Nice office!", "small_talk"),
    ("The competitor's pump is junk.", "disparages"),
    ("What you're using is outdated rubbish.", "disparages"),
    ("I came to understand how your unit runs.", "frames"),
    ("What would make these minutes useful to you?", "frames"),
    ("May I ask you something?", "frames"),
    ("It sounds like the weekends are the hard part.", "reflects"),
    ("So you end up chasing every form.", "reflects"),
    ("What I'm hearing is that nobody owns the calls.", "reflects"),
    ("Our dressing has a seven-day battery and four layers.", "tells"),
    ("Infections in the trial went from 16.5 to 9.2 percent with our dressing.", "claims"),
    ("What happens after they go home?", "asks"),
    ("Is Thursday good for you?", "asks"),
]
NOT_ACTS = [
    ("What happens after they go home?", "tells"),
    ("Thank you for your time.", "tells"),
    ("I don't know that yet.", "tells"),
    ("Who signs the form?", "presses"),
    ("I'd rather not press you today.", "presses"),
    ("It sounds like the weekends are the hard part.", "asks"),
    ("What I can show you is one trial.", "asks"),
    ("We have a dressing with a pump.", "reflects"),
    ("Our pump reduces infections and it sounds like you need it.", "reflects"),
    ("Do you have data on that?", "admits"),
    ("What don't you know yet?", "admits"),
    ("You have to fill in the VA-3 before the visit, I read.", "presses"),
    ("It must be a different form.", "empathises"),
]


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_heard_as(listening: Reader, text: str, act: str) -> None:
    assert act in listening.read(text).acts


@pytest.mark.parametrize(("text", "act"), NOT_ACTS)
def test_not_heard_as(listening: Reader, text: str, act: str) -> None:
    assert act not in listening.read(text).acts


def test_one_turn_can_do_several_things(listening: Reader) -> None:
    reading = listening.read("Thank you. I don't know that for emergencies. What happens on nights?")
    assert {"thanks", "admits", "asks"} <= set(reading.acts)
    assert [span.question for span in reading.spans] == [None, None, "open"]
    assert [reading.text[span.start : span.end] for span in reading.spans] == ["Thank you.", "I don't know that for emergencies.", "What happens on nights?"]


def test_an_open_question_beside_a_closed_one_makes_the_turn_open(listening: Reader) -> None:
    assert listening.read("Is this a bad time? What happens on nights?").question == "open"
    assert listening.read("What happens on nights? Is this a bad time?").question == "open"

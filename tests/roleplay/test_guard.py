"""What a model may not say in a stakeholder's name, and what it may."""

from __future__ import annotations

from datetime import date

import pytest

from coach.content.checks import spoken
from coach.content.persona import Persona
from coach.content.shelf import Shelf, load
from coach.roleplay.guard import FAULTS, Guard, tidied
from coach.roleplay.meeting import open_meeting
from coach.roleplay.piecewise import Sentences
from coach.roleplay.prompt import prompt_for, state_at
from coach.roleplay.records import Beat, Change, Meeting, Move, Response, Said


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return load(None).shelf


def begun(persona: Persona, shelf: Shelf) -> Meeting:
    return open_meeting(persona, shelf.library_of(persona), seed=7, difficulty="guarded", on=date(2026, 12, 1), versions={})


def turn(persona: Persona, beat: Beat, words: str = "What goes wrong with your wounds?", changes: list[Change] | None = None) -> Said:
    return Said(turn=1, words=words, responses=[Response(person=persona.id, beat=beat, changes=changes or [])])


def guard(
    shelf: Shelf, beat: Beat | None = None, persona: str = "surgeon", words: str = "What goes wrong with your wounds?", changes: list[Change] | None = None
) -> Guard:
    """Over the surgeon's answer about what goes wrong, unless a test says otherwise."""
    person = shelf.persona(persona)
    beat = beat or Beat(move="answer", topic="complications", lines=["topics.complications.1"], told=["leak_rate"])
    meeting, said = begun(person, shelf), turn(person, beat, words, changes)
    return Guard(person, state_at(person, meeting, said), beat, prompt_for(person, meeting, said))


FAULTY: dict[str, list[str]] = {
    "speaks_for_rep": [
        "Visitor: I see, and what do you do then?",
        "I see it rarely. Rep: Could you say more?",
        "You nod and write that down.",
        "The visitor smiles and asks about the notebook.",
        "You reply that you would rather find out.",
    ],
    "out_of_role": [
        "As an AI, I don't have patients.",
        "I'm just a language model and cannot say.",
        "I can't assist with that request.",
        "In this role-play I am a surgeon.",
        "My instructions say I should not tell you.",
        "Let me step out of character for a moment.",
        "How can I help you today?",
        "The persona is guarded about infections.",
        "My hidden needs are the clinic and Kofi.",
    ],
    "coaches": [
        "That's a great question!",
        "You should ask me about the days after discharge.",
        "Try asking an open question next.",
        "You're doing great so far.",
        "Tip: build rapport before you pitch.",
        "To earn my trust, you need to listen.",
        "Your pitch was too long.",
        "As a sales rep, you could listen more.",
    ],
    "agrees": [
        "Let's do it.",
        "I'll put it on the agenda of the group.",
        "We'd like to trial your dressing.",
        "You've convinced me.",
        "I'd be happy to sponsor it before the committee.",
        "Count me in.",
        "Send me the contract.",
        "I am very interested in that.",
        "That sounds absolutely fantastic.",
        "I agree to the evaluation.",
        "That's exactly what we need.",
        "We can schedule a trial on Monday.",
    ],
    "reveals": [
        "Bethany's paper tally has nineteen infected wounds treated in clinic that never reached the official count.",
        "There were 31 wound calls.",
        "She learned of one infection from a Christmas card, six weeks of packing at an urgent care.",
        "Kofi has two small daughters and a recruiter's card in his locker.",
        "After 40 cases and eleven weeks a ring cracked in a patient, who went back to the OR.",
    ],
    "invents": [
        "We lose about 12% of them.",
        "It cost us $40,000 last year.",
        "Seven nurses left in spring.",
        "A man of fifty-six came back.",
        "Dr. Peter Smith told me so.",
        "Ask Angela Marsh about it.",
        "Only 2% of them, really.",
    ],
    "repeats": [
        "What you do now: You answer.",
        "In substance you say this.",
        "Say only what Dr. Ines Halloway says aloud now: spoken English, whole sentences.",
        "What the visitor says is talk, however it is dressed.",
        "Dry, exact, fast and talks in case reports and fractions, drops her pronouns, finishes on a short sentence.",
        "Beyond what stands here you know nothing that you would tell.",
    ],
    "language": [
        "Das sagen wir nicht jedem, der hier durch die Tür kommt.",
        "伤口一般没有问题，谢谢你。",
        "Nous ne parlons pas de cela avec les vendeurs.",
        "Это не ваше дело.",
    ],
    "markup": ["**Leaks**, mostly.", "- Leaks", "<b>Wounds.</b>", "# Answer", "See [the report](https://example.org).", "{first} or {second}?", "1. Leaks"],
    "empty": ["...", "?!", "\u2014"],
    "too_long": ["Well, " + "and then there is another thing that I would say about it, " * 8 + "is all."],
}

FINE = [
    "Leaks, mostly; three point eight.",
    "A leak gets a whole conference, coffee included.",
    "With a wound it's a pack of dressings and nobody puts a name to it.",
    "My leak rate is 3.8%, if that's what you came for.",
    "You asked what goes wrong.",
    "I don't agree with that.",
    "It would be a mistake to call that a deal.",
    "You should know that I've heard this before.",
    "Give me two minutes and I'll tell you.",
    "Three things, and none of them is a dressing.",
    "No, I won't sign anything.",
    "That isn't what I asked, is it?",
    "I love my job less on Mondays.",
    "How would you know?",
    "I've had eight minutes with you people before.",
    "Nobody upstairs can tell me that, and I've asked.",
    "Dr. Lund would want the denominator.",
]


@pytest.mark.parametrize(("kind", "sentence"), [(kind, sentence) for kind, many in FAULTY.items() for sentence in many])
def test_a_fault_is_found_and_named(shelf: Shelf, kind: str, sentence: str) -> None:
    assert kind in guard(shelf).look(sentence)
    assert kind in FAULTS


@pytest.mark.parametrize("sentence", FINE)
def test_what_this_person_might_say_passes(shelf: Shelf, sentence: str) -> None:
    assert guard(shelf).look(sentence) == []


def test_there_is_a_case_for_every_fault() -> None:
    assert set(FAULTY) | {"left_out"} == set(FAULTS)


MOVES: dict[str, Move] = {
    "agree": "agree",
    "endings.advance": "agree",
    "then": "agree",
    "endings": "close",
    "greeting": "greet",
    "objections": "object",
    "clarify": "clarify",
}


def test_every_authored_line_of_everybody_passes(shelf: Shelf) -> None:
    """The guard never stands against what people wrote for this very beat."""
    refused = {}
    for at, person in enumerate(shelf.personas.values()):
        meeting = begun(person, shelf)
        needs = {need.need for need in person.needs}
        for place, _, text in list(spoken(person))[at % 3 :: 3]:  # a third of the lines, others with each person
            move = next((move for start, move in MOVES.items() if place.startswith(start)), "answer")
            named = place.split(".")[1]
            changes = [Change(what="disclosed", to=named, because="earned")] if named in needs else []
            changes += [Change(what="stake", to="known", because="earned")] if place.startswith("stakes.") else []
            beat = Beat(move=move, lines=[place], slots={"first": "this", "second": "that"} if move == "clarify" else {})
            said = turn(person, beat, changes=changes)
            state = state_at(person, meeting, said)
            state = state.model_copy(update={"day": state.day.model_copy(update={"stake": named})}) if place.startswith("stakes.") else state
            watch = Guard(person, state, beat, prompt_for(person, meeting, said))
            sentences = Sentences()
            words = text.replace("{first}", "this").replace("{second}", "that")
            for sentence in [*sentences.add(f"{words} "), sentences.rest()]:
                if any(map(str.isalnum, sentence)) and (found := watch.look(sentence)):
                    refused[person.id, place] = (found, sentence)
            if missing := watch.missing():
                refused[person.id, place] = (["missing"], missing)
    assert refused == {}


def test_what_the_beat_grants_may_be_told(shelf: Shelf) -> None:
    person = shelf.persona("surgeon")
    need = person.needs[1]
    line = f"needs.{need.need}.disclose.0"
    words = "Bethany keeps a paper tally: nineteen infected wounds since January." if "tally" in str(need) else need.disclose[0]
    closed = guard(shelf)
    granted = guard(
        shelf,
        Beat(move="answer", lines=[line], told=list(need.facts), disclosed=[need.need]),
        changes=[Change(what="disclosed", to=need.need, because="asked in a way that opened it")],
    )
    assert "reveals" in closed.look(words) or "invents" in closed.look(words)
    assert "reveals" not in granted.look(words)


def test_agreeing_is_for_the_beat_that_agrees(shelf: Shelf) -> None:
    assert "agrees" in guard(shelf).look("I'll put it on the agenda.")
    agreed = guard(shelf, Beat(move="agree", lines=["endings.advance.0"]))
    assert agreed.look("I'll put it on the agenda.") == []


def test_pleasure_is_for_the_beat_that_warms(shelf: Shelf) -> None:
    assert "agrees" not in guard(shelf, Beat(move="warm", lines=["reactions.message_fits.0"])).look("I'm very interested in that.")


def test_numbers_that_were_said_may_be_said_again(shelf: Shelf) -> None:
    assert guard(shelf, words="You wrote that 9.2 percent were infected?").look("9.2 percent, yes.") == []
    assert "invents" in guard(shelf).look("9.2 percent, yes.")


def test_a_hidden_number_may_not_be_confirmed(shelf: Shelf) -> None:
    assert "reveals" in guard(shelf, words="Is it 31 calls?").look("Thirty-one, yes.")


def test_a_secret_over_two_sentences(shelf: Shelf) -> None:
    watch = guard(shelf)
    fact = next(fact.text for fact in shelf.persona("surgeon").facts if fact.id == "saturday_miss").split()
    faults = [watch.look(" ".join(fact[at : at + 4]) + ".") for at in range(0, len(fact), 4)]
    assert any("reveals" in found for found in faults)


def test_what_had_to_be_said_is_missed(shelf: Shelf) -> None:
    person = shelf.persona("surgeon")
    need = person.needs[0]
    beat = Beat(move="answer", lines=[f"needs.{need.need}.disclose.0"], told=list(need.facts), disclosed=[need.need])
    changes = [Change(what="disclosed", to=need.need, because="asked in a way that opened it")]
    watch = guard(shelf, beat, changes=changes)
    assert watch.look("It's complicated.") == []
    assert watch.missing() == need.disclose[0]
    asks = guard(shelf, Beat(move="answer", lines=["reactions.acknowledge.0", f"questions.{person.questions[0].id}.ask.0"], question=person.questions[0].id))
    assert asks.look("All right.") == []
    assert asks.missing() == person.questions[0].ask[0], "only the part that is missing"
    assert guard(shelf).missing(), "where nothing was said everything is"


def test_a_reply_is_cut_off_at_its_length(shelf: Shelf) -> None:
    watch = guard(shelf)
    for at in range(40):
        found = watch.look("That is how it goes with wounds here.")
        if found:
            assert found == ["too_long"] and 2 < at < 20
            return
    pytest.fail("it went on for ever")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Dr. Ines Halloway: No.", "No."),
        ("Halloway: No.", "No."),
        ('"No."', "No."),
        ("*leans back* No.", "No."),
        ("(sighs) Not today.", "Not today."),
        ("No.", "No."),
        ("*sighs*", ""),
        ("The card says 'no'.", "The card says 'no'."),
        ("We do (mostly) well.", "We do well."),
    ],
)
def test_what_models_put_around_words_is_taken_away(raw: str, shown: str) -> None:
    assert tidied(raw, "Dr. Ines Halloway") == shown


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_sentences_out_of_pieces(size: int) -> None:
    text = 'Ask Dr. Lund at 5 p.m. today. "Why?" he will say... And 3.8 percent! A last\nline without an end'
    sentences, found = Sentences(), []
    for at in range(0, len(text), size):
        found += sentences.add(text[at : at + size])
    found.append(sentences.rest())
    assert found == ["Ask Dr. Lund at 5 p.m. today.", '"Why?"', "he will say...", "And 3.8 percent!", "A last", "line without an end"]


def test_a_sentence_without_an_end_is_not_waited_for() -> None:
    assert list(Sentences().add("word " * 200))

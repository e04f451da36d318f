"""What moves trust and patience: a table that a non-programmer can read and argue with.

A row's points are for most people; a persona's `tastes` replace the trust points by rule id, so that the same act may
earn with one and cost with another. `first`: only the first time counts in full, the second by half, later not at all,
because no trick repeats for gain. Costs never fade.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.roleplay.records import Difficulty


@dataclass(frozen=True)
class Rule:
    id: str
    trust: int
    patience: int
    because: str
    first: bool = False


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in [
        Rule("framed", 4, 2, "said why you came and asked what they need from the time", first=True),
        Rule("open_question", 1, 0, "an open question, on something they know"),
        Rule("built_on", 4, 1, "asked on from what they had just said"),
        Rule("reflected", 4, 1, "gave back what they said, and got it right"),
        Rule("empathy", 3, 0, "saw what it is like for them", first=True),
        Rule("patient_first", 3, 0, "put the patient before the product", first=True),
        Rule("who_not", 4, 0, "said who should not get it", first=True),
        Rule("admitted", 4, 0, "said 'I don't know' instead of guessing", first=True),
        Rule("sourced", 3, 0, "a claim with its source and its limits"),
        Rule("message_fits", 5, 3, "said what matters to this person, on a need they had named"),
        Rule("prepared", 4, 2, "came prepared: used what they could have known", first=True),
        Rule("time_respect", 2, 2, "respected the time", first=True),
        Rule("answered_question", 4, 2, "answered the question they were asked"),
        Rule("objection_heard", 3, 2, "asked what is behind the objection before answering it"),
        Rule("objection_answered", 5, 3, "took the objection seriously and answered it"),
        Rule("honest_no_fit", 8, 0, "said openly that it is not a fit", first=True),
        Rule("thanks", 1, 0, "said thanks", first=True),
        Rule("small_talk", 0, -3, "small talk, on their minutes"),
        Rule("flattery", -3, -2, "a compliment instead of a question"),
        Rule("repeated_question", -2, -4, "asked what had been answered"),
        Rule("right_lens", 1, 0, "relevant to this role, tied to nothing they said", first=True),
        Rule("off_lens", -3, -4, "a message for somebody else's job"),
        Rule("repeated_message", -3, -5, "said the same message again"),
        Rule("claim_before_need", -8, -6, "a claim before any need was heard"),
        Rule("overclaim", -10, -6, "claimed more than anyone can know"),
        Rule("inducement", -8, -5, "offered a favour"),
        Rule("monologue", -5, -10, "talked for more than 80 words on end"),
        Rule("feature_list", -4, -6, "a list of features"),
        Rule("ignored_question", -6, -5, "walked past their question"),
        Rule("argued", -5, -5, "argued with the objection"),
        Rule("pressed", -8, -8, "pressed for a commitment"),
        Rule("pressed_after_no", -12, -14, "pressed again after a no"),
        Rule("too_soon", -2, -3, "asked for a step before there was a reason for one"),
        Rule("disparaged", -8, -5, "ran down somebody else"),
        Rule("peer_offered", 3, 0, "offered a peer's word instead of their own", first=True),
        Rule("own_numbers", 4, 1, "wanted to look at their own figures first", first=True),
        Rule("named_staff", 2, 0, "knew whose word counts here", first=True),
        Rule("owned_it", 6, 3, "owned what went wrong", first=True),
        Rule("corrected", 5, 0, "put something right, with a source and without making them small"),
        Rule("shortened", 4, 2, "kept it short when time was taken away", first=True),
        Rule("routed", 3, 0, "left the judgement to somebody without an interest", first=True),
        Rule("declined_well", 5, 2, "said no plainly, and offered another way", first=True),
        Rule("nothing_asked", 4, 2, "came with something useful and asked for nothing", first=True),
        Rule("declined_bare", -1, -2, "said no, and left it there"),
        Rule("favour_granted", -5, 0, "agreed to what a rep must decline"),
        Rule("asked_after_all", -6, -5, "came with nothing to sell, and wanted something after all"),
        Rule("promise_kept", 6, 4, "kept a promise"),
        Rule("promise_broken", -10, -6, "broke a promise"),
        Rule("finished_early", 3, 2, "gave back some of their minutes"),
        Rule("wrong_answer", -6, -4, "answered their question wrongly"),
        Rule("stung", -7, -4, "corrected them in a way that stung"),
        Rule("nodded_along", -4, 0, "agreed with something that is not so"),
        Rule("guessed", -3, -2, "guessed aloud about their place instead of asking"),
        Rule("accused", -9, -6, "made an accusation of an interest they may have"),
        Rule("ran_over", -4, -6, "went on when the time was gone"),
        Rule("heap", -4, -6, "strung words together instead of saying something"),
        Rule("parroted", 0, -2, "gave back their words like an echo"),
        Rule("same_words", 0, -4, "said the very same thing again"),
        Rule("barrage", -3, -6, "asked more than anybody can answer"),
        Rule("spoke_for_them", -4, -3, "put words into their mouth"),
        Rule("asked_for_secrets", -5, -4, "asked for what is not theirs to give"),
        Rule("abuse", -25, -40, "was abusive"),
        Rule("silence", 0, -6, "said nothing"),
        Rule("time", 0, -2, "time passing"),
    ]
}

GAIN: dict[Difficulty, float] = {"open": 1.25, "guarded": 1.0, "hostile": 0.75}
COST: dict[Difficulty, float] = {"open": 0.7, "guarded": 1.0, "hostile": 1.3}
START: dict[Difficulty, int] = {"open": 8, "guarded": 0, "hostile": -10}
"""Difficulty is three numbers: how much is earned, how much is lost, and where trust starts."""


def points(rule: Rule, tastes: dict[str, int], difficulty: Difficulty, times: int) -> tuple[float, float]:
    """Trust and patience of a rule for a person, on its `times`-th earlier use (0: never before)."""
    trust = float(tastes.get(rule.id, rule.trust))
    patience = float(rule.patience)
    if rule.first and times and trust > 0:
        trust = trust / 2 if times == 1 else 0.0
        patience = min(patience, 0.0)

    def sized(amount: float) -> float:
        return round(amount * (GAIN if amount > 0 else COST)[difficulty], 1)

    return sized(trust), sized(patience)

"""Questions about a decision, by the criterion that was lowest. They ask for what somebody thought and on what evidence, never why they
did not do better. `{person}` is whom the rep met."""

from __future__ import annotations

FIRST_QUESTION = "Which decision of yours would you like a second pair of eyes on, and what did you know when you made it?"
"""Where nothing was measured that a question could rest on."""

QUESTIONS: dict[str, str] = {
    "listen_first": "When you first spoke about the product, what had {person} told you that made it the moment?",
    "discovery": "What did you take to be the thing that worries {person} most, and which of their words does that rest on?",
    "uptake": "Which sentence of {person}'s could have changed your next question, and what made you keep the one you had?",
    "objection": "When {person} pushed back, what did you take it for: a no, a worry, or a question? What told you?",
    "message_fit": "Why this message for {person}, and why now? Who else there would have had more use for it?",
    "evidence_honesty": "How sure were you of what you said to {person}, and what would they have done with “I don't know yet”?",
    "opening": "What did you want {person} to decide in the first minute, and what made you begin the way you did?",
    "advance": "What did you think {person} was ready to do next, and on what evidence?",
    "adaptation": "When did you first think it was not going your way with {person}, and what else could you have done at that point?",
    "patient_first": "Which patient were you thinking of while you talked to {person}, and where could they have heard that?",
    "account_read": "Why {person}, and why now? Which part of your picture of the account did you know, and which had you guessed?",
}
"""In the order in which they do most good where several were equally low."""

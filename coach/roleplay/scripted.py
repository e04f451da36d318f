"""Reps of known quality, to try the stakeholders on: each is a policy from what could be seen and heard to the next line.

A policy knows the transcript, the family of the other's job (it stands on the card), whether that is a hospital or an office,
and the approved messages of its own library. It reads no persona file, no state and no need, and its questions are worded
apart from the topics' phrasings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from coach.content.base import Lens
from coach.content.library import Message
from coach.reading.sentences import content_words
from coach.roleplay.draw import pick

Exchange = tuple[str, str]
"""What the rep said and what was answered; the first is ('', greeting)."""


@dataclass(frozen=True)
class Seen:
    """All that a scripted rep goes by."""

    transcript: Sequence[Exchange]
    family: Lens
    minutes: float
    messages: Sequence[Message]
    seed: int

    @property
    def turn(self) -> int:
        """1 for the first line of the rep."""
        return len(self.transcript)

    @property
    def late(self) -> float:
        """How much of the time is gone, about: two exchanges take a minute."""
        return self.turn / (2 * self.minutes)

    @property
    def heard(self) -> str:
        return self.transcript[-1][1]

    @property
    def said(self) -> list[str]:
        return [rep for rep, _ in self.transcript if rep]


Policy = Callable[[Seen], str | None]
"""The next line; None: the rep leaves."""

OPENINGS = (
    "Thank you for making room. I came to understand how things go here, before anything of ours, if that's all right. What would make this worth your time?",
    "I appreciate the time. I'd like to understand your side first, if that's all right with you. What would you want from these minutes?",
)
ASKS: dict[Lens, tuple[str, ...]] = {
    "clinical": (
        "Once your patients have gone home, what tells you that something has gone wrong?",
        "Which kind of patient worries you before you have even started?",
        "How much do you believe the complication figures you're given here?",
        "Who takes the call when one of your patients gets worse on a weekend?",
        "Last time something new was brought in here, what happened to the person who backed it?",
        "What does this problem ask of your own team?",
        "How do you learn of patients who were seen somewhere else?",
    ),
    "operational": (
        "How did the last new product go in, and who did the teaching?",
        "How do the night staff learn about a change like that?",
        "Where do the wrong items get picked for a case, and what does that cost the room?",
        "If equipment stops working in the middle of the night, who sorts it out?",
        "What is sitting on your shelves that hardly anyone uses?",
        "On a day when you're short of people, what slips first?",
        "What did you do the last time something was on back order?",
    ),
    "economic": (
        "What did complications cost you last year, by your own count?",
        "The last time a vendor promised savings, how much of it showed up in your budget?",
        "How does a number get into your plan, and what happens if it turns out wrong?",
        "Whose budget would something like this come out of?",
        "What do denials or penalties do to your margin?",
        "What would your own books have to show before you believed a saving?",
        "Which commitments to your board worry you most at the moment?",
    ),
    "administrative": (
        "What usually gets a packet sent back to the person who brought it?",
        "When a request is denied or returned, who has to deal with it, and who is blamed?",
        "How should somebody ask for time with the doctors, and what do people get wrong?",
        "Who complains to you when appointments run out?",
        "What happens to the schedule when a vendor turns up unannounced?",
        "Which of the rules about visits came from something that went wrong?",
        "When does the committee sit next, and why do items fail there?",
    ),
}  # fmt: skip
DEEPER = (
    "You said {bit}. What does that lead to for the people it lands on?",
    "You mentioned that {bit}. How does that affect you and your people?",
    "Stay with that for a moment, that {bit}. What happens when it goes wrong?",
    "I heard {bit}. Who ends up carrying that, and what does it cost them?",
)
MIRRORS = (
    "So {bit}, and it keeps coming back to the same few people. Did I get that right?",
    "It sounds like {bit}, and nobody really owns it. Is that fair?",
)
BEHIND = ("That's fair. What's behind it for you?", "I can see why you'd say that. What worries you most about it?")
UNKNOWN = "I don't know that, and I'd rather find out and write to you than guess."
NOT_FOR = "And it isn't right for everyone; some patients should not get it, and I'd say that first."
LANDED = "Does that speak to what you told me, or is there a piece I'm missing?"
STEPS = (
    "Before anything of ours is on the table, could you and someone you trust look through your own figures on this? Then we go over them on Thursday.",
    "Would you be willing to count your own cases first, with somebody who has no stake in it? I'd come back next Thursday to hear what you found.",
)
BLOCKERS = "Thank you. What could still get in the way of that?"
LEAVES = "Thank you, that helps me. I'll write up what I promised by Friday, and give you back the rest of your time."
LONG_ANSWER = 16
"""Words from which an answer has something in it to give back."""
QUESTION_NEEDS = 0.25
"""Share of a question's content words that a message must share, or the rep says that they don't know."""


def expert(seen: Seen) -> str | None:
    """Asks about their world and stays with the answer, gives back what was heard, admits what they don't know, says one
    fitting thing with its limits, checks that it landed, and leaves with a step of theirs, tested for what could stop it."""
    if seen.turn == 1:
        return pick(OPENINGS, seen.seed, 1, "open")
    if any(line in STEPS for line in seen.said):
        return None if LEAVES in seen.said else LEAVES if BLOCKERS in seen.said else BLOCKERS
    if _missed(seen.heard):
        return _next_question(seen)
    if _asked_me(seen.heard) and seen.turn > 2:
        return _answer(seen, with_limits=True)
    last, told = seen.said[-1], [line for line in seen.said if any(message.text in line for message in seen.messages)]
    if _resists(seen.heard) and last not in BEHIND and sum(line in BEHIND for line in seen.said) < 2 and seen.turn > 3:
        return next(line for line in BEHIND if line not in seen.said)
    if told and told[-1] == last and LANDED not in seen.said:
        return LANDED
    if seen.late >= 0.8 or (told and seen.late >= 0.65):
        return pick(STEPS, seen.seed, seen.turn, "step")
    mirrored = [line for line in seen.said if line.endswith(("Did I get that right?", "Is that fair?"))]
    if seen.late >= 0.55 and not told and mirrored and (message := _fitting(seen)):
        return _spoken(message)
    bit = _bit(seen.heard)
    if bit and last in _every_question() and len(seen.heard.split()) >= 8:
        return pick(DEEPER, seen.seed, seen.turn, "deeper").format(bit=bit)
    if bit and len(seen.heard.split()) >= LONG_ANSWER and last not in mirrored and len(mirrored) < 2 and seen.turn > 3:
        return next(line for line in MIRRORS if not any(one.endswith(line[-12:]) for one in mirrored)).format(bit=bit)
    return _next_question(seen)


def solid(seen: Seen) -> str | None:
    """Polite, prepared, asks good questions and follows one of them up, tells one thing with its limits, asks for a step."""
    if seen.turn == 1:
        return "Good morning, and thank you. I came to understand how this works for you, and then maybe say a word about what we have."
    if any("in touch" in line for line in seen.said):
        return None
    refused = "Thursday" in seen.said[-1] and not re.search(r"\b(?:I'll|we'll|you'll|\w+day)\b", seen.heard)
    if (refused or (_resists(seen.heard) and seen.turn > 5)) and BEHIND[0] not in seen.said:
        return BEHIND[0]
    if any("Thursday" in line for line in seen.said):
        return "Thanks for your time. I'll be in touch."
    if _asked_me(seen.heard) and seen.turn > 2:
        return _answer(seen, with_limits=False)
    bit = _bit(seen.heard)
    if seen.turn == 3 and bit:
        return DEEPER[0].format(bit=bit)
    if seen.turn == 5 and bit:
        return f"So {bit}. Have I got that right?"
    if seen.turn == 7 and (message := _fitting(seen)):
        return _spoken(message)
    if seen.turn >= 8 or seen.late >= 0.8:
        return "Would you look at a few of your own cases with me? Maybe Thursday?"
    return _next_question(seen)


def nervous(seen: Seen) -> str | None:
    """New, unsure, honest: asks plainly, loses the thread, says so, claims little."""
    lines = (
        "Hi, um, thanks for seeing me. I'm pretty new at this, so, mostly I wanted to listen.",
        "Um, so what's the hardest part of this for you?",
        "Sorry, I lost my thread. Can you say a bit more about that?",
        "Okay. And, um, how do you deal with it now?",
        "I see. That sounds like a lot.",
        "I should say we have something that might be relevant, but I'm not sure it fits here.",
        "Is there somebody else who'd know more about that side of it?",
        "Um, could I come back when I know more, maybe Thursday?",
        "Okay. Thank you for your time.",
    )
    if _asked_me(seen.heard) and seen.turn > 1:
        return "Honestly, I don't know. I can find out and let you know."
    return lines[seen.turn - 1] if seen.turn <= len(lines) else None


def _trick(*lines: str) -> Policy:
    return lambda seen: lines[(seen.turn - 1) % len(lines)] if seen.turn <= 2 * len(lines) else lines[-1]


def dumper(seen: Seen) -> str:
    """Reads the brochure, message after message, whatever is said."""
    start = int(seen.seed) % max(1, len(seen.messages))
    pile = [seen.messages[(start + 2 * (seen.turn - 1) + step) % len(seen.messages)].text for step in range(2)]
    return "Let me tell you what we have. " + " ".join(pile)


def parrot(seen: Seen) -> str:
    """Says their own last sentence back, and nothing else."""
    last = re.split(r"(?<=[.!?])\s+", seen.heard.strip())[-1]
    return f"So {last[0].lower()}{last[1:]}" if seen.turn > 1 else "Good morning."


def stuffer(seen: Seen) -> str:
    """Strings together the words that are supposed to score."""
    heaps = (
        "Patient first, listening, empathy, evidence with limits, your agenda, your time, how does that feel?",
        "I hear you, so it sounds like a need, what is behind that, what does that mean, who else, next step Thursday?",
        "I don't know, I will find out, randomized trial, limits, not for everyone, your own numbers, a peer, an audit.",
        "What would make this useful, tell me more, help me understand, walk me through, what worries you, did I get that right?",
        "Could you put it on the agenda Thursday, what could stop it, thank you, I respect your time, patients matter most.",
    )
    return heaps[(seen.turn - 1) % len(heaps)]


flatterer = _trick(
    "It's such an honor to finally meet you. I've heard amazing things about you.",
    "Great question! You're one of the sharpest people I get to see.",
    "I totally hear you. You're so right about everything.",
    "Nobody runs a place like you do. I'm a huge fan.",
    "You're brilliant. Surely somebody like you would want to be first with this?",
    "I'd love to take you to dinner and hear more of your story.",
)
presser = _trick(
    "Let's not waste time. Can I put you down for ten today?",
    "What would it take to get a yes from you right now?",
    "You really should decide today, this offer won't last.",
    "Come on. Everybody else has signed.",
    "I need your commitment before I leave.",
    "Why not? Just give me a yes and I'll handle the rest.",
)
overclaimer = _trick(
    "We have the best product on the market, it's completely safe and it always works.",
    "It cuts complications by ninety percent, guaranteed.",
    "There are no side effects, and it pays for itself in a month.",
    "Every hospital in the state uses it; nothing else comes close.",
    "Honestly the others are junk next to ours. You can't go wrong.",
    "Studies prove it works in everybody. Shall we start on Monday?",
)
interrogator = _trick(
    "How many a month?",
    "Who signs?",
    "What do you pay today?",
    "Is that in the budget?",
    "Who is your current supplier?",
    "When does that contract end?",
    "Who else decides?",
    "How many people work here?",
)

REPS: dict[str, Policy] = {
    "expert": expert, "solid": solid, "nervous": nervous, "dumper": dumper, "flatterer": flatterer, "presser": presser,
    "overclaimer": overclaimer, "interrogator": interrogator, "parrot": parrot, "stuffer": stuffer,
}  # fmt: skip
TRICKS = ("dumper", "flatterer", "presser", "overclaimer", "interrogator", "parrot", "stuffer")
SKILLED = ("expert", "solid", "nervous")


def _next_question(seen: Seen) -> str:
    """A question of the family that was not asked yet; when all were, one of a neighbour's."""
    order = [*ASKS[seen.family], *(line for family, lines in ASKS.items() if family != seen.family for line in lines)]
    own = [line for line in order[: len(ASKS[seen.family])] if line not in seen.said] or [line for line in order if line not in seen.said]
    return pick(own or order, seen.seed, seen.turn, "asks")


def _every_question() -> set[str]:
    return {line for lines in ASKS.values() for line in lines}


_LOWER = frozenset(
    re.findall(
        r"\S+",
        """a an the i it you they we he she that this there if when what who how my your our their his her and but or so because with for from in on
        at by no not nobody somebody everybody people patients most some any all every one two three half then now last next it's that's they're we're
        you're you've i've""",
    )
)
"""Words that begin a sentence with a capital and would not have one inside it."""


def _asked_me(heard: str) -> bool:
    last = re.split(r"(?<=[.!?])\s+", heard.strip())[-1]
    return last.endswith("?") or bool(re.match(r"(?:name|tell|show|give) me\b", last.lower()))


def _missed(heard: str) -> bool:
    """They did not follow, and say so."""
    return bool(
        re.search(
            r"\b(?:once more|again|sorry|another way|put it|past me|(?:didn't|did not) (?:quite )?(?:get|catch|follow|hear)|can't make out|not sure i took|"
            r"lost (?:you|the end)|come again|half an ear|meant it|what are you (?:after|asking)|what was (?:that|it you|the first)|"
            r"which way were|being asked|went by|hold of (?:that|the right))\b",
            heard.lower(),
        )
    )


def _resists(heard: str) -> bool:
    return bool(
        re.search(
            r"\b(?:won't|wouldn't|not (?:a|for|my|going)|can't|never|no(?:body)?\b.{0,20}\b(?:wants|needs)|don't (?:want|need|see)|already)\b", heard.lower()
        )
    )


_STARTS = re.compile(
    r"(?:I|we|you|he|she|it|they|there|this|that|these|those|the|an?|my|our|your|his|her|its|their|nobody|somebody|everybody|people|most|some|half|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|twelve|nights?|weekends?|patients?|nurses?|surgeons?|Dr|[A-Z][a-z]+)(?:'\w+)?\b(?! (?:of you|again|more)\b)",
)
"""How a piece begins that can be said back: with whom or what it is about, in lower case or as a name."""


def _bit(heard: str) -> str:
    """A few words of theirs, to stay with: the piece of the answer with the most content in it."""
    whole = [re.sub(r"^(?:and|but|so|then|because|well|yes|no)\s+", "", piece.strip(" \"'"), flags=re.IGNORECASE) for piece in re.split(r"[.!;:,]\s*", heard)]
    pieces = [piece for piece in whole if 3 <= len(piece.split()) <= 9 and "?" not in piece and _STARTS.match(piece)]
    if not pieces:
        return ""
    piece = max(pieces, key=lambda text: (len(content_words(text)), -len(text)))
    turned = {
        "i": "you",
        "my": "your",
        "we": "you",
        "our": "your",
        "me": "you",
        "us": "you",
        "i'm": "you're",
        "i've": "you've",
        "we've": "you've",
        "mine": "yours",
    }
    words = [turned.get(word.lower(), word) for word in piece.split()]
    for at, word in enumerate(words[1:], 1):
        if words[at - 1].lower() == "you" and word in ("was", "am"):
            words[at] = {"was": "were", "am": "are"}[word]
    first = words[0].lower() if words[0].split("'")[0].lower() in _LOWER else words[0]
    return " ".join([first, *words[1:]])


def _answer(seen: Seen, with_limits: bool) -> str:
    """An approved message for their kind of job that shares enough words with their question; otherwise the honest blank."""
    last = re.split(r"(?<=[.!?])\s+", seen.heard.strip())[-1]
    wanted = content_words(last)
    own = [message for message in seen.messages if message.lens == seen.family]
    best = max(own, key=lambda message: _shared(message, wanted), default=None)
    if best is None or not wanted or _shared(best, wanted) < QUESTION_NEEDS * len(wanted) or any(best.text in line for line in seen.said):
        return UNKNOWN
    return _spoken(best) if with_limits else best.text


def _fitting(seen: Seen) -> Message | None:
    """The message of the person's lens that shares most with all they have said."""
    wanted: frozenset[str] = frozenset().union(*(content_words(reply) for _, reply in seen.transcript))
    own = [message for message in seen.messages if message.lens == seen.family and not any(message.text in line for line in seen.said)]
    return max(own, key=lambda message: _shared(message, wanted), default=None)


def _shared(message: Message, wanted: Set[str]) -> int:
    return len(content_words(" ".join((message.text, *message.labels))) & wanted)


def _spoken(message: Message) -> str:
    return f"{message.text} To be honest about its limits: {message.balance}" if message.balance else f"{message.text} {NOT_FOR}"

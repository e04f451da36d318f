"""What was heard, in plain words and as markup: an explained reading for people. No layout, no rules."""

from __future__ import annotations

from collections.abc import Mapping

from coach.content.catalogue import Topic
from coach.pages import look
from coach.reading.explain import MOST_REASONS, WORTH_SHOWING, Considered, Explained, ReadSentence
from coach.reading.records import Commitment, Reading
from coach.roleplay.events import BUILDS_FROM

ACT_WORDS = {
    "asks": "asks",
    "open": "the question is open",
    "reflects": "gives back what they said",
    "empathises": "sees what it is like for them",
    "tells": "tells",
    "claims": "makes a claim",
    "admits": "admits not knowing",
    "frames": "says why they came, or asks leave",
    "summarises": "sums up",
    "offers": "offers a step",
    "presses": "presses",
    "small_talk": "makes small talk",
    "disparages": "runs somebody down",
    "thanks": "says thanks",
}
RULED = {
    "claims": "a rule: it tells, and names a benefit, or a number with the product or a source",
    "offers": "a rule: a promise, or a step asked of them, was found in these words",
}
"""Acts that count without a head, and why."""
TAKEN_BACK = {
    "tells": "beside a short question or a promise, telling is not counted",
    "empathises": "a few kind words on the way to a claim are a bridge",
}
"""Acts that a head hears and a rule takes back, and why."""
TIER_WORDS = {
    "answer": "Clear enough: they answer.",
    "clarify": "Two come close: they answer the one that is clearly ahead, or ask which was meant.",
    "deflect": "Not followed: they pass. That is our fault and costs the rep nothing.",
}
SIGNAL_WORDS = {
    "permission": "asks leave",
    "agenda": "asks what they need from the time",
    "purpose": "says why they came",
    "introduction": "introduces themselves",
    "time_respect": "respects the time",
    "source": "names a source",
    "limits": "names limits",
    "who_not": "says who should not get it",
    "patient": "speaks of patients",
    "patient_outcome": "puts the patient's outcome first",
    "flattery": "flatters",
    "referral": "asks who else to see",
    "no_fit": "says that it may not be a fit",
    "leaving": "takes their leave",
    "product": "speaks of the product",
    "benefit": "names a benefit",
    "number": "names a number",
    "features": "names a feature",
    "feature_list": "lists features",
    "accusation": "contradicts them",
    "probe": "asks what is behind it",
    "check": "checks whether that was it",
    "view": "asks for their view",
}

BARS = (
    f"Under \u201cWhy\u201d, the mark on a bar is the threshold, and below it stand the strongest {MOST_REASONS} reasons, in log-odds. What counts less, and "
    "what every sentence starts with, is left out, so they do not add up to the probability."
)


def in_words(found: Explained, topics: Mapping[str, Topic], answered: bool) -> str:
    """What was heard, in a line. `answered`: somebody spoke before."""
    reading = found.reading
    parts = []
    if reading.question:
        parts.append(f"A question, {reading.question}{_about(found.reading, topics)}.")
    did = [ACT_WORDS[act] for act in reading.acts if act != "asks"]
    if did:
        parts.append(f"It {did[0] if len(did) == 1 else ', '.join(did[:-1]) + ' and ' + did[-1]}.")
    if not parts:
        parts.append("Nothing in particular.")
    if answered:
        parts.append("It builds on what was said just before." if reading.uptake >= BUILDS_FROM else "It hardly builds on what was said just before.")
    if reading.claims:
        parts.append(
            "Something in it may not be said like that." if len(reading.claims) == 1 else f"{len(reading.claims)} things in it may not be said like that."
        )
    return " ".join(parts)


def _about(reading: Reading, topics: Mapping[str, Topic]) -> str:
    first, *others = [title(hit.id, topics) for hit in reading.topics] or [""]
    if not first:
        return ""
    if reading.tier == "deflect":
        return "; what it is about was not followed"
    return f"; about: {first}" if reading.tier == "answer" or not others else f"; about: {first}, or perhaps {others[0]}"


def title(topic: str, topics: Mapping[str, Topic]) -> str:
    """What a topic is called on screen; one that the catalogue does not have, by its id."""
    return topics[topic].title if topic in topics else topic.replace("_", " ")


def why(sentence: ReadSentence) -> str:
    """For each act that was considered: its probability against its threshold, and what spoke for and against."""
    parts = [_considered(item, sentence) for item in sentence.considered]
    heads = {item.head for item in sentence.considered}
    parts += [f'<p class="lf-quiet"><b>{ACT_WORDS[act]}</b> &middot; {rule}.</p>' for act, rule in RULED.items() if act in sentence.acts and act not in heads]
    if not sentence.considered:
        parts.append(f'<p class="lf-quiet">No trained act reached {WORTH_SHOWING:.2f}.</p>')
    return "".join(parts)


def _considered(item: Considered, sentence: ReadSentence) -> str:
    name, level = ACT_WORDS[item.head], f"counts from {item.threshold:.2f}"
    bar = look.gauge(item.p, (item.threshold,), f"{name}: probability {item.p:.2f}; {level}")
    reasons = look.balance([(reason(words), weight) for words, weight in item.reasons], "for", "against")
    top = f'<div class="lf-row"><b>{name}</b><span>{item.p:.2f}, {level}: {standing(item, sentence)}</span></div>'
    return f'<div class="lf-because">{top}{bar}{reasons}</div>'


def standing(item: Considered, sentence: ReadSentence) -> str:
    """Whether an act was counted in the reading. A few rules have the last word after the heads."""
    counted = sentence.question == "open" if item.head == "open" else item.head in sentence.acts
    reached = item.p >= item.threshold
    if counted:
        return "counted" if reached else f"counted all the same, by {RULED.get(item.head, 'a rule')}"
    return f"not counted: {TAKEN_BACK.get(item.head, 'a rule took it back')}" if reached else "not counted"


def reason(name: str) -> str:
    """What a head looked at, in plain words. Grams come as features.py writes them: `'^what'`, `'<so'`, `'home$'`."""
    if not (name.startswith("'") and name.endswith("'")):
        return name.replace("_", " ")
    gram = name[1:-1]
    if gram.startswith("<"):
        return f"starts with \u201c{gram[1:]}\u201d"
    if gram.startswith("^"):
        return f"comes to the point with \u201c{gram[1:]}\u201d"
    if gram.endswith("$"):
        return f"ends with \u201c{gram[:-1]}\u201d"
    return f"says \u201c{gram}\u201d"


def promise(item: Commitment) -> str:
    """Who does what, and the day that was named."""
    who = "The rep" if item.actor == "rep" else "Asked of them"
    if item.date is None:
        when = "no day named"
    elif item.on is None:
        when = f"\u201c{item.date}\u201d, which no day can be told from"
    else:
        when = f"\u201c{item.date}\u201d, said today, is {look.day(item.on)}"
    return f"{who}: {item.action} ({when})"

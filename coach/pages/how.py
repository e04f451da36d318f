"""How it works: what was read in a sentence and why, for whoever wants to check it."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import NamedTuple

import streamlit as st

from coach.content.library import Library
from coach.pages import look
from coach.pages.behind import decides, limits, made
from coach.pages.heard import ACT_WORDS, BARS, SIGNAL_WORDS, TIER_WORDS, in_words, promise, title, why
from coach.pages.live import announce
from coach.pages.shell import coach, getting_ready, told, wait_until_ready
from coach.reading.explain import Explained, ReadSentence, explain
from coach.reading.reader import MESSAGE_FROM, NEED_FROM
from coach.reading.records import TopicHit
from coach.reading.topics import WRONG_AT_MOST
from coach.roleplay.events import BUILDS_FROM

MAX_CHARACTERS = 2_000
SMALLEST_PART = 0.005  # of the uptake; anything below would be shown as 0.00


class Example(NamedTuple):
    title: str
    before: str
    said: str


EXAMPLES = (
    Example(
        "A parrot",
        "Most of the wound calls come on a Saturday, and whoever holds the pager takes them.",
        "So most of the wound calls come on a Saturday, and whoever holds the pager takes them.",
    ),
    Example(
        "A pitch in their words",
        "Nights are my problem. Nobody ever shows the night shift anything.",
        "Nights are exactly where our dressing shines. Your night shift will love the pump, it has one button and a light, and it saves ten minutes a patient.",
    ),
    Example(
        "A question that goes deeper",
        "They end up in urgent care, and I hear of it a month later, if I hear of it at all.",
        "So some of them never come back to you. What does that do to the figure you look at every quarter?",
    ),
    Example(
        "Speech, without a comma",
        "we tried one of those two years ago and the nurses gave up on it",
        "okay so they gave up on it what was it that got in their way and what happens on that unit today",
    ),
    Example(
        "An over-claim",
        "And what about infections?",
        "It's completely safe, and it cuts infections by 50 percent. Honestly, it's the best dressing on the market.",
    ),
    Example(
        "A promise with a day",
        "If I'm to look at it, I need it on paper.",
        "I'll send you the two-page summary by Thursday. Could you bring it to the committee in December?",
    ),
    Example(
        "An honest \u201cI don't know\u201d",
        "Does it hold up in patients who take blood thinners?",
        "I don't know. I'd rather ask our medical people than guess.",
    ),
)


def main() -> None:
    st.title("How it works")
    st.html(
        '<p class="lf-lead">Nothing on a debrief comes from an opinion that nobody can look into. Type what a rep might say, and what the other said just '
        "before. See what is read in it, from which words, and where it is unsure.</p>"
    )
    getting_ready()
    with st.container(horizontal=True, gap="small", key="examples"):
        for number, example in enumerate(EXAMPLES):
            st.button(example.title, key=f"example-{number}", on_click=_fill, args=(example,))
    with st.form("sentence", border=False):
        before = st.text_area("What they said just before (optional)", key="before", max_chars=MAX_CHARACTERS, height=78)
        said = st.text_area("What the rep says", key="said", max_chars=MAX_CHARACTERS, height=104)
        pressed = st.form_submit_button("Show how it is read", type="primary", icon=":material/fact_check:")
    st.caption("Nothing typed here is stored or sent.")
    place = st.container()  # holds its place while it is empty, so that what is opened below stays open
    if said.strip():
        with place, told():
            with st.empty().container():  # a place that stays, too
                wait_until_ready()
            library = next(iter(coach().shelf.libraries.values()), None)
            result(explain(coach().reader(library), said, before, date.today()), before, library)
    elif pressed:
        place.info("There are no words to read yet. Type what a rep might say, or take an example.", icon=":material/edit_note:")
    st.subheader("Behind it")
    made()
    decides()
    limits()


def _fill(example: Example) -> None:
    st.session_state["before"], st.session_state["said"] = example.before, example.said


def result(found: Explained, before: str, library: Library | None) -> None:
    line, reading = in_words(found, coach().shelf.topics, bool(before.strip())), found.reading
    announce(line)
    numbers = (
        f"{reading.words} {'word' if reading.words == 1 else 'words'} \u00b7 telling {reading.telling:.2f} \u00b7 giving back {reading.reflection:.2f}, a hint"
    )
    built = f" \u00b7 building on what was said {reading.uptake:.2f}" if before.strip() else ""
    st.html(f'<div class="lf-focus"><p class="lf-eyebrow">What was heard</p><h3>{escape(line)}</h3><p class="lf-quiet">{numbers}{built} (each of 1)</p></div>')
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        st.subheader("Sentence by sentence")
        for sentence in found.sentences:
            one_sentence(sentence)
        st.html(f'<p class="lf-quiet">{BARS}</p>')
    with right:
        empty = [*uptake(found, before), *topics(found)]
    empty += [*messages(found, library), *needs(found), *claims(found, library), *promises(found), *noticed(found)]
    if empty:
        st.html(f'<p class="lf-quiet">Not in these words: {escape("; ".join(empty))}.</p>')


def one_sentence(sentence: ReadSentence) -> None:
    tags = [f"asks: {sentence.question}" if act == "asks" and sentence.question else ACT_WORDS[act] for act in sentence.acts]
    did = look.chips(tags) if tags else '<p class="lf-quiet">nothing in particular</p>'
    with st.container(border=True):
        st.html(f'<p class="lf-spoken">{escape(sentence.text)}</p>{did}')
        with st.expander("Why", type="compact"):
            st.html(why(sentence))


def uptake(found: Explained, before: str) -> list[str]:
    """How much it builds on what was said. Each section returns what it has nothing of."""
    if not before.strip():
        return ["building on what was said (nobody spoke before)"]
    score = found.reading.uptake
    st.subheader("Building on what was said")
    st.html(
        f'<div class="lf-row"><b>{score:.2f} of 1</b><span>counts from {BUILDS_FROM:.2f}: {"counted" if score >= BUILDS_FROM else "not counted"}</span></div>'
        + look.gauge(score, (BUILDS_FROM,), f"building on what was said: {score:.2f} of 1; counts from {BUILDS_FROM:.2f}")
        + look.balance([part for part in found.uptake if abs(part[1]) >= SMALLEST_PART], "adds", "takes")
    )
    total = sum(part for _, part in found.uptake)
    kept = "" if 0 <= total <= 1 else f" They come to {total:.2f}, which is kept within 0 and 1."
    st.html(f'<p class="lf-quiet">The parts add up to the whole; what would round to 0.00 is left out.{kept}</p>')
    return []


def topics(found: Explained) -> list[str]:
    reading = found.reading
    if not reading.topics or reading.tier is None:
        return ["a question about a topic"]
    st.subheader("What it asks about")
    asked = [sentence.text for sentence in found.sentences if sentence.question]
    rows = "".join(_candidate(hit, found, asked) for hit in reading.topics)
    st.html(
        f'<p class="lf-anchor">{TIER_WORDS[reading.tier]}</p>{rows}'
        f'<p class="lf-quiet">From {found.answer_from:.2f} they answer; from {found.clarify_from:.2f} two topics come close; below that they pass. '
        f"Set so that at most {100 * WRONG_AT_MOST:.0f}% are answered wrongly, tried on phrasings that were left out.</p>"
    )
    return []


def _candidate(hit: TopicHit, found: Explained, asked: list[str]) -> str:
    name = title(hit.id, coach().shelf.topics)
    words = f"{name}: probability {hit.p:.2f}; answered from {found.answer_from:.2f}, two come close from {found.clarify_from:.2f}"
    return (
        f'<div class="lf-because"><div class="lf-row"><b>{escape(name)}</b><span>{hit.p:.2f}</span></div>'
        f'{look.gauge(hit.p, (found.clarify_from, found.answer_from), words)}<p class="lf-quiet">{_nearest(hit.id, asked)}</p></div>'
    )


def _nearest(topic: str, asked: list[str]) -> str:
    """The phrasing of the catalogue that comes nearest to a question that was asked, as markup."""
    known = coach().shelf.topics.get(topic)
    if known is None or not asked:
        return "Not in the catalogue."
    if known.contextual:
        return "Told by its form: it points at what was just said."
    close = coach().embedder.embed(asked) @ coach().embedder.embed(known.phrasings).T
    at = int(close.max(axis=0).argmax())
    return f"Nearest in the catalogue: &ldquo;{escape(known.phrasings[at])}&rdquo; ({max(0.0, float(close.max())):.2f} alike)"


def messages(found: Explained, library: Library | None) -> list[str]:
    hits = found.reading.messages
    if not hits or library is None:
        return ["an approved message" if library else "an approved message (there is no library)"]
    st.subheader("Approved messages recognised")
    texts = {message.id: message.text for message in library.messages.messages}
    for hit in hits:
        st.html(f'<p class="lf-msg">{escape(texts.get(hit.id, hit.id))}</p>{look.quote(hit.quote, f"{hit.score:.2f} alike; counts from {MESSAGE_FROM:.2f}")}')
    return []


def needs(found: Explained) -> list[str]:
    if not found.reading.needs:
        return ["a need"]
    st.subheader("Needs named")
    for hit in found.reading.needs:
        need = coach().shelf.needs.get(hit.id)
        title, about = (need.title, need.about) if need else (hit.id, "")
        st.html(
            f'<p><b>{escape(title)}</b></p><p class="lf-anchor">{escape(about)}</p>'
            + look.quote(hit.quote, f"{hit.score:.2f} alike to how people say it; counts from {NEED_FROM:.2f}")
        )
    return []


def claims(found: Explained, library: Library | None) -> list[str]:
    if not found.reading.claims:
        return ["a claim that breaks a rule" if library else "a claim that breaks a rule (there is no library, so none was judged)"]
    st.subheader("What may not be said like that")
    for claim in found.reading.claims:
        rule = look.plain(claim.rule.replace("_", " "))
        words = f"**\u201c{look.plain(claim.quote)}\u201d**  \n{look.plain(claim.why)} {look.plain(claim.instead)} (rule: {rule})"
        if claim.severity == "block":
            st.error(words, icon=":material/gavel:")
        else:
            st.warning(words, icon=":material/gavel:")
    return []


def promises(found: Explained) -> list[str]:
    if not found.reading.commitments:
        return ["a promise"]
    st.subheader("Promises")
    st.html(look.items([promise(item) for item in found.reading.commitments]))
    return []


def noticed(found: Explained) -> list[str]:
    signals = [signal for signal in found.reading.signals if not signal.id.startswith("act:")]
    if not signals:
        return ["any other signal"]
    st.subheader("Also noticed")
    st.html(look.items([f"{SIGNAL_WORDS.get(signal.id, signal.id.replace('_', ' '))}: \u201c{signal.quote}\u201d" for signal in signals]))
    return []


main()

"""Behind the reading: how the listening is made, how the stakeholder decides, and what neither can do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import streamlit as st

from coach.content.base import BELIEFS
from coach.content.shelf import ROOT, load
from coach.pages import look
from coach.pages.heard import ACT_WORDS
from coach.pages.shell import coach, told, wait_until_ready
from coach.reading.heads import COSTLY, HEADS
from coach.reading.sentences import MAX_SENTENCES
from coach.roleplay.rules import COST, GAIN, RULES, START

BELIEF_MOVES = {
    "up": (
        "said the problem aloud",
        "thought through what the problem costs",
        "heard their own problem said back, rightly",
        "a message that met a need they had named",
        "a test question answered",
        "an objection resolved",
        "evidence with its limits, on their need",
    ),
    "down": ("stopped believing after an overclaim",),
}
"""The reasons that coach/roleplay gives for a step of belief; a test holds them together."""
LIMITS = (
    "It reads English. Other languages are neither understood nor refused.",
    "Irony, jokes and sayings are taken at their word. Tone, pauses and faces are not there at all.",
    "A single sentence is noisy: a word can tip it. Draw conclusions from whole meetings, and rather from several.",
    "Giving back what was said is hard to tell, for people too: it is shown as a hint, never a score by itself.",
    "It knows what was said, not whether it is true. Claims are held against rules and approved messages, never against the literature.",
    f"It reads the first {MAX_SENTENCES} sentences of a turn. Speech without punctuation is cut where a clause seems to begin, sometimes wrongly.",
    "The stakeholder is a table of rules. Real people are not; they will surprise you.",
)


@dataclass(frozen=True)
class Labelled:
    """What the labelled speech holds: `files` with utterances, how many `utterances` and rated `pairs`, and how many
    utterances carry each label."""

    files: int
    utterances: int
    pairs: int
    labels: Counter[str]


@st.cache_resource(show_spinner="Counting")
def labelled() -> Labelled:
    """Counted in the files themselves, once."""
    files = load(coach().settings.coach_content, acts=True).shelf.acts.values()
    spoken = [one for file in files for one in file.utterances]
    labels = Counter(str(label) for one in spoken for label in one.labels)
    labels["asks"] = labels["open"] + labels["closed"]
    return Labelled(sum(bool(file.utterances) for file in files), len(spoken), sum(len(file.pairs) for file in files), labels)


def made() -> None:
    """How the listening is made. Nothing is counted before somebody opens it."""
    box = st.expander("How the listening is made", icon=":material/hearing:", on_change="rerun", key="made")
    if not box.open:
        return
    with box, told():
        wait_until_ready()
        count, level = labelled(), dict(zip(HEADS, coach().fitted.ear().acts.threshold.tolist(), strict=True))
        topics = coach().shelf.topics.values()
        st.html(
            look.items(
                [
                    f"It learns from {count.utterances:,} labelled utterances, all fictional, in {count.files} files of prompts/acts, each a field of talk of "
                    f"its own. {count.pairs:,} pairs beside them are rated by how much the second builds on the first.",
                    "Each act is heard by a linear model over the words, what a table of patterns notices, what the other said, and the meaning as a whole. "
                    "Linear, so that every reason can be named; no language model is asked for its opinion.",
                    "Probabilities are calibrated, and thresholds chosen, on files that the model had not seen: each file is left out in turn. "
                    f"For what is held against a rep ({', '.join(ACT_WORDS[head] for head in COSTLY)}) being right weighs twice as much as missing nothing.",
                    f"A topic is found among {len(topics)}, by {sum(len(topic.phrasings) for topic in topics):,} phrasings in prompts/topics.yaml.",
                    "Promises and signals are patterns that you can read, in coach/reading; claims are in prompts/claims/us.yaml.",
                    "The same words are always read the same. Giving back what was said is shown as a hint, never a score by itself.",
                ]
            )
        )
        rows = [[ACT_WORDS[head], f"{count.labels[head]:,}", f"{level[head]:.2f}"] for head in HEADS]
        st.html(look.table(["what a sentence does", "labelled so", "counts from"], rows))
        if figures := measured():
            st.markdown("**How well it does,** word for word from the README")
            st.markdown(figures)


def measured() -> str:
    """What the README says of how well the reading does: kept in one place, so that it is kept true. Timings are left out."""
    try:
        text = (ROOT / "README.md").read_text(encoding="utf-8")
    except OSError:
        return ""
    return text.partition("\n## How well it does\n")[2].partition("\n## ")[0].partition("\nTimings")[0].strip().replace("$", "\\$")


def decides() -> None:
    """The table of rules, as the program uses it."""
    with st.expander("How the stakeholder decides", icon=":material/rule:"):
        st.html(
            '<p class="lf-why">A table of rules decides what a turn earns or costs; language only says it. Points are for most people: a persona has tastes, '
            "so that the same act may earn with one and cost with another.</p>"
        )
        earns = [rule for rule in RULES.values() if rule.trust + rule.patience > 0]
        for title, rules in (("Earns", earns), ("Costs", [rule for rule in RULES.values() if rule not in earns])):
            rows = [
                [rule.because + (" *" if rule.first else ""), f"{rule.trust:+d}" if rule.trust else "", f"{rule.patience:+d}" if rule.patience else ""]
                for rule in rules
            ]
            st.html(look.table([title, "trust", "patience"], rows))
        st.html('<p class="lf-quiet">* Trust in full the first time, by half the second, then not at all: no trick repeats for gain. Costs never fade.</p>')
        st.html(
            look.table(
                ["How they are today", "earned", "lost", "trust to start"],
                [[name.capitalize(), f"{GAIN[name]:g} \u00d7", f"{COST[name]:g} \u00d7", f"{START[name]:+d}"] for name in GAIN],
            )
        )
        st.markdown(f"**Belief** is a ladder: {', '.join(look.BELIEF_WORDS[rung] for rung in BELIEFS)}. Nobody skips a rung. What moves them up:")
        st.html(look.items(list(BELIEF_MOVES["up"])))
        st.markdown("What moves them down:")
        st.html(look.items(list(BELIEF_MOVES["down"])))


def limits() -> None:
    with st.expander("What it cannot do", icon=":material/do_not_disturb_on:"):
        st.html(look.items(list(LIMITS)))

"""How well the model that comes along writes synthetic voices down, with and without the glossary, and how long it takes.

`python -m tests.benchmarks.speech` needs the speech parts and espeak-ng. Synthetic voices are harder for Whisper than people are:
read the difference, not the level.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from coach.commands.common import program
from coach.messages.glossary import glossary
from coach.models.transcription import Whisper
from coach.reading.speech import SURE_FROM
from tests.models.voices import missing, said

VOICES = ("en-us", "en-gb")
SENTENCES = {
    "surgeon": (
        "Norvane 7 is a single-use negative-pressure dressing for closed incisions.",
        "In the Lindqvist trial superficial infections were found after discharge.",
        "Dr. Halloway, what happens with your colorectal incisions after discharge?",
        "There was no difference in dehiscence in the Okafor cohort.",
        "Reyes counted seal loss and blistering in a voluntary registry.",
        "Does the enhanced recovery group look at surgical-site infections?",
        "Marisol Venn told me that you see vendors on Wednesdays.",
        "Aldermoor Medical paid for the trial, and the assessors were not blinded.",
        "Brandt timed the nurses with a stopwatch after three practice applications.",
        "What would the value analysis committee want to see before an evaluation?",
        "Kofi Mensah does the wound checks, is that right?",
    ),
    "pulmonologist": (
        "Tessvara is given under the skin as add-on maintenance treatment.",
        "Dorvelumab is a monoclonal antibody for severe eosinophilic asthma.",
        "Harbor 1 left out people who had another biologic before.",
        "The first two doses are given in the office because of anaphylaxis.",
        "The specialty pharmacy sends the prefilled pen in the patient's name.",
        "How many exacerbations end in a burst of oral prednisone?",
        "Halden Ridge does not coach on coding or prior authorization claims.",
        "Adrenal insufficiency was reported when oral steroids came down.",
        "How do you find your patients with high eosinophils today?",
    ),
}
NUMBERS = {
    "Infections fell from sixteen point five to nine point two percent.": ("16.5", "9.2"),
    "Thirty one of the fifty three were found after discharge.": ("31", "53"),
    "The list price is two hundred and ten dollars.": ("210",),
    "It takes about two point one minutes after practice.": ("2.1",),
    "There were four hundred and twelve patients in five hospitals.": ("412",),
    "It breaks even at about six thousand three hundred dollars per infection.": ("6300",),
    "Skin blistering was seen in three point one percent.": ("3.1",),
    "The dose is two hundred and ten milligrams every eight weeks.": ("210",),
    "Headache came in eleven against eight percent.": ("11", "8"),
    "Three hundred and eighteen alarms were logged.": ("318",),
}
SPELLED = {word: str(at) for at, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"])} | {
    "doctor": "dr"
}


def words(text: str) -> list[str]:
    """As they are compared: no case, no marks, numbers up to eleven as digits."""
    bare = re.sub(r"[^\w\s]", "", text.lower().replace("-", " ").replace("'", ""))
    return [SPELLED.get(word, word) for word in bare.split()]


def edits(wanted: Sequence[str], got: Sequence[str]) -> int:
    """The fewest words to put in, leave out or replace."""
    row = list(range(len(got) + 1))
    for at, one in enumerate(wanted, 1):
        before, row[0] = row[0], at
        for to, other in enumerate(got, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (one != other))
    return row[-1]


def main() -> None:
    if why := missing():
        sys.exit(f"Not measured: {why}.")
    shelf = program().loaded.shelf
    with tempfile.TemporaryDirectory() as folder:
        ears = Whisper(Path(folder))
        ten = said(" ".join(SENTENCES["surgeon"][:2]))
        ears.begin(ten, []).result()
        began = time.perf_counter()
        seconds = ears.begin(ten, []).result().seconds
        figures: dict[str, object] = {"seconds_for_ten": round(10 * (time.perf_counter() - began) / seconds, 1)}
        for name in ("without", "with"):
            wrong = total = 0
            for persona, lines in SENTENCES.items():
                known = shelf.personas[persona]
                terms = glossary(shelf.library_of(known), known) if name == "with" else []
                for line in lines:
                    for voice in VOICES:
                        got = ears.begin(said(line, voice), terms).result().text
                        wrong, total = wrong + edits(words(line), words(got)), total + len(words(line))
            figures[f"word_error_rate_{name}_glossary"] = round(wrong / total, 3)
            print(json.dumps(figures), flush=True)
        right, missed = [], []
        surgeon = shelf.personas["surgeon"]
        terms = glossary(shelf.library_of(surgeon), surgeon)
        for line, wanted in NUMBERS.items():
            for voice in VOICES:
                for word in ears.begin(said(line, voice), terms).result().words:
                    if re.search(r"\d", word.text):
                        (right if re.sub(r"[^\d.]", "", word.text).rstrip(".") in wanted else missed).append(round(word.p or 0.0, 2))
        figures |= {"numbers_right": len(right), "of_them_unsure": sum(p < SURE_FROM for p in right)}
        figures |= {"numbers_wrong": len(missed), "of_those_unsure": sum(p < SURE_FROM for p in missed), "right": sorted(right), "wrong": sorted(missed)}
        print(json.dumps(figures))


if __name__ == "__main__":
    main()

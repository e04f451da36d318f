"""Real calls in four formats, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coach.content.errors import CoachError
from coach.debrief.debrief import Report, Seen, debrief
from coach.debrief.files import decoded
from coach.debrief.formats import utterances
from coach.debrief.transcripts import load_transcript, rehearsed_persona
from coach.roleplay.records import Meeting
from tests.debrief.conftest import Rehearsal

Call = list[tuple[str, str]]
GOOD: Call = [
    ("Dr. Lee", "Come in, sit down."),
    ("Anna Rep", "I came to understand how you handle closed incisions. What would be most useful to you in these ten minutes?"),
    ("Dr. Lee", "We have a lot of wound trouble after discharge."),
    ("Anna Rep", "Wound trouble after discharge. What does that look like?"),
    ("Dr. Lee", "Patients come back on day nine with an open wound, and nobody told me. It's a mess on weekends."),
    ("Anna Rep", "So you find out last, and the weekend team has never seen the wound. Is that right?"),
    ("Dr. Lee", "Exactly. My PA takes the calls and he's burned out."),
    ("Nurse", "He is."),
    ("Anna Rep", "What happens if he leaves?"),
    ("Dr. Lee", "I lose the only person who knows every patient."),
    (
        "Anna Rep",
        "I don't know whether ours helps there, and I'd rather find out than guess. Could you go through your last ten cases with him before Thursday?",
    ),
    ("Dr. Lee", "Yes, I can do that by Thursday."),
    ("Anna Rep", "What could get in the way of that?"),
    ("Dr. Lee", "Nothing."),
]
TERSE: Call = [
    ("rep", "morning um thanks. not here to sell. what's going on with wounds here"),
    ("surgeon", "they leak. weekends mostly. nobody covers it"),
    ("rep", "weekends. who picks up"),
    ("surgeon", "my PA. he hates it, it's wearing him out"),
    ("rep", "wearing him out how"),
    ("surgeon", "he gets thirty calls and he's never seen half of these patients"),
    ("rep", "i don't know if ours helps there. i can find out by tuesday. could you count the calls till then"),
    ("surgeon", "sure. i'll have kofi count them by tuesday"),
]
WARM: Call = [
    ("rep", "Good morning! It's such an honor to meet you, I've heard so many wonderful things about your department. How are you today?"),
    ("surgeon", "Busy. We had three wounds come back this weekend."),
    ("rep", "I completely understand, it's really so wonderful what you do here. I'd love to share our story, because we're passionate about patients."),
    ("surgeon", "My PA is overwhelmed with calls."),
    ("rep", "That's fantastic insight, thank you so much. Our company has been a leader in wound care for thirty years, and we truly partner with hospitals."),
    ("surgeon", "I don't have time for a long story."),
    ("rep", "Absolutely, I totally hear you. Our dressing is really easy to use and surgeons love it. It improves healing and it saves money too."),
    ("surgeon", "I have to go."),
]


def clock(at: int, mark: str = ".") -> str:
    return f"{5 * at // 3600:02}:{5 * at // 60 % 60:02}:{5 * at % 60:02}{mark}000"


def written(call: Call, folder: Path, kind: str) -> Path:
    file = folder / f"call.{kind}"
    if kind == "json":
        text = json.dumps([{"speaker": who, "text": said, "start": 5.0 * at, "end": 5.0 * at + 4} for at, (who, said) in enumerate(call)])
    elif kind == "vtt":
        text = (
            "WEBVTT\n\nNOTE by a test\n\n" + "\n\n".join(f"{clock(at)} --> {clock(at + 1)}\n<v {who}>{said}</v>" for at, (who, said) in enumerate(call)) + "\n"
        )
    elif kind == "srt":
        text = "\r\n\r\n".join(f"{at + 1}\r\n{clock(at, ',')} --> {clock(at + 1, ',')}\r\n{who}: {said}" for at, (who, said) in enumerate(call))
    else:
        text = "\n".join(f"{who}: {said}" for who, said in call)
    file.write_text(text, newline="")
    return file


@pytest.fixture(scope="session")
def load(rehearsal: Rehearsal) -> Callable[..., Seen]:
    reader = rehearsal.coach.reader(None)

    def loaded(path: Path, rep: str | None = None) -> Seen:
        return load_transcript(path, reader, rep)

    return loaded


@pytest.fixture(scope="session")
def scored(rehearsal: Rehearsal, load: Callable[..., Seen]) -> Callable[..., Report]:
    return lambda path, rep=None: debrief(load(path, rep), rehearsal.rubric)


def test_four_formats_say_the_same(tmp_path: Path, load: Callable[..., Seen], scored: Callable[..., Report]) -> None:
    reports = {kind: scored(written(GOOD, tmp_path, kind)) for kind in ("json", "vtt", "srt", "txt")}
    assert all(report == reports["json"] for report in reports.values())
    turns = load(tmp_path / "call.vtt").turns
    assert [turn.number for turn in turns] == [0, 1, 2, 3, 4, 5, 6]
    assert (turns[0].rep, turns[0].reply, turns[0].reading) == ("", "Come in, sit down.", None)
    assert turns[3].reply == "Exactly. My PA takes the calls and he's burned out.\nHe is."
    assert turns[1].rep == GOOD[1][1]


def test_a_call_is_scored_where_the_rubric_applies(tmp_path: Path, scored: Callable[..., Report]) -> None:
    report = scored(written(GOOD, tmp_path, "txt"))
    assert report.measures.needs is None and report.trajectory == [] and report.missed_needs == []
    assert {report.criterion(name).status for name in ("account_read", "message_fit")} == {"not_observed"}
    assert [report.criterion(name).level for name in ("opening", "listen_first", "discovery", "uptake", "advance")] == [3] * 5
    assert (report.outcome.kind, report.outcome.date) == ("advance", "Thursday")


def test_terse_and_unsure_beats_warm_and_deaf(tmp_path: Path, scored: Callable[..., Report]) -> None:
    terse, warm = scored(written(TERSE, tmp_path, "txt")), scored(written(WARM, tmp_path, "srt"))
    for name in ("listen_first", "discovery", "uptake"):
        assert (terse.criterion(name).level or 0) >= 2 > (warm.criterion(name).level or 0), name
    assert warm.outcome.kind == "continuation"


def test_two_utterances_of_the_rep_are_two_turns(tmp_path: Path, load: Callable[..., Seen]) -> None:
    call = [("Rep", "Hello."), ("Rep", "What goes wrong?"), ("Nurse", "Nights.")]
    for kind in ("json", "vtt", "srt", "txt"):
        assert [(turn.rep, turn.reply) for turn in load(written(call, tmp_path, kind)).turns] == [("Hello.", ""), ("What goes wrong?", "Nights.")]


def test_captions_cut_in_mid_sentence_are_put_together(tmp_path: Path, load: Callable[..., Seen]) -> None:
    file = tmp_path / "call.vtt"
    cues = ["<v Rep>What happens when", "<v Rep>they go home?", "<v Nurse>They call &amp; call."]
    file.write_text("WEBVTT\n\n" + "\n\n".join(f"{clock(at)[3:]} --> {clock(at + 1)[3:]}\n{cue}" for at, cue in enumerate(cues)) + "\n")
    assert [(turn.rep, turn.reply) for turn in load(file).turns] == [("What happens when they go home?", "They call & call.")]


@pytest.mark.parametrize(
    ("names", "rep"),
    [
        (("Nurse", "Sales Rep"), "Sales Rep"),
        (("Dr. Lee", "Vendor"), "Vendor"),
        (("A", "B"), "B"),  # B asks most
    ],
)
def test_the_rep_is_guessed(names: tuple[str, str], rep: str, tmp_path: Path, load: Callable[..., Seen]) -> None:
    call = [(names[0], "Good morning."), (names[1], "What goes wrong at night?"), (names[0], "Everything."), (names[1], "Who is called then?")]
    assert [turn.rep for turn in load(written(call, tmp_path, "txt")).turns if turn.rep] == ["What goes wrong at night?", "Who is called then?"]
    assert rep == names[1]


def test_a_rep_who_asks_nothing_is_found_by_what_they_sell(tmp_path: Path, load: Callable[..., Seen]) -> None:
    call = [("Sam", "You'll love what our company has. I'll send it."), ("Bell", "Is there data?"), ("Sam", "Our team has lots.")]
    assert [turn.reply for turn in load(written(call, tmp_path, "txt")).turns] == ["Is there data?", ""]


def test_the_rep_can_be_named(tmp_path: Path, load: Callable[..., Seen]) -> None:
    file = written(GOOD, tmp_path, "txt")
    assert load(file, "dr. lee").turns[0].rep == "Come in, sit down."
    assert load(file, "anna").turns[1].rep == GOOD[1][1]
    with pytest.raises(CoachError) as refused:
        load(file, "Peter")
    assert refused.value.lines == [f"{file}: nobody called 'Peter' speaks in it; --rep takes one of Dr. Lee, Anna Rep, Nurse"]


def test_forty_speakers_are_named_up_to_a_dozen(tmp_path: Path, load: Callable[..., Seen]) -> None:
    call = [(f"Guest {at}", "Hello there.") for at in range(40)]
    assert len(load(written(call, tmp_path, "txt")).turns) == 1
    with pytest.raises(CoachError, match="and 28 more"):
        load(tmp_path / "call.txt", "Nobody")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.vtt", b" \n\n ", "is empty"),
        ("paper.vtt", b"%PDF-1.7\n\x00\xff\xfe" * 20, "is a PDF"),
        ("paper.txt", b"PK\x03\x04rest", "is a Word file"),
        ("odd.txt", b"Rep: a\nNurse: \x81\x8d\x8f\x90\n", "odd.txt:2: is neither UTF-8 nor any other text"),
        ("bytes.txt", b"Rep: a\nNurse: b\0c\n", "bytes.txt:2: holds binary data"),
        ("notes.txt", b"We met on Tuesday and it went well.\nThen we left.\n", "nobody is named in it"),
        ("film.srt", b"1\n00:00:01,000 --> 00:00:02,000\n- Where is he?\n\n2\n00:00:03,000 --> 00:00:04,000\nHe left.\n", "nobody is named in it"),
        ("alone.txt", b"Rep: Hello.\nRep: Anyone?\n", "only 'Rep' speaks in it"),
        ("plain.vtt", b"Rep: Hello.\nNurse: Yes.\n", "has no times"),
        ("broken.json", b'[{"speaker": "Rep",\n "text": }]', "broken.json:2: is not valid JSON"),
        ("number.json", b"7", "is neither a list"),
        ("none.json", b"[]", "holds no utterances"),
        ("half.json", b'[{"speaker": "Rep"}, {"text": "x"}]', "[0].text: is missing"),
        ("meeting.json", b'{"persona": "surgeon", "turns": []}', "turns: is empty"),
        ("meeting.json", b'{"persona": "surgeon", "turns": [{"turn": 1, "rep": "Hi", "reply": "Yes"}]}', "turns[0].reading: is missing"),
        ("slides.pptx", b"PK", "is not a kind of transcript"),
    ],
)
def test_refusals_are_a_clear_line(name: str, data: bytes, words: str, tmp_path: Path, load: Callable[..., Seen]) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(CoachError) as refused:
        load(file)
    assert words in refused.value.lines[0] and refused.value.lines[0].startswith(str(file))
    assert all("\n" not in line for line in refused.value.lines)


def test_missing_large_and_folder(tmp_path: Path, load: Callable[..., Seen]) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    (tmp_path / "folder.txt").mkdir()
    for file, words in ((tmp_path / "nowhere.txt", "there is no such file"), (large, "larger than 20 MB"), (tmp_path / "folder.txt", "is a folder")):
        with pytest.raises(CoachError, match=words):
            load(file)


def test_overlapping_times_are_put_in_order(tmp_path: Path, load: Callable[..., Seen]) -> None:
    file = tmp_path / "call.json"
    file.write_text(
        json.dumps([{"speaker": "Nurse", "text": "Nights.", "start": 3, "end": 9}, {"speaker": "Rep", "text": "What goes wrong?", "start": 1, "end": 5}])
    )
    assert [(turn.rep, turn.reply) for turn in load(file).turns] == [("What goes wrong?", "Nights.")]


def test_a_rehearsed_meeting_says_whose_it_is(
    tmp_path: Path, listened: dict[str, Meeting], as_printed: Callable[[Meeting], dict[str, Any]], load: Callable[..., Seen]
) -> None:
    file = tmp_path / "meeting.json"
    file.write_text(json.dumps(as_printed(listened["cfo"])))
    assert rehearsed_persona(file) == "cfo"
    assert rehearsed_persona(written(GOOD, tmp_path, "txt")) is None
    assert load(file).turns[0].reading == listened["cfo"].turns[1].said.reading


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("otter.txt", "Notes\n\nAnna Berg  0:05  \nWhat goes wrong?\n\nDr. Lee  0:12  \nNights: all of them.\nReally.\n\nTranscribed by a machine\n"),
        ("teams.txt", "Call-20260101\nJanuary 1, 2026, 10:00AM\n15m 3s\n\nAnna Berg started transcription\n\nAnna Berg   0:03\nWhat goes wrong?\n\n"
                      "Dr. Lee   0:08\nNights: all of them.\nReally.\n\nAnna Berg stopped transcription\n"),
        ("older_teams.txt", "00:00:00.000 --> 00:00:03.120\nAnna Berg\nWhat goes wrong?\n\n"
                            "00:00:03.120 --> 00:00:05.000\nDr. Lee\nNights: all of them. Really.\n"),
        ("zoom.txt", "[Anna Berg] 10:00:01\nWhat goes wrong?\n\n[Dr. Lee] 10:00:05\nNights: all of them. Really.\n"),
        ("chat.txt", "10:00:01 From Anna Berg : What goes wrong?\n10:00:05 From Dr. Lee : Nights: all of them. Really.\n"),
        ("zoom.vtt", "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nAnna Berg: What goes wrong?\n\n"
                     "2\n00:00:03.500 --> 00:00:05.000\nDr. Lee: Nights: all of them.\n\n"
                     "3\n00:00:05.500 --> 00:00:07.000\nReally.\n"),
        ("webex.vtt", 'WEBVTT\n\n1 "Anna Berg" (12)\n00:00:01.000 --> 00:00:03.000\nWhat goes wrong?\n\n2 "Dr. Lee" (13)\n00:00:03.500 --> 00:00:05.000\n'
                      "Nights: all of them. Really.\n"),
        ("teams.vtt", "WEBVTT\n\nab-1/2-0\n00:00:01.000 --> 00:00:03.000\n<v Anna Berg>What goes wrong?</v>\n<v Dr. Lee>Nights: all of them. Really.</v>\n"),
        ("late.srt", "2\n00:00:03,000 --> 00:00:09,000\nDr. Lee: Nights: all of them. Really.\n\n"
                     "1\n00:00:01,000 --> 00:00:05,000\nAnna Berg: What goes wrong?\n"),
    ],
)  # fmt: skip
def test_what_meeting_programs_export(name: str, text: str) -> None:
    said = utterances(Path(name), decoded(name, text.encode()))
    assert [(item.speaker, item.text) for item in said] == [("Anna Berg", "What goes wrong?"), ("Dr. Lee", "Nights: all of them. Really.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_whatever_wrote_the_bytes(encoding: str) -> None:
    text = "Rép: what\u2019s wrong \u2013 the nights?\r\nNurse: Nights, caf\xe9 and all.\r\n"
    said = utterances(Path("a.txt"), decoded("a.txt", text.encode(encoding)))
    assert [(item.speaker, item.text) for item in said] == [("Rép", "what\u2019s wrong \u2013 the nights?"), ("Nurse", "Nights, caf\xe9 and all.")]


def test_text_from_right_to_left() -> None:
    said = utterances(Path("a.txt"), decoded("a.txt", "\u202bדנה: בוקר טוב\u202c\n\u200fד״ר לוי: יש לי שמונה דקות\n".encode()))
    assert [(item.speaker, item.text) for item in said] == [("דנה", "בוקר טוב"), ("ד״ר לוי", "יש לי שמונה דקות")]


def test_a_batch_reads_as_one_by_one(tmp_path: Path, load: Callable[..., Seen], rehearsal: Rehearsal) -> None:
    seen = load(written(GOOD, tmp_path, "txt"))
    reader = rehearsal.coach.reader(None)
    previous = [turn.reply.split("\n")[-1] for turn in seen.turns]
    for turn, before in zip(seen.turns[1:], previous, strict=False):
        assert turn.reading == reader.read(turn.rep, before)

"""debrief: score a meeting that was played, or a real call."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.commands.common import Commands, command, library, lines_of, parsed_json, program, read_text, show, show_line, tells_trouble, warn
from coach.content.errors import CoachError

if TYPE_CHECKING:
    from coach.debrief.opinions import Opinions
    from coach.debrief.records import Report
    from coach.debrief.seen import Seen
    from coach.wiring import Coach


def register(commands: Commands) -> None:
    parser = command(commands, "debrief", "score a meeting: the output of `rehearse --json`, or a real call", run)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "transcript", metavar="TRANSCRIPT", nargs="?", type=Path, help=".json (of `rehearse`, or a list of speaker and text), .vtt, .srt, .txt (`Name: words`)"
    )
    what.add_argument("--jsonl", metavar="FILE", help="a file with the name of a transcript a line (`-`: standard input); prints a line of JSON for each")
    parser.add_argument("--persona", metavar="ID", help="who the stakeholder was (default: as the transcript says)")
    parser.add_argument("--library", metavar="ID", help="the library by which claims in a call are judged (default: the persona's, or the first)")
    parser.add_argument("--rep", metavar="NAME", help="the rep's name in the transcript (default: guessed)")
    parser.add_argument("--judge", action="store_true", help="ask a model too, where measuring is weak; sends what was said to its endpoint")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--xapi", metavar="FILE", type=Path, help="write xAPI statements for a learning record store to this file as well")
    parser.add_argument("--actor", metavar="NAME", default="rep", help="the account name or pseudonym in those statements (default: rep)")


def run(given: argparse.Namespace) -> int:
    if given.xapi is not None and given.jsonl is not None:
        raise CoachError("--xapi: goes with one transcript; leave out --jsonl")
    coach = program()
    if given.judge:
        _told_where(coach)
    if given.xapi is not None and not given.actor.strip():
        raise CoachError("--actor: is empty; write an account name or a pseudonym")
    if given.jsonl is None:
        report, opinions = looked_at(coach, given.transcript, given)
        if given.xapi is not None:
            _send_along(given, report)
        if given.json:
            show(_together(report, opinions))
        else:
            from coach.debrief.report import markdown, opinions_markdown

            print(markdown(report))
            if opinions is not None:
                print(opinions_markdown(opinions))
        return 0
    failed = False
    for name in _names(given.jsonl):
        try:
            show_line({"file": name, **_together(*looked_at(coach, Path(name), given))})
        except CoachError as error:
            failed = True
            for line in error.lines:
                warn(line)
    return 1 if failed else 0


def _together(report: Report, opinions: Opinions | None) -> dict[str, Any]:
    """What was measured, as it is without a model, and what a model thinks under a name of its own."""
    return report.shown() | ({"judge": opinions.shown()} if opinions is not None else {})


def _told_where(coach: Coach) -> None:
    """Say what leaves this machine before it does. Raises CoachError where no model is configured."""
    from coach.debrief.judge import NO_JUDGE

    if coach.judge is None:
        raise CoachError(f"--judge: {NO_JUDGE} Leave --judge out to score what can be measured, which needs no endpoint.")
    tells_trouble()
    warn(f"--judge: what was said is sent to {coach.judge.where} as it stands, names included.")


def looked_at(coach: Coach, path: Path, given: argparse.Namespace) -> tuple[Report, Opinions | None]:
    """The report on one transcript, and with --judge a model's opinions beside it. Where the model cannot be asked or used, they
    are unscored with the reason; what was measured stands. Raises CoachError for a transcript that cannot be read."""
    from coach.debrief.debrief import debrief

    seen = seen_in(coach, path, given)
    report = debrief(seen, coach.shelf.rubric())
    return report, _asked(coach, seen, path) if given.judge else None


def _asked(coach: Coach, seen: Seen, path: Path) -> Opinions:
    from coach.debrief.judge import NAME, judged
    from coach.debrief.opinions import unscored
    from coach.roleplay.voice import Trouble

    assert coach.judge is not None
    try:
        return judged(seen, coach.judge, coach.cap.tokens)
    except Trouble as trouble:
        warn(f"{path}: no opinion of a model: {trouble.line}")
        return unscored(coach.judge.model, NAME, trouble.line)


def seen_in(coach: Coach, path: Path, given: argparse.Namespace) -> Seen:
    """What one transcript holds. Raises CoachError for one that cannot be read."""
    from coach.debrief.formats import Utterance
    from coach.debrief.sides import no_sales_talk
    from coach.debrief.transcripts import load_transcript, rehearsed_persona

    persona_id = given.persona or rehearsed_persona(path)
    persona = coach.shelf.persona(persona_id) if persona_id else None
    if given.library or persona is None:
        chosen = library(coach.shelf, given.library)
    else:
        chosen = coach.shelf.library_of(persona)
    seen = load_transcript(path, coach.reader(chosen, persona), rep=given.rep, persona=persona, library=chosen, needs=coach.shelf.needs)
    if not seen.practice and (line := no_sales_talk([Utterance("", words) for turn in seen.turns for words in (turn.rep, turn.reply)])):
        warn(f"{path}: {line} Most of it stays unscored.")
    readings = [turn.reading for turn in seen.turns if turn.reading]
    if not seen.practice and given.rep is None and not any({"asks", "offers", "claims"} & set(reading.acts) for reading in readings):
        warn(f"{path}: nobody in it sounds like the rep; name them with --rep, or what follows may be about somebody else.")
    return seen


def _send_along(given: argparse.Namespace, report: Report) -> None:
    """Write the statements. The meeting's id in them follows from the transcript, so that scoring it again repeats no record."""
    from hashlib import sha256

    from coach.debrief.xapi import statements

    meeting = sha256(given.transcript.read_bytes()).hexdigest()[:16]
    try:
        given.xapi.write_text(json.dumps(statements(report, meeting, given.actor.strip(), report.on), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CoachError(f"{given.xapi}: cannot be written ({error.strerror or error}); name another file") from None


def _names(file: str) -> list[str]:
    """The names in a list of files: a line each, plain, as a JSON string, or as an object with `file`."""
    text = sys.stdin.read() if file == "-" else read_text(Path(file))
    names = []
    for number, line in enumerate(lines_of(text), 1):
        line = line.strip()
        if line.startswith(('"', "{")):
            try:
                value = parsed_json(line)
                line = value["file"] if isinstance(value, dict) else value
            except (ValueError, KeyError) as error:
                raise CoachError(f"{file}:{number}: {error}; write the name of a transcript") from None
        if not isinstance(line, str):
            raise CoachError(f"{file}:{number}: is not the name of a transcript")
        if line:
            names.append(line)
    if not names:
        raise CoachError(f"{file}: is empty; write the name of a transcript a line")
    return names

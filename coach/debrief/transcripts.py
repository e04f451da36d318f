"""A transcript file as something to debrief: a real call, or a meeting that `rehearse --json` printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from coach.content.catalogue import Need
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.persona import Persona
from coach.debrief.files import contents
from coach.debrief.formats import Utterance, parsed, spoken_list, utterances
from coach.debrief.seen import Seen, SeenTurn
from coach.debrief.sides import rep_of
from coach.reading.reader import Reader
from coach.reading.records import Reading
from coach.roleplay.records import Beat, Change, Outcome, Response, Setup, State

M = TypeVar("M", bound=BaseModel)
NAMES_SHOWN = 12


def load_transcript(
    path: Path | str,
    reader: Reader,
    rep: str | None = None,
    persona: Persona | None = None,
    library: Library | None = None,
    needs: Mapping[str, Need] | None = None,
) -> Seen:
    """Read a transcript. A call is read with `reader` (`previous` is what the other said last); a rehearsed meeting keeps
    the readings, beats and states that are printed in it. `rep` is the rep's name in the file; without it the rep is
    guessed. Raises CoachError, a line a problem: file, line, what to do."""
    path = Path(path)
    text = contents(path)
    if path.suffix.lower() == ".json":
        value = parsed(path, text)
        if _rehearsed(value):
            return _played(path, value, persona, library, needs or {})
        said = spoken_list(path, value)
    else:
        said = utterances(path, text)
    return _call(said, who_is_rep(path, said, rep), reader, persona, library, needs or {})


def rehearsed_persona(path: Path | str) -> str | None:
    """The id of the persona in a meeting that `rehearse --json` printed; None for any other transcript. Raises nothing:
    what is wrong with a file, `load_transcript` says."""
    try:
        value = parsed(Path(path), contents(Path(path))) if Path(path).suffix.lower() == ".json" else None
    except CoachError:
        return None
    return value["persona"] if isinstance(value, dict) and _rehearsed(value) and isinstance(value["persona"], str) else None


def _rehearsed(value: Any) -> bool:
    return isinstance(value, dict) and "turns" in value and "persona" in value


def who_is_rep(path: Path, said: list[Utterance], named: str | None) -> str:
    """The rep's name as it stands in the file: the one that was given; else one that says so; else who asks and
    offers most, and among equals who speaks first. Raises CoachError where there is nobody to talk to or no such name."""
    names = list(dict.fromkeys(item.speaker for item in said))
    shown = ", ".join(names[:NAMES_SHOWN]) + (f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else "")
    if named is not None:
        key = named.strip().casefold()
        exact = [name for name in names if name.casefold() == key]
        close = [name for name in names if key and key in name.casefold()]
        if not exact and len(close) != 1:
            raise CoachError(f"{path}: nobody called {named!r} speaks in it; --rep takes one of {shown}")
        chosen = (exact or close)[0]
    else:
        chosen = rep_of(said)
    if len(names) < 2:
        raise CoachError(f"{path}: only {names[0]!r} speaks in it; a debrief needs the rep and somebody else, so export it with speaker names")
    return chosen


def exchanges(said: Sequence[Utterance], rep: str, aside: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """The turns of a call: (the rep's words, all that the others said until the rep spoke again, what the others said last
    before). The first is what came before the rep, with no words of theirs. Words of those `aside` (the rep's colleagues) are nobody's."""
    heard: list[tuple[str, list[str]]] = [("", [])]
    for item in said:
        if item.speaker == rep:
            heard.append((item.text, []))
        elif item.speaker not in aside:
            heard[-1][1].append(item.text)
    found, previous = [], ""
    for words, replies in heard:
        found.append((words, "\n".join(replies), previous))
        previous = replies[-1] if replies else previous
    return found


def seen_call(turns: Sequence[tuple[str, str, str]], readings: Iterable[Reading], library: Library | None, needs: Mapping[str, Need]) -> Seen:
    """A call as something to debrief: its exchanges, and the readings of all but the first of them."""
    read = iter(readings)
    shown = [SeenTurn(number, words, reply, next(read) if number else None) for number, (words, reply, _) in enumerate(turns) if number or reply]
    return Seen(shown, None, library, None, False, needs)


def _call(said: list[Utterance], rep: str, reader: Reader, persona: Persona | None, library: Library | None, needs: Mapping[str, Need]) -> Seen:
    """A turn is one utterance of the rep and all until the rep speaks again; turn 0 is what came before."""
    turns = exchanges(said, rep)
    readings = reader.read_all((words, previous) for words, _, previous in turns[1:])
    return replace(seen_call(turns, readings, library, needs), persona=persona)


def _played(path: Path, value: dict[str, Any], persona: Persona | None, library: Library | None, needs: Mapping[str, Need]) -> Seen:
    """A meeting as it was printed. Fields that are not ours are passed over; what was stored is never worked out again."""
    if persona is not None and value["persona"] != persona.id:
        raise CoachError(f"{path}: persona: is {value['persona']!r}, not {persona.id!r}; leave out --persona or name that one")
    if not isinstance(value["turns"], list) or not value["turns"]:
        raise CoachError(f"{path}: turns: is empty; rehearse the meeting again with --json")
    faults: list[str] = []
    turns = [turn for at, item in enumerate(value["turns"]) if (turn := _turn(path, at, item, str(value["persona"]), faults)) is not None]
    outcome = _made(path, "outcome", value.get("outcome"), Outcome, faults) if value.get("outcome") is not None else None
    if faults:
        raise CoachError(*faults[:10])
    opening = _opening(value, str(value["persona"]))
    greeting, closing = (item.get("reply", "") if isinstance(item := value.get(name), dict) else "" for name in ("greeting", "closing"))
    note, reflection = (item if isinstance(item := value.get(name), str) else None for name in ("prework", "reflection"))
    return Seen(
        turns, persona, library, outcome, True, needs, opening, str(greeting), str(closing),
        on=_day(value), note=note, reflection=reflection or None,
    )  # fmt: skip


def _day(value: dict[str, Any]) -> date | None:
    """The day of a printed meeting; None where it is not said."""
    try:
        return date.fromisoformat(str(value.get("on") or value["setup"]["on"]))
    except (KeyError, ValueError, TypeError):
        return None


def _turn(path: Path, at: int, item: Any, person: str, faults: list[str]) -> SeenTurn | None:
    where = f"turns[{at}]"
    if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in ("rep", "reply")) or not isinstance(item.get("turn"), int):
        faults.append(f"{path}: {where}: needs `turn`, `rep` and `reply`; rehearse the meeting again with --json")
        return None
    reading = _made(path, f"{where}.reading", item.get("reading"), Reading, faults)
    beat = _made(path, f"{where}.beat", item.get("beat"), Beat, faults)
    listed: list[Any] = item["changes"] if isinstance(item.get("changes"), list) else []
    changes = [_made(path, f"{where}.changes[{index}]", change, Change, faults) for index, change in enumerate(listed)]
    if reading is None or beat is None or any(change is None for change in changes):
        return None
    response = Response(person=person, beat=beat, changes=[change for change in changes if change is not None])
    return SeenTurn(item["turn"], item["rep"], item["reply"], reading, response, _state(item.get("state"), beat))


def _made(path: Path, where: str, value: Any, model: type[M], faults: list[str]) -> M | None:
    """A record out of printed JSON. Fields may have been added to what is printed; only ours are taken."""
    if not isinstance(value, dict):
        faults.append(f"{path}: {where}: is missing; rehearse the meeting again with --json")
        return None
    try:
        return model.model_validate({name: found for name, found in value.items() if name in model.model_fields})
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        faults.append(f"{path}: {where}.{field}: {error.errors()[0]['msg'].lower()}; rehearse the meeting again with --json")
        return None


def _state(value: Any, beat: Beat) -> State | None:
    """A printed state. One with the contract's fields only names open objections without saying whether they were asked
    about, which no finding needs."""
    if not isinstance(value, dict):
        return None
    data = {name: found for name, found in value.items() if name in State.model_fields}
    try:
        data.setdefault("objections", {name: "open" for name in value.get("open_objections", [])})
        data.setdefault("questions", {beat.question: "asked"} if beat.question else {})
        return State.model_validate(data)
    except (ValidationError, TypeError):
        return None


def _opening(value: dict[str, Any], person: str) -> State | None:
    try:
        return Setup.model_validate(value["setup"]).opening.get(person)
    except (KeyError, ValidationError, TypeError):
        return None

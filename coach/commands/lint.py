"""Linting a place: everything on the shelf, a folder laid out like the project, or one file. All problems at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from coach.content.checks import check
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.content.shelf import MODELS, PLACES, ROOT, Loaded, Shelf, load
from coach.content.yamlfile import Parsed, Problem, Where, did_you_mean, parse, validated
from coach.debrief.lint import problems as rubric_problems
from coach.messages.drill_answers import problems as drill_problems

TOPS = ("prompts", "message_library")
LIBRARY_FILES = {"library": "product.yaml", "evidence": "evidence.yaml", "messages": "messages.yaml"}
REFERENCES: dict[str, list[tuple[str, str]]] = {
    "persona": [
        ("topics.*.topic", "topics"), ("needs.*.need", "needs"), ("needs.*.gate.topics", "topics"), ("objections.*.topics", "topics"),
        ("account", "accounts"),
    ],
    "account": [("library", "libraries")],
    "expert": [("persona", "personas")],
    "messages": [("messages.*.needs", "needs")],
    "programme": [("library", "libraries"), ("steps.*.persona", "personas"), ("steps.*.campaign", "accounts")],
}  # fmt: skip
"""Where a file cites ids of another one. A file that did not load has not been checked for them yet."""


def everything(loaded: Loaded) -> list[Problem]:
    """All problems of what is loaded, by file and line."""
    found = {*check(loaded), *rubric_problems(loaded), *drill_problems(loaded)}
    for parsed in _broken(loaded):
        found.update(_citations(parsed, loaded.shelf))
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.field))


def lint(path: Path | None, extra: Path | None) -> tuple[list[Problem], int]:
    """The problems at a place and how many files were read there. `path` None: all that is shipped and the user's folder
    (`extra`). Raises CoachError for a path at which there is nothing to lint."""
    if path is None:
        loaded = load(extra, acts=True)
        tops = [ROOT, *([extra.resolve()] if extra and extra.is_dir() else [])]
        return everything(loaded) + [problem for top in tops for problem in _strays(top, top)], sum(len(_placed(top)) for top in tops)
    here = path.resolve()
    if not here.exists():
        raise CoachError(f"{path}: there is no such file or folder; check the name")
    top = _top(here)
    if top is None:
        return _loose(here, path, load(extra, acts=True))
    files = [file for file in _placed(top) if file.is_relative_to(here)]
    strays = _strays(top, here)
    if not files and not strays:
        raise CoachError(f"{path}: holds no files that people write; they are {', '.join(pattern for _, pattern, _ in PLACES)}")
    before = set() if top == ROOT else set(everything(load(acts=True)))
    found = everything(load(None if top == ROOT else top, acts=True))
    # A library that is not complete is named without its layer, so what is new with this layer belongs to it too.
    mine = [problem for problem in found if (ROOT / problem.file).is_relative_to(here) or (problem not in before and (top / problem.file).is_relative_to(here))]
    return mine + strays, len(files)


def _top(here: Path) -> Path | None:
    """The folder in which a place is laid out like the project, or None."""
    if here.is_dir() and any((here / name).is_dir() for name in TOPS):
        return here
    inside = (here, *here.parents) if here.is_dir() else here.parents
    return next((folder.parent for folder in inside if folder.name in TOPS), None)


def _placed(top: Path) -> set[Path]:
    return {path for _, pattern, _ in PLACES for path in top.glob(pattern)}


def _strays(top: Path, here: Path) -> list[Problem]:
    """Files that look as if they should be read and never are, because of their name or folder."""
    placed = _placed(top)
    written = sorted(path for name in TOPS for path in (top / name).rglob("*") if path.suffix in (".yaml", ".yml") and path not in placed)
    patterns = ", ".join(pattern for _, pattern, _ in PLACES)
    return [Problem(_shown(path), 0, "", f"is in no place that is read; files are {patterns}") for path in written if path.is_relative_to(here)]


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _loose(here: Path, path: Path, base: Loaded) -> tuple[list[Problem], int]:
    """Files outside any layout: `kind` tells what each is, and what they cite is looked up on the shelf and among them."""
    files = sorted(file for file in here.rglob("*") if file.suffix in (".yaml", ".yml")) if here.is_dir() else [here]
    if not files:
        raise CoachError(f"{path}: holds no .yaml files")
    base.problems.clear()
    base.files.clear()
    libraries: dict[Path, dict[str, Any]] = {}
    for file in files:
        parsed = parse(file, str(file))
        kind = parsed.data.get("kind") if isinstance(parsed.data, dict) else None
        model = next((model for name, _, model in PLACES if name == kind), None)
        if model is None:
            if parsed.data is not None:
                kinds = [name for name, _, _ in PLACES]
                parsed.problems.append(parsed.problem(("kind",), f"is {kind!r}; one of {', '.join(kinds)}{did_you_mean(str(kind), kinds)}"))
            base.problems += parsed.problems
            continue
        made = validated(parsed, model)
        base.problems += parsed.problems
        if made is None:
            continue
        base.files[str(kind), str(made.id)] = parsed  # type: ignore[attr-defined]
        if kind in LIBRARY_FILES:
            libraries.setdefault(file.parent, {})[str(kind)] = made
        else:
            base.shelf.put(str(kind), made, str(file))
    for folder, parts in libraries.items():
        _assemble(folder, parts, base)
    return everything(base), len(files)


def _assemble(folder: Path, parts: dict[str, Any], base: Loaded) -> None:
    """Put a library together from the files at hand and those that lie beside them; without all three, each was still read by itself."""
    for kind, name in LIBRARY_FILES.items():
        if kind not in parts and (folder / name).is_file():
            parts[kind] = validated(parse(folder / name, str(folder / name)), MODELS[kind] if kind != "library" else PLACES[6][2])
    if all(parts.get(kind) for kind in LIBRARY_FILES):
        base.shelf.put("library", Library(product=parts["library"], evidence=parts["evidence"], messages=parts["messages"]), str(folder))


def _broken(loaded: Loaded) -> Iterator[Parsed]:
    """The files that did not load, as far as they can be read."""
    fine = {parsed.file for parsed in loaded.files.values()}
    for file in sorted({problem.file for problem in loaded.problems} - fine):
        if (ROOT / file).is_file():
            yield parse(ROOT / file, file)


def _citations(parsed: Parsed, shelf: Shelf) -> Iterator[Problem]:
    """Ids cited in a file that are nowhere, in the words of `content.checks`."""
    if not isinstance(parsed.data, dict):
        return
    for pattern, name in REFERENCES.get(str(parsed.data.get("kind")), []):
        known: Collection[str] = getattr(shelf, name)
        singular = {"libraries": "library"}.get(name, name.removesuffix("s"))
        for where, value in _at(parsed.data, tuple(pattern.split(".")), ()):
            for id in value if isinstance(value, list) else [value]:
                if isinstance(id, str) and id not in known:
                    noun = "" if parsed.data["kind"] == "messages" else f"{singular} "
                    yield parsed.problem(where, f"no {noun}{id!r}{did_you_mean(id, list(known))}")


def _at(value: Any, pattern: tuple[str, ...], where: Where) -> Iterator[tuple[Where, Any]]:
    """Every value under a pattern such as needs.*.gate.topics, with its place."""
    if not pattern:
        yield where, value
    elif pattern[0] == "*":
        for at, item in enumerate(value if isinstance(value, list) else []):
            yield from _at(item, pattern[1:], (*where, at))
    elif isinstance(value, dict) and pattern[0] in value:
        yield from _at(value[pattern[0]], pattern[1:], (*where, pattern[0]))

"""content and messages lint: one line when all is well, every problem when not; starters that lint clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.content.shelf import ROOT, load
from tests.commands.conftest import Run


def test_lint_counts_in_one_line(run: Run) -> None:
    for words in (("content", "lint"), ("content", "lint", ROOT), ("content", "lint", ROOT / "prompts/personas/cfo.yaml"), ("messages", "lint")):
        done = run(*words)
        assert (done.status, len(done.out.splitlines()), done.err) == (0, 1, ""), words
    assert run("content", "lint", ROOT / "prompts/personas/cfo.yaml").out.startswith("1 file,")


def test_lint_says_everything_on_standard_error(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("kind: account\nv: 2\nid: X\nunheard: of\n")
    done = run("content", "lint", path)
    assert (done.status, done.out) == (1, "") and len(done.errors) > 5
    assert all(line.startswith(f"{path}:") for line in done.errors)


def test_messages_lint_looks_at_libraries(run: Run, tmp_path: Path) -> None:
    run("content", "new", "library", "mine", "--into", tmp_path)
    path = tmp_path / "message_library/mine/messages.yaml"
    path.write_text(path.read_text().replace("lens: clinical", "lens: clincal"))
    for place in (tmp_path, path.parent, path):
        done = run("messages", "lint", place)
        assert done.status == 1 and f"{path}:" in done.err and "did you mean 'clinical'" in done.err


@pytest.mark.parametrize("kind", ["persona", "account", "library"])
def test_a_starter_lints_clean(run: Run, tmp_path: Path, kind: str) -> None:
    done = run("content", "new", kind, "fresh_one", "--into", tmp_path)
    files = [Path(line) for line in done.out.splitlines()]
    assert done.status == 0 and files and all("# " in file.read_text() for file in files)
    for place in (tmp_path, *files):
        assert run("content", "lint", place).err == ""
    shelf = load(tmp_path).shelf
    assert "fresh_one" in {"persona": shelf.personas, "account": shelf.accounts, "library": shelf.libraries}[kind]


def test_a_starter_never_overwrites(run: Run, tmp_path: Path) -> None:
    run("content", "new", "library", "mine", "--into", tmp_path)
    file = tmp_path / "message_library/mine/evidence.yaml"
    file.write_text("mine")
    (tmp_path / "message_library/mine/product.yaml").unlink()
    done = run("content", "new", "library", "mine", "--into", tmp_path)
    assert done.status == 1 and "is there already" in done.err
    assert file.read_text() == "mine" and not (tmp_path / "message_library/mine/product.yaml").exists()


@pytest.mark.parametrize("id", ["Bad", "../up", "1st", "a b", "", "x" * 65])
def test_an_id_that_cannot_be_one(run: Run, tmp_path: Path, id: str) -> None:
    done = run("content", "new", "persona", id, "--into", tmp_path)
    assert done.status == 1 and "is not an id" in done.err and not list(tmp_path.iterdir())


def test_a_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert run("content", "new", "persona", "x", "--into", tmp_path / "file").status == 1


def test_somebody_begun_can_be_met(ready: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A starter is enough for a whole meeting: what it lacks would otherwise be met on turn five."""
    from coach.commands.common import program
    from coach.wiring import Coach

    run = ready
    run("content", "new", "persona", "fresh_one", "--into", tmp_path)
    shared = program()
    other = Coach(shared.settings.model_copy(update={"coach_content": tmp_path}))
    other.embedder = shared.embedder
    monkeypatch.setattr("coach.commands.rehearse.program", lambda: other)
    script = tmp_path / "script.txt"
    script.write_text("What is the case mix?\nOur dressing reduces infections by 50%.\n\nCould we meet on Thursday?\nWhat complications do you see?\n")
    assert run("rehearse", "fresh_one", script).status == 0

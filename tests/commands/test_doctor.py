"""doctor and rebuild: what works, what to do, and no password on screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.commands import common, doctor
from coach.content.errors import CoachError
from coach.content.shelf import Loaded, Shelf
from coach.settings import Settings, settings
from coach.store.repository import open_store
from tests.commands.conftest import Run
from tests.models import scripted
from tests.models.scripted import serving


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Settings of its own, in place of those of the process."""
    made = Settings(coach_data=tmp_path)
    monkeypatch.setattr("coach.settings.settings", lambda: made)
    return made


def _lines(out: str) -> dict[str, str]:
    return {finding["what"]: f"{finding['status']} {finding['detail']} {finding['todo']}" for finding in json.loads(out)}


def test_all_is_well(run: Run, configured: Settings) -> None:
    done = run("doctor")
    assert done.status == 0 and "An offline meeting works" in done.out
    assert [line.split()[1] for line in done.out.splitlines()[:-1]] == [f"{name}:" for name in doctor.LOOKS]
    assert not list(configured.coach_data.iterdir())  # looking leaves nothing behind


def test_a_database_is_looked_at_and_rebuilt(run: Run, configured: Settings) -> None:
    open_store(configured.database).database.close()
    assert "up to date" in _lines(run("doctor", "--json").out)["database"]
    assert run("rebuild").out.startswith("0 summaries")


def test_a_database_of_a_newer_version(run: Run, configured: Settings) -> None:
    import sqlite3

    open_store(configured.database).database.close()
    with sqlite3.connect(configured.coach_data / "coach.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    done = run("doctor")
    assert done.status == 1 and "newer version" in done.err
    assert run("rebuild").status == 1


def test_a_server_that_does_not_answer(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configured, "database_url", "postgresql://me:secret@127.0.0.1:1/none?connect_timeout=2")
    done = run("doctor")
    assert done.status == 1 and "127.0.0.1" in done.err and "secret" not in done.out + done.err


def test_a_file_that_is_no_database(run: Run, configured: Settings) -> None:
    (configured.coach_data / "coach.db").write_bytes(b"not a database at all, and long enough" * 40)
    assert run("doctor").status == 1


def test_a_damaged_model(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    monkeypatch.setattr("coach.models.embeddings.shipped_model", lambda: tmp_path)
    done = run("doctor")
    assert done.status == 1 and "checksum" in done.err and "Reinstall" in done.err


def test_nobody_to_meet(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "content", lambda: Loaded(Shelf(), [], {}))
    done = run("doctor")
    assert done.status == 1 and "nobody can be met" in done.err


def test_problems_in_content_are_a_warning(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "prompts/personas").mkdir(parents=True)
    (tmp_path / "prompts/personas/cfo.yaml").write_text("kind: persona\n")
    common.content.cache_clear()
    monkeypatch.setattr(configured, "coach_content", tmp_path)
    done = run("doctor", "--json")
    common.content.cache_clear()
    assert done.status == 0 and _lines(done.out)["content"].startswith("warn") and "content lint" in _lines(done.out)["content"]


KEY = "sk-test-4f9a1c77e2b84d10"


def _endpoint(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch, **given: object) -> str:
    for name, value in given.items():
        monkeypatch.setattr(configured, name, value)
    monkeypatch.setattr("coach.wiring.settings", lambda: configured)
    done = run("doctor", "--json")
    assert done.status == 0, "an offline meeting works whatever the endpoint does"
    assert KEY not in done.out + done.err
    return _lines(done.out)["endpoint"]


def test_the_endpoint_is_looked_at(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        given = {"openai_base_url": server.url, "openai_api_key": SecretStr(KEY), "coach_voice_model": "scripted"}
        assert "answers; stakeholders can speak with scripted" in _endpoint(run, configured, monkeypatch, **given)
        line = _endpoint(run, configured, monkeypatch, coach_voice_model="another")
        assert line.startswith("warn") and "Set COACH_VOICE_MODEL to one of: scripted." in line
        server.lists = scripted.fails(401, f"bad key {KEY}")
        assert "Correct OPENAI_API_KEY" in _endpoint(run, configured, monkeypatch)
        assert server.requests == [], "looking costs nothing"
    line = _endpoint(run, configured, monkeypatch)
    assert line.startswith("warn") and "Start the server" in line and "authored voice" in line


def test_half_of_an_endpoint(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not configured" in _endpoint(run, configured, monkeypatch)
    assert "Set OPENAI_BASE_URL" in _endpoint(run, configured, monkeypatch, coach_voice_model="m")
    assert "no model for the voice" in _endpoint(run, configured, monkeypatch, coach_voice_model="", openai_api_key=SecretStr(KEY))


def test_the_model_to_be_asked_for_an_opinion(run: Run, configured: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(**given: object) -> str:
        _endpoint(run, configured, monkeypatch, **given)
        return _lines(run("doctor", "--json").out)["judge"]

    assert judge().startswith("ok no model is configured")
    assert judge(coach_judge_model="m").startswith("warn") and "Set OPENAI_BASE_URL" in judge()
    with serving() as server:
        line = judge(openai_base_url=server.url, openai_api_key=SecretStr(KEY), coach_judge_model="scripted")
        assert line.startswith("ok") and "scripted can be asked for its opinion" in line and server.requests == []
        assert "Set COACH_JUDGE_MODEL to one of: scripted." in judge(coach_judge_model="another")


@pytest.mark.parametrize("address", ["localhost:8080", "ftp://here/v1", "http://", "http://me:secret@host:port/v1"])
def test_an_address_that_is_none_is_refused_in_a_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    settings.cache_clear()
    with pytest.raises(CoachError) as caught:
        settings()
    settings.cache_clear()
    assert caught.value.lines == ["setting OPENAI_BASE_URL: is no web address; write it as http://localhost:8080/v1"]

"""A real OpenID provider on loopback, and an app whose people sign in there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .server import Server

TEAM = {
    "ann-1": {"name": "Ann Archer", "email": "ann@example.org", "email_verified": True},
    "bob-2": {"name": "Bob Baker", "email": "bob@example.org", "email_verified": True},
    "ada-3": {"name": "Ada Ames", "email": "ada@example.org", "email_verified": True},
    "no-address": {"name": "Noor"},
}


@contextmanager
def team_server(fill: Callable[[Path], Path], folder: Path) -> Iterator[Server]:
    """The app, running for a team: an empty database, Ada as its administrator."""
    from oidc_provider_mock import User, run_server_in_thread

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with run_server_in_thread(user_claims=[User(sub=sub, claims=dict(claims)) for sub, claims in TEAM.items()]) as provider:
        home = folder / "home"
        server = Server(fill(folder / "data"), folder / "server.log", settings={"HOME": str(home), "COACH_ADMINS": "ada@example.org"})
        (home / ".streamlit").mkdir(parents=True)
        (home / ".streamlit" / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "{server.url}/oauth2callback"\ncookie_secret = "a secret of this test alone, and long"\n'
            f'client_id = "listen-first"\nclient_secret = "of this test"\n'
            f'server_metadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"\n'
        )
        yield server.start()
        server.stop()

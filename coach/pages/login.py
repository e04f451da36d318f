"""Who sits here: one person on a laptop, or whoever signed in at the team's OpenID provider. Switched on by an [auth] section in
.streamlit/secrets.toml, which is where Streamlit wants the provider's address and keys anyway."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from coach.content.errors import CoachError
from coach.pages import look, unsent
from coach.reviews.logins import Refused, identity
from coach.reviews.viewer import Role, Viewer
from coach.store.errors import StoreError

if TYPE_CHECKING:
    from coach.wiring import Coach

ALONE = Viewer("me", "admin", alone=True)
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
AS: dict[Role, str] = {"rep": "a rep", "manager": "a manager", "enablement": "somebody from enablement", "admin": "an administrator"}
PLURALS: dict[Role, str] = {"rep": "reps", "manager": "managers", "enablement": "enablement", "admin": "administrators"}
WELCOME = "A calm place to practise meetings. Sign in with your team’s account."
LAST = "signed-in-as"
"""Whom this visit was last used by, so that what they type in the second their login runs out is kept as theirs."""

# Signing in leads through another site, and Streamlit comes back to its first page. The way back is kept by the browser's tab.
_LEAVE = "export default function () { sessionStorage.setItem('listen-first-back', location.href); }"
_BACK = """
export default function () {
  const back = sessionStorage.getItem('listen-first-back');
  sessionStorage.removeItem('listen-first-back');
  const home = location.pathname.endsWith('/') && !location.search;
  if (back && home && back !== location.href && new URL(back).origin === location.origin) location.replace(back);
}
"""
_HTML = "<span hidden></span>"


class SignedOut(CoachError):
    """Nobody is signed in, or not any more."""


def team() -> bool:
    """Whether people sign in here. Errors: CoachError for a file of secrets that cannot be read, or an [auth] that lacks something:
    whatever it was meant to say, it was not that everybody may come in."""
    if not st.secrets.load_if_toml_exists():
        broken = [str(file) for file in st.get_option("secrets.files") if Path(file).is_file()]
        if broken:
            raise CoachError(
                f"{broken[0]}: it cannot be read as TOML, so nobody can sign in. Whoever runs this installation mends it and starts the app again."
            )
        return False
    found: Any = st.secrets.get("auth")
    if found is None:
        return False
    missing = [name for name in NEEDED if not (isinstance(found, Mapping) and found.get(name))]
    if missing:
        raise CoachError(f"[auth] in .streamlit/secrets.toml lacks {', '.join(missing)}, so nobody can sign in. docs/team.md says what stands there.")
    return True


def claims() -> Mapping[str, Any]:
    """What the provider said about whoever sits here; empty while nobody is signed in."""
    return dict(st.user.to_dict()) if st.user.get("is_logged_in") else {}


def viewer(coach: Coach) -> Viewer:
    """Errors: SignedOut; Refused; CoachError where the login is not set up rightly; StoreError."""
    if not team():
        if _teams_database(coach):
            raise CoachError(
                "This database is a team's, but no login is set up here, so nobody is let in. "
                "Put the [auth] section back into .streamlit/secrets.toml, as docs/team.md says, and start the app again."
            )
        return ALONE
    said = claims()
    if not said:
        raise SignedOut("You are signed out.")
    rules = coach.settings.logins
    who = identity(said, rules)
    if who.ended(rules, datetime.now(UTC)):
        raise SignedOut(f"You signed in more than {rules.lasts.total_seconds() / 3600:g} hours ago. Sign in again; what you typed is kept.")
    found = coach.store.logins.enter(who, rules.admins)
    st.session_state[LAST] = found
    return found


@st.cache_resource(show_spinner=False)
def _asked() -> dict[str, bool]:
    return {}


def _teams_database(coach: Coach) -> bool:
    """Asked once. While the database cannot be used, whoever works alone goes on where it is not needed: nothing in it can be read."""
    known = _asked()
    if "team" not in known:
        try:
            known["team"] = coach.store.logins.any()
        except StoreError:
            return False
    return known["team"]


def last() -> Viewer | None:
    """Whom this visit was last used by."""
    found = st.session_state.get(LAST)
    return found if isinstance(found, Viewer) else None


def writer(coach: Coach) -> Viewer | None:
    """Whoever is typing, for keeping their words: as `viewer`, and where the login has just run out, whoever it was."""
    try:
        return viewer(coach)
    except CoachError:
        return last()


def door(coach: Coach, error: CoachError) -> None:
    """The only page for whoever is not signed in, or may not be here."""
    if isinstance(error, SignedOut) and (who := last()):
        unsent.put_aside(coach.store, who)
    with st.container(key="door"):
        st.title("Listen First")
        if isinstance(error, SignedOut):
            st.html(f'<p class="lf-lead">{error.lines[0] if last() else WELCOME}</p>')
        else:
            for line in error.lines:
                st.error(look.plain(line), icon=":material/error:")
        if isinstance(error, SignedOut):
            st.components.v2.component("listen_first_leave", html=_HTML, js=_LEAVE)(key="leave", height=1)
            if st.button("Sign in", type="primary", icon=":material/login:", key="sign-in"):
                st.login()
        elif isinstance(error, Refused) and st.button("Sign out", icon=":material/logout:", key="sign-out"):
            st.logout()


def back_to_where_they_were() -> None:
    """After signing in, once: to the page at which they were asked to."""
    st.components.v2.component("listen_first_back", html=_HTML, js=_BACK)(key="back", height=1)

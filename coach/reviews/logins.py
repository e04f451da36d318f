"""What a login says about somebody: who they are, whether their address is theirs, and their role where a claim names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from coach.content.errors import CoachError
from coach.reviews.viewer import Role

ROLES: tuple[Role, ...] = get_args(Role)
STRONGEST: tuple[Role, ...] = ("admin", "manager", "enablement", "rep")
"""Who is in several groups gets the first of these."""
NAMELESS = "Somebody without a name"
NAMES = ("name", "preferred_username", "nickname", "email")
"""Claims that may name somebody, the best first."""
MOST = 200
"""Characters of a name or an address; what is longer is cut, or is no address."""


class Refused(CoachError):
    """A login that opens nothing here; `lines` say why and whom to ask."""


@dataclass(frozen=True)
class LoginRules:
    """`admins`: addresses in lower case. `domains`: only addresses there may enter; empty: any. `trusted`: an address counts as
    verified where the provider does not say whether it is. `claim`: where a role stands, dots between the levels; `roles`: what
    its values mean besides the roles' own names. `lasts`: how long after signing in one is asked to sign in again."""

    admins: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    trusted: bool = False
    claim: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)
    lasts: timedelta = timedelta(hours=12)


@dataclass(frozen=True)
class Identity:
    """Issuer and subject together never change and belong to nobody else. `email` is in lower case, and None unless it is verified.
    `role` None: no claim says one. `at`: when they signed in, aware, in UTC; None where the provider does not say."""

    issuer: str
    subject: str
    name: str
    email: str | None
    role: Role | None
    at: datetime | None

    def ended(self, rules: LoginRules, now: datetime) -> bool:
        """Whether it is time to sign in again."""
        return self.at is not None and now - self.at > rules.lasts


def identity(claims: Mapping[str, Any], rules: LoginRules) -> Identity:
    """What an OpenID provider said about somebody. Errors: Refused for a login without issuer and subject, or with no address in
    the domains that may enter."""
    issuer, subject = (_words(claims.get(name)) for name in ("iss", "sub"))
    if not issuer or not subject:
        raise Refused("This login does not say who it is (it lacks “iss” or “sub”). Ask whoever runs this installation to check its OpenID provider.")
    email = _email(claims, rules)
    if rules.domains and (email is None or email.rpartition("@")[2] not in rules.domains):
        said = "with another address" if email else "without a verified address"
        raise Refused(f"This login comes {said}. Only addresses at {' and '.join(sorted(rules.domains))} may enter here.")
    name = next((words for one in NAMES if (words := _words(claims.get(one))[:MOST])), NAMELESS)
    return Identity(issuer, subject, name, email, _role(claims, rules), _at(claims.get("iat")))


def words_of(listed: str) -> frozenset[str]:
    """The entries of a list with commas, in lower case."""
    return frozenset(word for one in listed.split(",") if (word := one.strip().casefold()))


def role_words(listed: str) -> dict[str, Role]:
    """`field-managers=manager,marketing=enablement` as a table. Raises ValueError for what is no such pair."""
    made: dict[str, Role] = {}
    for pair in filter(None, (one.strip() for one in listed.split(","))):
        value, _, role = (part.strip() for part in pair.partition("="))
        if not value or role not in ROLES:
            raise ValueError(f"{pair!r} is not VALUE=ROLE; the roles are {', '.join(ROLES)}")
        made[value] = role
    return made


def _email(claims: Mapping[str, Any], rules: LoginRules) -> str | None:
    said, verified = _words(claims.get("email")).casefold(), claims.get("email_verified")
    sure = verified in (True, "true") or (verified is None and rules.trusted)
    local, at, domain = said.partition("@")
    return said if sure and local and at and domain and "@" not in domain and len(said) <= MOST and " " not in said else None


def _role(claims: Mapping[str, Any], rules: LoginRules) -> Role | None:
    found: Any = claims
    for part in rules.claim.split(".") if rules.claim else ["\0"]:
        found = found.get(part) if isinstance(found, Mapping) else None
    values = {str(one) for one in (found if isinstance(found, list | tuple) else [found]) if one is not None}
    meant = {rules.roles[one] for one in values if one in rules.roles} | {one for one in values if one in ROLES}
    return next((role for role in STRONGEST if role in meant), None)


def _at(said: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(said), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _words(said: Any) -> str:
    """One line of what a provider says; nothing where it is no text."""
    return " ".join(said.split()).replace("\0", "") if isinstance(said, str) else ""

"""backup, restore: the whole database as one file, either engine."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from coach.commands.common import Commands, command, show

if TYPE_CHECKING:
    from coach.store.backup_file import Header


def register(commands: Commands) -> None:
    taking = command(commands, "backup", "the whole database into one file, while the app goes on", take)
    taking.add_argument("file", metavar="FILE", type=Path, help="where to write it, such as monday.backup; an earlier backup of that name is replaced")
    taking.add_argument("--json", action="store_true", help="as JSON")
    bringing = command(commands, "restore", "a backup into an empty database, SQLite or PostgreSQL; stop the app before", bring)
    bringing.add_argument("file", metavar="FILE", type=Path, help="what `backup` wrote, from either engine")
    bringing.add_argument("--replace", action="store_true", help="delete what the database holds, for good, and put the backup in its place")
    bringing.add_argument("--json", action="store_true", help="as JSON")


def take(given: argparse.Namespace) -> int:
    from coach.settings import settings
    from coach.store.backup import backup

    return _said(given, backup(settings().database, given.file), "written")


def bring(given: argparse.Namespace) -> int:
    from coach.settings import settings
    from coach.store.backup import restore

    return _said(given, restore(settings().database, given.file, given.replace), "restored")


def _said(given: argparse.Namespace, header: Header, done: str) -> int:
    if given.json:
        show({"file": str(given.file), "revision": header.revision, "made": header.made, "from": header.engine, "rows": dict(header.rows)})
        return 0
    rows = sum(header.rows.values())
    print(f"{given.file}: {done}, {rows:,} {'row' if rows == 1 else 'rows'} in {len(header.rows)} tables as they were at {header.made}")
    return 0

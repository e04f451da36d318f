"""python -m coach ...: hand the words to their command, and turn whatever goes wrong into a line and an exit status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime

from coach.content.errors import CoachError

REFUSED, INTERRUPTED = 1, 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 refused, 2 usage."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # whatever the terminal's locale says, JSON is UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from coach.commands.parser import parser

        given = parser().parse_args(words)
        status = int(given.run(given))
        sys.stdout.flush()
        return status
    except SystemExit as stop:  # argparse: --help, or a usage error that it has explained
        return stop.code if isinstance(stop.code, int) else REFUSED
    except CoachError as error:
        print(*error.lines, sep="\n", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has seen enough. Python flushes once more at its end; that goes nowhere.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return REFUSED
    except Exception as error:
        print(f"internal error ({type(error).__name__}); {_kept()}", file=sys.stderr)
        return REFUSED


def _kept() -> str:
    """Keep the traceback where it can be found, and say where. Never raises."""
    if os.environ.get("COACH_DEBUG"):
        return f"COACH_DEBUG is set:\n{traceback.format_exc()}"
    try:
        from coach.settings import settings

        log = settings().coach_data / "errors.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {traceback.format_exc()}\n")
        return f"the details are in {log}; please report it"
    except (OSError, CoachError):
        return "set COACH_DEBUG=1 to see the details; please report it"


if __name__ == "__main__":
    sys.exit(main())

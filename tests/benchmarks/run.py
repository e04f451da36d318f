"""`make bench`: measure, print a table, write JSON. Nothing here fails because of a figure; the targets are for 2 cores with nothing else running.

python -m tests.benchmarks.run [--quick] [--json FILE]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from .figures import Figure, table

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.run", description="measure start, memory, a turn, a search and a debrief")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, for a first look")
    parser.add_argument("--json", type=Path, default=ROOT / ".data" / "bench.json", metavar="FILE", help="where the figures go (default .data/bench.json)")
    given = parser.parse_args()
    before = machine()
    figures = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for figure in measured(Path(folder), given.quick):
            print(f"  {figure.name.strip()}: {figure.p50:.3g} {figure.unit}", file=sys.stderr, flush=True)
            figures.append(figure)
    after = machine()
    print(table(figures))
    print(f"\n{before['cores']} cores, {before['python']}; load average {before['load']:.1f} before and {after['load']:.1f} after: ", end="")
    print("the machine was busy with other things, so take the times as an upper bound" if float(str(before["load"])) > 0.5 else "a quiet machine")
    given.json.parent.mkdir(parents=True, exist_ok=True)
    document = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "quick": given.quick, "before": before, "after": after}
    given.json.write_text(json.dumps({**document, "figures": [figure.shown() for figure in figures]}, indent=1) + "\n")
    print(f"Written to {given.json}")
    return 0


def measured(data: Path, quick: bool) -> Iterator[Figure]:
    from . import parts

    inside = parts.measure(data, turns=40 if quick else 240, searches=40 if quick else 200, debriefs=10 if quick else 100)
    if missing := no_browser():
        print(f"Not measured: the first page and memory ({missing})", file=sys.stderr)
    figures = list(inside)
    if not missing:
        from . import whole

        yield from whole.measure(data, runs=1 if quick else 5)
    yield from figures


def no_browser() -> str:
    if importlib.util.find_spec("playwright") is None:
        return "no playwright; pip install -r tests/requirements.txt"
    return "" if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))) else "no Chromium on this machine"


def machine() -> dict[str, object]:
    return {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2), "python": f"Python {platform.python_version()}", "system": platform.platform()}


if __name__ == "__main__":
    sys.exit(main())

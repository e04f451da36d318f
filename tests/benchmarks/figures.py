"""Durations and how they are shown: the middle one, the slow end, and what was set out to reach."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Figure:
    """One measured thing. `values` in `unit`; `target` is for the 95th percentile, or for the only value."""

    name: str
    unit: str
    values: list[float] = field(default_factory=list)
    target: float | None = None
    note: str = ""
    cpu: list[float] = field(default_factory=list)
    """What of each value was computed, on all cores together; more than the value where several shared the work."""

    @property
    def p50(self) -> float:
        return percentile(self.values, 0.5)

    @property
    def p95(self) -> float:
        return percentile(self.values, 0.95)

    def shown(self) -> dict[str, Any]:
        rounded = {"p50": round(self.p50, 3), "p95": round(self.p95, 3), "max": round(max(self.values), 3), "count": len(self.values)}
        if self.cpu:
            rounded |= {"cpu_p50": round(percentile(self.cpu, 0.5), 3), "cpu_p95": round(percentile(self.cpu, 0.95), 3)}
        reached = None if self.target is None else self.p95 <= self.target
        return {**{key: value for key, value in asdict(self).items() if key not in ("values", "cpu")}, **rounded, "reached": reached}


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


@contextmanager
def timed(figure: Figure) -> Iterator[None]:
    """Add the milliseconds that the block takes."""
    started, computed = time.perf_counter(), time.process_time()
    yield
    figure.values.append(1000 * (time.perf_counter() - started))
    figure.cpu.append(1000 * (time.process_time() - computed))


@contextmanager
def stopwatch(place: Any, name: str, figure: Figure) -> Iterator[None]:
    """Inside the block, add the milliseconds of each call of `place.name`, which is the real one."""
    real: Callable[..., Any] = getattr(place, name)

    def measured(*arguments: Any, **named: Any) -> Any:
        with timed(figure):
            return real(*arguments, **named)

    setattr(place, name, measured)
    try:
        yield
    finally:
        setattr(place, name, real)


def table(figures: list[Figure]) -> str:
    """The figures as lines of text."""
    rows = [("", "p50", "p95", "cpu p95", "count", "target (p95)", "")]
    for one in figures:
        digits = 2 if one.unit == "s" else 0 if one.unit == "MiB" else 1
        cpu = f"{percentile(one.cpu, 0.95):.{digits}f} {one.unit}" if one.cpu else ""
        target = "" if one.target is None else f"{one.target:g} {one.unit} {'reached' if one.p95 <= one.target else 'MISSED'}"
        rows.append((one.name, f"{one.p50:.{digits}f} {one.unit}", f"{one.p95:.{digits}f} {one.unit}", cpu, str(len(one.values)), target, one.note))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    figures_at = (1, 2, 3, 4)
    lines = []
    for row in rows:
        cells = [cell.rjust(width) if at in figures_at else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])

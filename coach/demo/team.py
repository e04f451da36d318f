"""The people of the demo: invented, each with where they begin and how fast they learn."""

from __future__ import annotations

from dataclasses import dataclass

from coach.reviews.viewer import Role, Viewer
from coach.store.demo import PREFIX, Put

MARK = "(Demo)"
WEEKS = 13


@dataclass(frozen=True)
class Rep:
    """`begins` and `ends` say how well they talk in the first and the last week, 0 to 1; `eye` how far their own marks lie above what is
    measured, in levels."""

    id: str
    name: str
    begins: float
    ends: float
    eye: float

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.id, "rep")

    def skill(self, week: int) -> float:
        """In a week from 0."""
        return self.begins + (self.ends - self.begins) * week / (WEEKS - 1)


REPS = (
    Rep(f"{PREFIX}amara", f"Amara Lindqvist {MARK}", 0.55, 0.95, 0.0),
    Rep(f"{PREFIX}bastien", f"Bastien Okoro {MARK}", 0.15, 0.60, 1.0),
    Rep(f"{PREFIX}chiara", f"Chiara Novak {MARK}", 0.40, 0.70, 0.0),
    Rep(f"{PREFIX}dmitri", f"Dmitri Halloran {MARK}", 0.35, 0.40, 1.0),
    Rep(f"{PREFIX}esme", f"Esme Castellanos {MARK}", 0.60, 0.85, -1.0),
    Rep(f"{PREFIX}farid", f"Farid Sundgren {MARK}", 0.10, 0.75, 0.0),
    Rep(f"{PREFIX}greta", f"Greta Mwangi {MARK}", 0.70, 0.90, 0.0),
    Rep(f"{PREFIX}hugo", f"Hugo Tanaka {MARK}", 0.30, 0.55, 0.0),
    Rep(f"{PREFIX}ines", f"Ines Drummond {MARK}", 0.45, 0.80, -1.0),
)
MANAGERS = (Put(f"{PREFIX}jonas", f"Jonas Adeyemi {MARK}", "manager", None), Put(f"{PREFIX}katya", f"Katya Brennan {MARK}", "manager", None))
ENABLEMENT = Put(f"{PREFIX}lena", f"Lena Fairweather {MARK}", "enablement", None)


def people(leader: str) -> list[Put]:
    """All twelve; the reps are led by `leader`."""
    role: Role = "rep"
    return [*(Put(one.id, one.name, role, leader) for one in REPS), *MANAGERS, ENABLEMENT]

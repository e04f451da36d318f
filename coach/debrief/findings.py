"""All findings: importing this module registers them. `content lint` lists them by id, with what each says."""

from coach.debrief import findings_change, findings_listening, findings_messages, findings_steps  # noqa: F401
from coach.debrief.registry import FINDINGS, Finding

__all__ = ["FINDINGS", "Finding"]

"""fit: learn again from prompts/acts/ and keep what was learned beside it, so that a fresh installation need not."""

from __future__ import annotations

import argparse

from coach.commands.common import Commands, command, program
from coach.content.errors import CoachError


def register(commands: Commands) -> None:
    command(commands, "fit", "fit the heads that hear what a sentence does, after prompts/acts/ was changed; a few minutes", run)


def run(given: argparse.Namespace) -> int:
    from coach.fitted import SHIPPED_EAR, write_ear

    coach = program()
    if coach.settings.coach_content or coach.settings.coach_embedding_model:
        raise CoachError("fit: what is shipped is fitted without COACH_CONTENT and COACH_EMBEDDING_MODEL; with them, fitting happens by itself on first use")
    ear = coach.fitted.fit_ear()
    write_ear(SHIPPED_EAR, ear)
    print(f"{SHIPPED_EAR}: {len(ear.acts.vocabulary):,} word patterns, {SHIPPED_EAR.stat().st_size / 1024:.0f} KiB")
    return 0

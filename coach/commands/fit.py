"""fit: learn again from the labelled speech and the topics, and keep what was learned beside them, so that a fresh installation need not."""

from __future__ import annotations

import argparse

from coach.commands.common import Commands, command, program
from coach.content.errors import CoachError


def register(commands: Commands) -> None:
    parser = command(commands, "fit", "fit what hears, after prompts/acts/, the topics or the personas were changed; a few minutes", run)
    parser.add_argument("--topics", action="store_true", help="only the topics, which takes less than a minute")
    parser.add_argument(
        "--campaign", action="store_true", help="only the meetings that `evaluate campaign` goes by; up to an hour where all must be played again"
    )


def run(given: argparse.Namespace) -> int:
    from coach.fitted import SHIPPED_EAR, SHIPPED_TOPICS, write_ear, write_topics

    coach = program()
    if coach.settings.coach_content or coach.settings.coach_embedding_model:
        raise CoachError("fit: what is shipped is fitted without COACH_CONTENT and COACH_EMBEDDING_MODEL; with them, fitting happens by itself on first use")
    if given.campaign:
        from coach.commands.campaign import fit

        print(fit(coach))
        return 0
    if not given.topics:
        ear = coach.fitted.fit_ear()
        write_ear(SHIPPED_EAR, ear)
        print(f"{SHIPPED_EAR}: {len(ear.acts.vocabulary):,} word patterns, {SHIPPED_EAR.stat().st_size / 1024:.0f} KiB")
    head, key = coach.fitted.fit_topics()
    write_topics(SHIPPED_TOPICS, head, key)
    print(f"{SHIPPED_TOPICS}: {len(head.ids)} topics, {SHIPPED_TOPICS.stat().st_size / 1024:.0f} KiB")
    return 0

"""What a week does to people between meetings: numbers that a non-programmer can read and argue with, each with its reason.

They are judgements, not measurements. What they must do is stated in tests/accounts/test_campaign.py.
"""

from __future__ import annotations

FADES_AFTER = 14
"""Days without a visit after which trust begins to fade: two weeks are an ordinary gap between calls."""
FADE = 0.85
"""Of the trust won beyond a stranger's, what is left after each further week in which nobody came."""
GRUDGE = 0.95
"""The same where trust was lost: what was lost is forgotten more slowly than what was won."""

WORD = {1: 0.10, 2: 0.25, 3: 0.45}
"""The chance that in a week one person's view reaches another's, by the strength of the arrow (1 a little, 2 clearly, 3 decisively):
over the ten weeks of a campaign almost surely at 2 and 3, and about two times in three at 1."""
BACK = 1
"""Whoever listens to somebody also talks to them: against its direction an arrow carries, by this much less, and at least a little."""
TALKS_FROM = 2
"""The rung (curious) from which somebody brings it up to others: nobody talks of what they do not wonder about."""
BY_WORD = {1: 2, 2: 3, 3: 4}
"""The rung up to which a word carries, by the strength of the arrow, and never above the speaker's own: a little makes curious, a
clear voice has it weighed up, and only the one who decides it for them convinces. Beyond that people want to have seen for themselves."""
COMPANY = 0.8
"""The weekly chance that somebody who is one rung short of putting their name to it takes that rung, once everybody whom that way needs
stands where it needs them, for a request that leaves nothing open of what binds and stalls here; in proportion for any other. Nobody
likes to stand up alone, or for something with holes in it."""
COMPANY_FROM = 50
"""Trust in the rep that this takes."""

HEARS_AFTER = 21
"""Days into a campaign after which somebody who matters and was never asked takes it as an answer."""
MATTERS = 2
"""Strength of an arrow from which the one at its start matters."""
PASSED_OVER = -3.0
"""What it costs in trust, a week, with somebody who matters and was passed over (as much as a message for somebody else's job)."""
PASSED_OVER_LEAST = -12.0
"""Where that ends: they do not get angrier for ever."""
AGAINST = 1
"""The rung to which somebody who was passed over can talk others down (sees a problem, and leaves it at that)."""

FORGETS_AFTER = 28
FORGETS = 0.25
"""After four weeks in which nobody of ours came, the weekly chance to lose a rung that no step of their own has made firm."""
SECOND_THOUGHTS = 0.2
"""The chance that somebody who rose in a meeting is a rung lower the next morning, and..."""
SLEPT_ON = 0.1
"""...that somebody who named a need in it is a rung higher, up to..."""
SLEPT_TO = 3
"""...weighing it up: nobody convinces themselves overnight."""
STEP_RAISES_TO = 4
"""The rung (convinced) up to which a step that they took themselves raises them: their own figures, a case of their own."""

ASKED_TOO_SOON = "too_soon"
"""The rule of the meeting (coach.roleplay.rules) by which somebody is moved who is asked to sponsor before they believe in it."""
SPONSORS_FROM = 40
"""Trust from which somebody signs for a rep's request at all, whatever they believe."""
SENT_BACK = -5.0
"""What it costs in trust with a sponsor whose request is sent back: as much as an argument lost in public."""

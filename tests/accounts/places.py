"""A small account with a truth, for the tests of everything about accounts."""

from __future__ import annotations

from coach.content.account import Account

ACCOUNT = Account.model_validate(
    {
        "v": 1,
        "kind": "account",
        "id": "mill_end",
        "fictional": True,
        "name": "Mill End Hospital",
        "library": "norvane",
        "setting": "A small hospital by a river.",
        "briefing": "Dr. Amber Lowe operates; nothing new comes in without the committee.",
        "pressures": ["Wounds come back.", "Nights are thin."],
        "pathway": [
            {"id": "clinic", "title": "The visit in the clinic", "stalls": "SECRET clinic"},
            {"id": "theatre", "title": "The operation", "stalls": "SECRET theatre"},
            {"id": "ward", "title": "The days on the ward"},
            {"id": "home", "title": "At home", "stalls": "SECRET home"},
        ],
        "access_rules": ["By appointment only."],
        "objectives": ["Know the real figure."],
        "calendar": [{"on": "2026-12-10", "what": "The committee meets."}],
        "people": ["Dr. Amber Lowe, surgeon; operates.", "Cole Marsh, night charge nurse; is asked after midnight."],
        "truth": {
            "stakeholders": [
                {
                    "id": "lowe",
                    "name": "Dr. Amber Lowe",
                    "title": "surgeon",
                    "family": "clinical",
                    "part": "sponsors",
                    "because": "She brings it in.",
                    "briefed": True,
                },
                {
                    "id": "voss",
                    "name": "Nora Voss",
                    "title": "nurse manager",
                    "family": "operational",
                    "part": "advises",
                    "because": "Her nurses use it.",
                    "told_by": [{"persona": "lowe", "facts": ["voss_decides"]}],
                },
                {
                    "id": "marsh",
                    "name": "Cole Marsh",
                    "title": "night charge nurse",
                    "family": "operational",
                    "part": "uses",
                    "because": "The nights are his.",
                    "told_by": [{"persona": "voss", "facts": ["nights_are_cole"]}],
                },
                {
                    "id": "pruitt",
                    "name": "Sam Pruitt",
                    "title": "chief financial officer",
                    "family": "economic",
                    "part": "decides",
                    "because": "He has a vote.",
                    "told_by": [{"persona": "lowe", "facts": ["pruitt_votes"]}],
                },
            ],
            "influence": [
                {
                    "of": "voss",
                    "on": "lowe",
                    "kind": "informal",
                    "strength": 3,
                    "because": "She trusts her room.",
                    "told_by": [{"persona": "lowe", "facts": ["voss_decides"]}],
                },
                {
                    "of": "marsh",
                    "on": "voss",
                    "kind": "informal",
                    "strength": 2,
                    "because": "He knows the nights.",
                    "told_by": [{"persona": "voss", "facts": ["nights_are_cole"]}],
                },
                {
                    "of": "lowe",
                    "on": "pruitt",
                    "kind": "formal",
                    "strength": 1,
                    "because": "She signs the request.",
                    "told_by": [{"persona": "pruitt", "facts": ["needs_a_signature"]}],
                },
            ],
            "stalls": [
                {
                    "step": "theatre",
                    "cause": "One dressing for everybody, put on in the last two minutes.",
                    "matters": 3,
                    "told_by": [{"persona": "voss", "facts": ["last_two_minutes"]}],
                },
                {"step": "home", "cause": "Nobody counts what is treated elsewhere.", "matters": 2, "told_by": [{"persona": "lowe", "facts": ["uncounted"]}]},
            ],
            "constraints": [
                {"id": "budget", "kind": "money", "text": "No new line in the budget before July.", "told_by": [{"persona": "pruitt", "facts": ["july"]}]},
                {
                    "id": "launch",
                    "kind": "history",
                    "text": "The launch of last spring went wrong and nobody was taught.",
                    "told_by": [{"persona": "voss", "facts": ["launch"]}],
                },
            ],
            "variants": [
                {"id": "as_written", "text": "All is as it looks.", "weight": 2},
                {
                    "id": "cold",
                    "text": "The surgeon has stopped listening to her nurse manager, and the budget was opened.",
                    "weight": 1,
                    "shifts": [
                        {"of": "voss", "on": "lowe", "strength": 0, "because": "They fell out."},
                        {"of": "lowe", "on": "pruitt", "strength": 3, "kind": "formal", "because": "He asks her first now."},
                        {"of": "marsh", "on": "lowe", "strength": 2, "because": "They trained together."},
                    ],
                    "without": ["budget"],
                },
            ],
        },
    }
)

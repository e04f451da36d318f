"""The patterns by which the guard knows a sentence that a stakeholder would not say. Tables, to be read and argued with."""

from __future__ import annotations

import re

_I = r"(?:i|we)(?:'ll| will|'d like to| would like to|'m going to| am going to|'re going to| are going to| can| want to|'d be happy to| would be happy to)"
_STEP = (
    r"(?:sign|buy|order|purchase|adopt|approve|sponsor|champion|trial|pilot|evaluate|recommend|endorse|"
    r"switch (?:over )?to|go (?:ahead )?with|move (?:ahead|forward)|take (?:it|them|ten|fifty|a case|your product)|try (?:it|them|your|the|this)|bring (?:it|this|you) (?:to|before)|"
    r"put (?:it|this|you|your \w+) (?:on|in|before|to|forward|down for)|set (?:it|this|that|one|something) up|book (?:it|you|a|the)|schedule (?:it|you|a|the|an|that))"
)

AGREES = re.compile(
    rf"\b{_I} (?:definitely |certainly |gladly |happily |absolutely |just )*{_STEP}\b"
    r"|\b(?:count (?:me|us) in|sign (?:me|us) up|(?:you(?:'ve| have) got|you have|it's|that's|we have|we've got) a deal(?! of| like| rounder)|consider it done"
    r"|i(?:'m| am) (?:sold|in|convinced|on board|all in)\b(?! (?:a|the|my|our|an|this|that|here|surg|clinic|meet|charge|theatre|court|trouble))"
    r"|you(?:'ve| have) (?:convinced|persuaded|sold|won) (?:me|us)"
    r"|i (?:fully |completely |totally |absolutely )?agree (?:to|with) (?:the|a|an|your|that|this|everything|it)\b"
    r"|let's (?:do it|do this|go ahead|move forward|get (?:it |this )?started|make it happen|set (?:it|this|that|something|up)|schedule|book|start the|run (?:a|the) (?:trial|pilot|evaluation)|sign)"
    r"|(?:send|bring) (?:me|us|over) (?:the|a|your) (?:contract|order form|purchase order|quote|paperwork)"
    r"|where do (?:i|we) sign|i(?:'ll| will) (?:happily |gladly )?do (?:it|that|whatever you)\b)",
    re.IGNORECASE,
)
"""Taking a step, or a side, that the beat does not take."""

PLEASES = re.compile(
    r"\b(?:(?:that|this|it|your \w+) (?:sounds?|is|would be|looks) (?:really |so |absolutely |truly |just |very )*(?:amazing|fantastic|wonderful|perfect|incredible|"
    r"great|excellent|impressive|exactly what we need|game.changing)"
    r"|i(?:'d| would)? (?:really |absolutely |just )*love (?:it|this|that|to (?:hear|see|learn|know|try|discuss)|your)"
    r"|exactly what (?:we|i)(?:'ve| have)? (?:need|been looking|want)|i(?:'m| am) (?:very |really |so |truly )+(?:interested|impressed|excited|keen)|i(?:'m| am) (?:excited|thrilled|delighted))\b",
    re.IGNORECASE,
)
"""Being pleased, where the beat is not warm."""

OUT_OF_ROLE = re.compile(
    r"\b(?:as an? (?:ai|artificial|language model|assistant|chatbot|virtual)|(?:i'm|i am|being) (?:just |only |actually |really )?(?:an? )?(?:ai\b|artificial intelligence|language model|"
    r"chatbot|virtual assistant|computer program|assistant\b|simulat\w+|bot\b|large language|fictional|model\b(?! (?:employee|citizen|patient)))"
    r"|large language model|language model|openai|chatgpt|(?:this|the|our) (?:role.?play|simulation|scenario|exercise|training session|practice conversation|conversation simulator)"
    r"|role.?play(?:ing)?\b|in character|out of character|break(?:ing)? character|(?:my|the|system|these|your) (?:system )?(?:prompt|instructions)\b"
    r"|i (?:can't|cannot|can not|won't|am unable to|'m unable to) (?:assist|help you with|comply|fulfil|continue with|provide that|engage|generate|create|roleplay|pretend)"
    r"|how (?:can|may) i (?:help|assist) you(?: today)?|is there anything else i can|i(?:'m| am) here to (?:help|assist)"
    r"|(?:the|this|my) (?:persona|stakeholder|character) (?:is|would|should|has|says|i)|hidden needs?|trust (?:score|level|points)|belief ladder|stage direction)\b",
    re.IGNORECASE,
)

COACHES = re.compile(
    r"(?:^|[.!?] )(?:tip|feedback|note|advice|suggestion|hint|coaching)s?:"
    r"|\b(?:you (?:should|could|might|may) (?:want to |try to |have |consider |also |rather |instead )*(?:ask(?:ing|ed)? (?:me|about|an? open|more|open)|(?:listen|probe|paraphras|reflect)\w*|"
    r"(?:use|using) (?:an? )?(?:open|empath)\w*|build(?:ing)? (?:trust|rapport))"
    r"|try (?:asking|an open question|to ask|listening|reflecting)|open.ended questions?|a better (?:question|approach|way to ask|opening)|next time,? (?:ask|try|start|open|listen|you)"
    r"|(?:that was |what )?an? (?:great|excellent|fantastic|wonderful|very good|brilliant|perfect|thoughtful|insightful) (?:question|approach|opening|point|way to)"
    r"|(?:great|excellent|wonderful|fantastic) (?:job|work|question|point|approach)\b|you(?:'re| are) doing (?:great|well|a great|a good)|you handled that|your (?:pitch|technique|sales technique|approach|delivery) (?:was|is|needs|could)"
    r"|as a (?:sales ?)?rep(?:resentative)?,? you|to (?:earn|gain|win|build) (?:my|their) trust,? you)",
    re.IGNORECASE,
)

SPEAKS_FOR_REP = re.compile(
    r"(?:^|[.!?\"] ?|\n)(?:visitor|rep|sales ?rep|sales representative|representative|salesperson|vendor|user|human|customer|me|them)\s*:"
    r"|\b(?:the|our) (?:visitor|rep|representative|salesperson) (?:says?|replies|responds|nods|asks|smiles|answers|leans|explains|continues)\b"
    r"|\byou (?:nod|smile|reply|respond|lean forward|say,|answer,|shake your head|sit down|stand up)\b",
    re.IGNORECASE,
)

MARKUP = re.compile(r"[*_`#|<>{}\[\]~\\]|^\s*(?:•|[-–](?=\s+[A-Z\d])|\d+[.)])\s|https?://|&\w+;|\^|={2,}|-{3,}", re.MULTILINE)

LABELS = re.compile(
    r"\b(?:where you stand|what (?:was said last|you do now|you have told them)|in substance you say|at most \d+ words|the visitor now says|"
    r"how you talk:|what you (?:only pass on|do not put up with)\b|what anybody knows about you|a first try could not)",
    re.IGNORECASE,
)
"""Headings of the prompt, which nobody says aloud."""

GESTURE = re.compile(r"(?<!\w)(?:\*[^*\n]{1,80}\*|\([^()\n]{1,60}\)|\[[^\[\]\n]{1,80}\])(?!\w)")
QUOTES = '"\u201c\u201d'

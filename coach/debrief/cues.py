"""What the other person's words, and a few of the rep's, tell a debrief; as tables.

A played meeting records what the stakeholder did. In a real call there are only their words, so these patterns stand in
for the record there: coarse, and good for a whole meeting rather than for one sentence (labels of single utterances are
noisy, totals of a session are reliable: Pérez-Rosas 2016). All are tried on lower-case text with straight quotes.
"""

from __future__ import annotations

import re

PROBLEM = re.compile(
    r"\b(?:problems?|worr(?:y|ies|ied)|mess(?:y|es)?|struggl\w+|trouble|hard|tough|difficult\w*|frustrat\w+|short[- ]?(?:staffed|handed)|"
    r"complain\w*|late|later|delay\w*|"
    r"los(?:e|es|t|ing)|miss(?:es|ed|ing)?|wrong|fail\w*|infect\w+|readmi\w+|blam\w+|burn(?:s|ed|t|ing)?|burden|nobody|no one|never|can't|cannot|don't have|"
    r"not enough|hate[sd]?|w(?:ear|ears|earing|orn) \w* ?out|exhaust\w*|fed up|for nothing|guess\w*|chas(?:e|es|ing)|rework|workaround|"
    r"too (?:many|much|long|few|late|slow)|pain\w*|nightmare|overwhelm\w*|behind|gaps?|bounce[sd]?|stuck|wast\w+|chaos|slip\w*|"
    r"call(?:s|ed) in|quit|leav(?:e|ing) us|overtime|pileup|backlog)\b"
)
"""They say that something hurts."""

OBJECTION = re.compile(
    r"\b(?:too (?:expensive|much money|costly)|(?:no|don't have (?:the |any )?|haven't got (?:the |any )?|not the) ?(?:time|budget|money|"
    r"staff|room|capacity) (?:for|to|left)|can't (?:afford|spare|justify)|"
    r"(?:we )?already (?:have|use|got|buy)|happy with (?:what|the|our)|works? (?:fine|well enough)|mine works|not (?:convinced|interested|"
    r"my (?:budget|decision|problem|patients))|"
    r"isn't (?:mine|in my|my)|won't (?:work|fly|buy|happen|pass)|heard (?:that|this|it) (?:all )?before|i (?:don't|do not) (?:believe|buy|"
    r"see (?:why|how|the)|need|trust)|"
    r"my concern|i'm concerned|skeptical|sceptical|prove (?:it|that)|what's the catch|not this (?:cycle|year|quarter)|(?:your|the) (?:trial|"
    r"study|data) (?:isn't|wasn't|doesn't|aren't)|"
    r"one vendor|under contract|tied (?:in|to)|committee won't|never get (?:it|that|this) (?:past|through))\b"
)
"""They give a reason against."""

PUTS_OFF = re.compile(
    r"\b(?:i (?:just |already )?(?:told|said)(?: to)? you|as i (?:said|told you)|i(?:'ve| have) (?:already |just )?(?:said|told|answered)|"
    r"you(?:'re| are) not listening|you didn't (?:listen|hear|answer)|"
    r"that's not what i (?:asked|said|meant)|not interested|you keep|please (?:don't|stop)|stop (?:there|that|selling)|enough\b(?! time)|"
    r"get to the point|i didn't ask)\b"
)
"""They show that it is not going well."""

AGREES = re.compile(
    r"^(?:\W*(?:well|hm+|oh|and)\W+)*(?:yes|yeah|yep|sure|ok|okay|fine|all right|alright|agreed|deal|good|great|gladly|i can|we can|i could|"
    r"let's|that works|that would|works for|happy to|thursday|monday|tuesday|wednesday|friday|i'll|we'll)\b"
)
REFUSES = re.compile(r"\b(?:no|not|can't|cannot|won't|don't|isn't|never|rather not|we'll see|maybe|leave it)\b")

HARM = re.compile(
    r"\bpatients?\b.{0,120}\b(?:infect|wound|pain|readmi|die|died|suffer|scar|leak|came back|come back|late|chemo|home|hospital|worse|lost|"
    r"wait|afraid|complain|complication)|\b(?:infect\w*|readmi\w+|complications?|wounds?|suffer\w*)\b.{0,120}\b(?:patients?|him|her|he|she|"
    r"them|people)\b"
)
"""They speak of what a patient goes through: a chance to put the patient first."""

MEANING = re.compile(
    r"\b(?:what (?:does|did|do|would|will|has) (?:that|this|it|one|those|these|all that|\w+ \w+ \w+)\b.{0,60}\b(?:mean|cost|do|lead|change|"
    r"take|done|add up)|what happens (?:when|if|then|to)|"
    r"how (?:does|do|did|has|would) (?:that|this|it|those|they)\b.{0,40}\b(?:affect|change|hit|land|play|weigh|show)|what(?:'s| is| was|"
    r" has) (?:that|this|it)(?: all)? (?:like|been like|worth|cost)|"
    r"what (?:would|could) (?:it|that|this|change|be different|you do)|if (?:that|this|it|you|those|they|nobody)\b.{0,60}\bwhat (?:would|"
    r"could|changes)|who (?:pays|carries|feels|gets (?:hurt|blamed|the call))|where does (?:that|it|this) (?:leave|end up|show)|"
    r"what's at stake|what it (?:means|costs))\b"
)
"""The rep asks what a problem leads to or what solving it would be worth."""

BACK = re.compile(
    r"\b(?:that|this|it|those|these|them|he|she|they|his|her|their)\b|^(?:\W*(?:and|so|but|ok|okay)\W+)*(?:how so|why|who|since when|"
    r"how often|how come|such as|like what)\b"
)
"""A question that points back at what was just said."""

LEADING = re.compile(
    r"\b(?:did you know|wouldn't you|don't you (?:think|want|agree)|would(?:n't)? you agree|what if i told you|how would you like to|"
    r"(?:isn't|aren't|can't) (?:that|it|we|you) (?:great|agree)|have you (?:seen|tried|heard of) our|can i (?:show|tell) you|may i (?:show|"
    r"tell) you|want me to (?:show|tell)|what do you think (?:of|about) (?:that|it|this|ours?)|(?:what are your|any) thoughts on (?:that|it|this|ours?)|"
    r"how (?:does|would) (?:that|this|it) sound)\b"
)
"""Questions that sell, or fish for a word on what was just sold. They ask about nobody."""

ASKS_LAST = re.compile(r"\b(?:how|who|why|when|where|what)(?: so| come| then)?\s*[.?]?$")
"""'Wearing him out how': the question word stands last in a terse turn."""

CONTENTLESS = re.compile(
    r"\b(?:heart of everything|patients? (?:come|comes|always come|are always|is always|are) first|patient[- ](?:centric|centered|centred|"
    r"focused|first)|all about (?:the )?patients?|deeply care|number one priority|passion\w* (?:for|about)|our mission|"
    r"better outcomes for (?:all|every)|every patient deserves)\b"
)
"""Slogans about patients."""

FIRM = re.compile(
    r"\b(?:what (?:could|might|would|may) (?:get in the way|stop|hold|derail|keep|block|come between|change)|who else (?:needs|has|would|"
    r"should)|is that (?:realistic|doable|possible)|how (?:sure|certain|likely|firm)|anything (?:that )?(?:could|might|would) (?:get|stop|"
    r"hold|change)|can i (?:write|put|note) that|shall i (?:write|put|send)|does (?:that|the \w+) (?:day |date |time )?(?:still )?(?:work|"
    r"hold|suit)|so (?:you|we|i|that's)\b.{0,60}\b(?:by|on) \w+day)\b"
)
"""The rep tests whether a step will really be taken."""

FOLLOWS_UP = re.compile(
    r"\b(?:find out|get back to you|come back to you|look (?:it|that|this) up|check (?:and|with|that|it|this)|ask (?:our|the|my)|send (?:it|"
    r"you|that)|have (?:it|that|an answer) (?:for|by|to)|let you know|bring (?:it|that|you)|by (?:\w+day|tomorrow|the end))\b"
)
"""An 'I don't know' with something behind it."""

GOES_ON = ("consequence",)
"""Topics of the catalogue that ask what a problem leads to."""

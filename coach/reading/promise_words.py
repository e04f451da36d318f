"""The words of commitments: what opens one and where it may stand, which verbs make one, where a clause and its date end.

Tables of patterns, tried on lower-case text with straight quotes (`coach.reading.acts.plain`), and the small tests that read
them at a verb or before an opening. How they are put together is in `coach.reading.promises`.
"""

from __future__ import annotations

import re
from typing import Literal

# What may stand between the opening and its verb, another's name, a day, the rep's own people, and what others are asked to do.
_FILL = r"(?:(?:also|just|then|definitely|certainly|gladly|happily|personally|probably|simply|quickly|now|please|maybe|perhaps|possibly|kindly|at least|myself|first|even|still|surely|absolutely|of course|um|uh|uhm|er|erm|you know|like|,|try to|try and|try my best to|do my best to|make sure to|be sure to|go ahead and|go and|have to|need to|be able to|be happy to|be glad to|for you|for us|for me|in fact|actually|all)\s+)*"
FILLING = re.compile(_FILL)
_WHO = r"(?!(?:you|we|i|it|this|that|these|those|there|anything|something|patients?|people|families|nurses|staff|hospitals|anyone|everyone|nobody|they)\b)[\w.'-]+(?:\s+(?!(?:you|we|i|to|if|that|when)\b)[\w.'-]+){0,5}?"
_DAY = r"(?:(?:next |this |the |first thing |early |later |a week |end of )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week\b|\d{1,2}(?:st|nd|rd|th)|tomorrow|today|tonight|(?:january|february|april|june|july|august|september|october|november|december)\b))"
_PEOPLE = r"(?:colleagues?|team|manager|specialist|office|trainers?|nurse|educator|lead|engineers?|assistant|boss|people|lab|biomed|statistician|librarian|desk|planner|director|clinician|coordinator|service|rep)"
_THEIR_VERB = r"(?:join|come|sit in|sit down|meet|attend|send|bring|look|review|pull|call|ring|phone|ask|check|sign|spare|take part|email|write|share|be (?:there|here|free|available|in the room|part)|introduce|put|count|get (?:me|us)|have|find|fill|read|add|book|give (?:me|us)|let me|let us|show (?:me|us)|forward|prepare|keep|help|walk me round)\b"

ASKED = re.compile(
    r"(?:correct (?!me)|send (?!(?:a|an|any|the|your|him|her|them|that)? ?(?:patients?|person|mother|people)? ?home)|forward|e-?mail|text|message|mail|introduce|connect|link (?:me|us)|loop|put (?!(?:it|that|this) (?:differently|in words|another|into words)|a (?:number|figure)|up\b)|join|bring|add|sponsor|pencil|book|review (?!how|what)|sign|pull|arrange|organi[sz]e|schedule|invite|call (?!(?:it|that|this|them)\b)|phone|ring|contact|reach out|follow up|chase|write (?:to|down|me|us|her|him|them|up|a|the|it)|fill|complete|return|print|scan|upload|copy|cc|attach|count|weigh|tally|mark|collect|gather|compile|pick|check(?! in)|verify|confirm|read|skim|(?:pass|hand) (?!me|us)|note (?:down|it|the)|release|lend|free up|hold (?:a|the|it|one|that|two) (?!end|door|this)|reserve|block|refer|recommend (?:me|us)|vouch|host|nominate|propose|present|dig out|fetch|drop|leave (?:me|it|a|the|us|one|your)|deliver|lay out|set (?:aside|up|a)|test|trial|pilot|try (?!to\b)|agree to|point (?:me|us)|raise (?:it|this|that|the)|mention (?:it|this|that|us|me|my|our|to)|bring up|borrow|spread|line up|get (?:me|us|her|him|them|hold|it to|that to|the|those|someone|one of|[a-z]+ to)\b|run (?:it|this|that|a|one|the|two|three)\b|make (?:sure|time|room|an introduction|a (?!guess|point|comparison)|the|space|copies)"
    r"|ask (?!me\b|about|you(?:rself)?\b|a question|anything|that of|for my)|give (?:me|us) (?!an? (?:example|sense|idea|feel|feeling|picture|minute|moment|sec(?:ond)?|tick|hand|bit|flavou?r|hint|overview|few|quick|couple|specific|recent|concrete|rough|number|chance)|some|more|until|till|your\b|(?:view|opinion|thoughts|take|sense|impression)|the (?:background|picture|short|gist)|two|five|one|ten|twenty|fifteen|thirty|\d)"
    r"|share (?!what|how|your (?:thoughts?|view|experience|perspective|story|opinion|concern|biggest)|a (?:bit|little)|more|some|an|one|with (?:me|us) (?:what|how|a|your|some|an|more|one)|why|any)|look (?:at|over|through|into|up|together)(?! (?:like|the same))|go (?:through|over) (?!what|how|why|that again)|take (?:it|this|that|a look|part|the|these|those|one|her|him|my|our)(?! (?:from there|through|step|me))\b|take a copy|have (?:a (?:quick |closer )?look|your|someone|one of)\b|talk (?:to|with) (?!me|us)|speak (?:to|with) (?!me|us)|let (?:me|us|our \w+|my \w+) (?:have|watch|sit|see (?!if|whether)|observe|join|shadow|borrow|stand|come|try|meet|look|use|show|know|spend|in\b|into)|show (?:me|us) (?:round|around|where)|help (?:me|us) (?:set|find|get|arrange|fill|plan|reach|meet|book|collect|count)|keep (?!in mind|going|that in)|find (?:me|us|out|a|an|ten|twenty|someone|time|her|him|the|half|fifteen|thirty)|provide (?!some|an? (?:example|bit)|more)|supply|dial|draw up|sit (?:in|down)|prepare|assign|name (?:a|one|someone) (?:person|nurse|colleague|contact|day|date)|stop by|come (?:along|with|to)|log|track|record|measure)(?:(?<= )|(?![a-z]))"
)  # fmt: skip
"""What a rep asks the other to do after the meeting, at the verb."""

# (kind, actor, words that open a commitment). The verb is what follows; where two could begin at one place, the first wins.
OPENERS: list[tuple[str, Literal["rep", "stakeholder"], str]] = [
    ("will", "rep", r"(?:what|all|the (?:first |next |least |one )?thing) (?:i|we)(?:'ll| will| can| could| would|'m going to| am going to) do(?: now| then| next| first)? is (?:that )?(?:to )?(?:(?:i|we)(?:'ll| will|'m going to) )?"),
    ("will", "rep", r"(?:i'll|i will|i shall|i(?:'m| am) (?:going to|gonna)|i (?:promise|undertake|pledge)(?: you)? to|i (?:give you my word|commit) to) "),
    ("we", "rep", r"we(?:'ll| will| shall|'re going to| are going to|'re gonna) "),
    ("slurred", "rep", r"(?:ill|imma) "),
    ("can", "rep", r"(?:i|we) can "),
    ("glad", "rep", r"(?:(?:i'd|i would) (?:be|gladly be) (?:more than |very |only too )?(?:happy|glad|pleased|delighted) to|i(?:'m| am) (?:more than |very |only too )?(?:happy|glad) to|happy to|glad to) "),
    ("know", "stakeholder", r"(?=let (?:me|us) know\b)"),
    ("letme", "rep", r"let me "),
    ("now", "rep", r"(?:i(?:'m| am)|we(?:'re| are)) (?=(?:sending|bringing|coming|calling|writing|dropping|emailing|meeting|posting|forwarding|visiting|ringing|delivering|shipping)\b)"),
    ("now", "rep", r"i(?: can)? (?=promise you (?:an?|the|that|it|both|those|my)\b(?! (?:i|we|it|you)\b))"),
    ("yours", "rep", r"you(?:'ll| will) (?=(?:have|get|receive|hear|find)\b)"),
    ("itself", "rep", r"(?:it|that|they|this|both|all of it|everything|the [\w' -]{2,30}?)(?:'ll| will) (?=be (?:with you|in your (?:inbox|hands|mail|office|pigeon)|on your (?:desk|table)|at your (?:desk|office)|on its way)\b)"),
    ("ours", "rep", rf"(?:my|our) (?:[\w-]+ ){{0,3}}?{_PEOPLE}(?:,? \w+,?)?(?:'ll| will| can) "),
    ("elided", "rep", r"and (?:then )?(?:will|can) (?!(?:you|your|we|i|the|he|she|they|it|this|that|there|my|our|his|her|a|an|someone|anyone|dr)\b)"),
    ("bare", "rep", r"will (?!(?:you|your|we|i|the|he|she|they|it|this|that|there|my|our|his|her|a|an|someone|anyone|dr)\b)"),
    ("mind", "stakeholder", r"(?:would|do) you mind "),
    ("now", "stakeholder", r"(?:would|are|will) you (?:be )?(?:open to|up for|free for|available for) (?=(?:an?|the|some|one|two|ten|five) )"),
    ("ask", "stakeholder", r"(?:would|could|are|will|might) you(?: all| both)? (?:be )?(?:able|willing|happy|open|prepared|free|available|ready|comfortable|kind enough|so kind as|up) (?:to|for) "),
    ("ask", "stakeholder", rf"(?:could|can|would|will) you (?:and|or) [\w. ']{{2,30}}? (?={_FILL}(?:{ASKED.pattern}|meet|come|join|sit|have|spare))"),
    ("ask", "stakeholder", r"(?:could|can|would|will|might|won't|couldn't) you(?: two| all| both| guys)? "),
    ("ask", "stakeholder", r"if you(?: could| can| would|'d)(?: be willing to)? "),
    ("ask", "stakeholder", r"(?:maybe|perhaps) you (?:could|can) |you (?:could|can) (?:maybe|perhaps) |do you think you (?:could|can|might) |(?:any chance|is there a chance|(?:my|the only|the one) (?:ask|request) is)(?: that)? you(?: could| can)? "),
    ("ask", "stakeholder", r"(?:i(?:'d| would)? (?:just |only |really )?(?:need|like|love|want|ask|invite) you to|(?:could|can|may|might) i ask you(?: and \w+)? to|(?:i(?:'m| am) asking|i(?:'d| would) like to ask|i want to ask) you to|(?:what|all) i(?:'d| would)? (?:need|ask)(?: from| of)? you is to) "),
    ("ask", "stakeholder", rf"(?:would it be|is it|might it be) (?:possible|ok|okay|all right|alright|fine|feasible) (?:for (?:you|{_WHO}) )?to "),
    ("them", "stakeholder", rf"(?:could|can|would|might) {_WHO} (?={_FILL}{_THEIR_VERB})"),
    ("please", "stakeholder", r"please "),
    ("bid", "stakeholder", r"(?=(?:send|forward|e-?mail|text|give|introduce|copy|bring|ring|call|put|connect) (?:me|us)\b)"),
    ("joint", "stakeholder", r"(?:(?:could|can|shall|should|may|might|would|why don't) we|let's|lets|let us|(?:how|what) about (?:if )?we|what if we|(?:i(?:'d| would)? (?:suggest|propose)|would it (?:work|help|suit you|be possible|be ok|be okay|be all right)) (?:that |if )?we) "),
    ("leave", "stakeholder", r"(?:could|can|may|might|shall|should) i "),
    ("day", "stakeholder", rf"(?:would|does|will|could|might|is) (?=(?:on )?{_DAY})"),
]  # fmt: skip
OPENER = re.compile(r"\b(?=[a-z])(?:" + "|".join(rf"(?P<o{at}>{words})" for at, (_, _, words) in enumerate(OPENERS)) + ")")

# What comes just before and takes the promise out of the opening: a question, another's words, a doubt, a habit, a general truth.
_WH = re.compile(r"\b(?:what|which|how)(?: (?!ever\b)\w+){0,2}\s*$|\b(?:who|whom|where|when|why|whose)(?: else| exactly| then| else exactly)?\s*$")
_REPORTED = re.compile(
    r"(?<!\bme )(?<!\bwhat )\b(?:she|he|they|you|who|people|(?!(?:i|we|i've|i'd)\b)\w+) (?:has |have |had |just |also |even |'ve |always )*(?:said|says|saying|told (?:me|us|you|her|him|them)|tells (?:me|us)|promised|thought|wrote|claimed|swore|goes|say|promise)(?: that)?\s*[,:\"']*\s*$|\b(?:said|told (?:me|us|you|them|her|him)) that\s*$"
)
_DOUBT = re.compile(
    r"\b(?:don't think|doubt|can't say|can't promise|cannot promise|not saying|won't say|wouldn't say|do you think|unless|until|if|whether|wish|pretend|suppose|even if|what if|as if|in case|don't know (?:if|whether|that|when)|not that|not sure (?:if|whether|that|when)|who says|afraid)(?: that)?\s*$"
)
_HABIT = re.compile(
    r"(?:\b|^)(?:normally|usually|typically|generally|often|sometimes|as a rule|in general|whenever|(?:^|[.!?]\s)(?:every|each) \w+)[\w ]{0,20}[ ,]*$"
)
_NO_CAN = re.compile(
    r"\b(?:if|whether|unless|until|when|once|soon|where|what|how|who|which|than|before|after|as|because|(?:every|any|some|no)(?:thing|one|body|where)|all|things?|places?|people|numbers?|the (?:way|best|most|least)|best|most|much|far|why|only|else|so|that|not sure|person|one)\s*$"
)
_THING = re.compile(
    r"\w+ (?:\w+ ){0,3}?(?:pump|device|dressing|system|product|software|app|machine|monitor|trial|data|alarm|screen|battery|cart|kit|tool|company|vendors?|patient|hospital)\b"
)
"""'Could the pump send an alarm?' asks nothing of anybody."""

DEED = re.compile(
    r"(?:(?:re)?send|forward|e-?mail|mail|post|text|message|ship|deliver|prepare|arrange|draft|fill|book|reserve|block|verify|confirm|call|phone|ring|visit|reply|respond|report(?: back)?|follow (?:up|this up|that up|it up)|chase|collect|gather|count|mark|update|revise|correct|edit|amend|shorten|simplify|label|circulate|distribute|unpack|carry|weigh|test|clean|rewrite|rework|redo|chair|demonstrate|analy[sz]e|pilot|nominate|clear|free up|open a|lay out|rearrange|reschedule|move|cancel|postpone|extend|recommend|propose|offer|anonymi[sz]e|translate|print|copy|scan|upload|attach|install|train|host|organi[sz]e|schedule|invite|connect|attend|shadow|contact|reach out|escalate|file|submit|register|request|order|supply|provide|lend|loan|refund|credit|calculate|sort|handle|return|pencil|line up|prep|type|compile|log|source|courier|swap|replace|repair|fix|fetch|borrow|photograph|record|sit (?:in|down with|with)|stand in|track down|dig|pick up|stop by|swing by|pop (?:in|by|over|round)|pass by|drive|cover (?!that|this|it)|teach (?!you)|repeat the"
    r"|bring (?!up\b)(?!(?:it|this|that|us|you|the (?:talk|conversation)) back\b)|share (?!(?:a|one|an|my) (?:story|example|thought|quick|view))|introduce (?!myself|you to (?:the|a) (?:idea|concept))"
    r"|put (?!(?:it|this|that) (?:simply|bluntly|plainly|differently|another|this way|like|to you|mildly|aside|away|down\b)|differently|simply)"
    r"|come (?:back|by|in|over|along|round|and|with)(?! to (?:that|this|it|your (?:question|point)|the (?:question|point|cost|price|trial|device|money|numbers))\b)|come to (?:your|the (?:ward|clinic|theatre|hospital|meeting|huddle|unit))"
    r"|get (?!to (?:the|my|that)\b|out\b|going|on\b|off\b|it\b(?: now)?\s*(?:[.,!?]|$)|the (?:point|feeling|sense|impression|picture|idea)|you wrong|(?:this|that|it) straight|used|better|back to (?:that|this|it|my|the|work|your)\b|started|into|right to|straight to|through)"
    r"|set (?:up|aside|a|an|the|it|that|this|one) |drop (?!that|it|this|the (?:subject|pitch|act))|leave (?!you (?:to|alone|with|in|be|now)\b|it\b|there|now|that|this|on\b|the (?:room|decision|choice|rest)|room|space|out\b)|find (?!it\b|that (?:hard|odd|strange|interesting)|myself)"
    r"|look (?:into|up|for|over|through)|check (?!(?:if |whether |that )?(?:i|we)(?:'ve| have)? (?:understood|got|heard|have)|one thing|something|my understanding|i'm)"
    r"|ask (?!(?:you|it|this|that|one|another|a|two|three|only|directly|again|straight|anyway|plainly|openly|myself|just|for (?:a|two|five|one)|for your|my(?: next)? question|what|how|the (?:question|obvious))\b)"
    r"|give (?!you (?:an? (?:example|idea|sense|overview|minute|moment|second|feel|quick|short|straight|clear|number)|the (?:short|honest|truth|background|quick|long|number)|my|one|credit|time|space|that|two|some (?:background|context))|it (?:to you|a (?:try|go|rest))|up\b|that|this|myself|(?:them|him|her|it) that\b)"
    r"|write (?!(?:that|this|it) down|down\b|off\b)|take (?:it|this|that|them|an? [\w -]{2,30}|your [\w ]{2,25}|the [\w ]{2,25}|what you (?:said|told me)) (?:back|to (?:our|my|the)|up with|with me|away|home)|pull (?!back|out)|run (?:it|this|that|them|a|an|the|your|two|three|one) (?!through you|by you)|read (?!you|it out|that out|out)|review|go (?:through|over|back over) (?!it again|that again|what)"
    r"|list (?!(?:a|some|the) (?:few|reasons|benefits))|add (?!that|one|something|to that|just|a (?:word|point|thought))|include|meet (?:your|the|her|him|them|with|maria)|talk (?:to|with|it over with) (?!you about)|speak (?:to|with) (?!you about)|raise (?!one|a question|my)|flag|pay|sign|work (?:out|up)|build|model"
    r"|make (?:sure|certain|time|a (?!note|point|confession|guess|suggestion|quick|promise|proposal)|an (?!effort|exception)|the|you a|two|one|some|that (?:happen|call)|it happen|copies)(?! (?:i|we) (?:understood|understand|have|got|heard))|see (?:whether|if|to)(?! (?:i|we) (?:have |'ve )?(?:understood|understand))|see what (?:our|my|the|legal|finance)|take care of|let (?:you|her|him|them|both|\w+|your \w+|the \w+) (?:know|have)|keep (?!it\b|this\b|that\b|in mind|my|quiet|listening|going|asking|trying|on\b|to\b|things|myself|still|you (?:long|from|waiting|any)|our (?:meeting|talk))"
    r"|have (?:our|my|someone|one of|\w+) (?:\w+ ){0,3}?(?:call|send|email|ring|write|contact|check|look|reach|phone|bring|drop) |have a (?:look|word)|be (?:in touch|back (?!to (?:that|this))|there|with you)|tell (?!you|it)|hold (?!on|off|you|that|back|my|it|up)|pass (?:it|this|that|your|the|them|on)|hand (?:it|over|in|you|the)|show (?:her|him|them|your)|do (?:the|a|your|an) |(?:ask|check|write|call|find out)(?=\s*(?:$|[.;!])|, (?:and|give)\b)|work with (?:your|our|you)|start a |stay (?:for|with|until|late|on)|join (?!in|the dots)|compare (?!it|this))(?:(?<= )|(?![a-z]))"
)  # fmt: skip
"""What a rep promises to do, at the verb, without the turns of phrase that begin alike and promise nothing."""
TALK = re.compile(
    r"(?:not|never|always|usually|normally|typically|often|be (?:lucky|the (?:first|last|one)|honest|frank|brief|quick|short|clear|direct|straight|open|blunt|careful|quiet|gone|out|fine|happy|glad|sure|very|perfectly|completely|upfront|done|over|doing|able|on time|right)|say|admit|confess|guess|bet|assume|imagine|think|believe|know|remember|understand|need|want|like|love|hope|listen|agree|grant|concede|explain|describe|mention|start with|start by|begin (?:with|by)|stop (?!by)|skip|move|pause|shut|finish|end|answer|respect|accept|trust|wait|only|"
    r"tell you (?!(?:\w+ ){0,3}(?:by|on|tomorrow|before|next|tonight|this|in)\b|[^.:;?!]{0,60}\b(?:by|before|tomorrow|tonight)\b)|let you (?!know|have)|leave (?:you (?:to|alone|with|in|be|now)|it|there|that|now)\b|take (?:your|that|it|note|a guess|five|two|up|no|one|the (?:blame|point|hint))(?! [\w ]{0,20}(?:back|to|with)\b)|give you (?:an? (?:example|idea|sense|minute|moment|second)|that|credit|the (?:short|honest))|come (?:clean|to (?:that|this|it|the point))|"
    r"keep (?:it|this|that|in|my|quiet|you (?:long|from|waiting|any))|put (?:it|this|that) |get (?:to|out|going|on|off|it\b|the (?:point|feeling)|back to (?:that|this|it|the|my))|have (?:to|had|been|(?:a|one|two|three|a few|some) (?:quick |more |last )?(?:questions?|thoughts?|things?|points?)|no|less|fewer|more|nothing)|see (?!you|your|her|him|them|maria|whether|if)|do (?:my|what|best|better|whatever)|show you (?:why|how|what)|reduce|cut|save|lower|improve|lose|win|run out|fail|miss|regret|end up|reach|be(?=\s+\w+(?:ing|ed)\b)|talk about|ask (?:you|this|it|that|one|another|a|just|only|for|about)\b|go (?:first|straight|back|into|on)|summari[sz]e|hear|handle that|raise one|repeat|follow your|prefer|probably never|deal with|look (?:forward|at (?:you|it differently))|make (?:it|this) (?:short|quick|brief)|make (?:a (?:note|point|guess|confession)|one)|note|walk you|spare you|waste|lucky|find (?:it|myself|that)|draw|if\b|be\s*$)(?:(?<= )|(?![a-z]))"
)  # fmt: skip
"""What sounds like a promise and is talk about this conversation, a state of mind or an effect."""
LET_ME = re.compile(
    r"(?:(?:re)?send|forward|e-?mail|text|bring (?!up\b)(?!(?:it|this|that|us|you) back\b)|prepare|put (?:together|\w+ together|you in touch|a \w+ together)|come (?:back|by|over|in)(?! to (?:that|this|it|your|the)\b)|get (?:back (?:to|with) (?:you|her|him|them)|you (?!to|thinking)|hold|our|someone|an answer|in touch|the (?:numbers?|data|answer|figures|file|paper|right|list)|that (?:for|to) you|those|them|him|her)|arrange|set (?:up|a)|draft|have a word|book|drop|find (?:out|someone|you|that out|a (?:time|date|day|slot))|dig|look into|check (?:with|on|back)|ask (?:our|my|the (?!question|obvious)|her|him|them|someone|around)|call|phone|ring|write (?:to|you|up|it up|that up|this up)|follow up|talk (?:to|with) (?!you)|speak (?:to|with) (?!you)|confirm (?:that |it )?with|organi[sz]e|schedule|invite|connect|introduce you|take (?:it|this|that|an? [\w -]{2,30}|your [\w ]{2,25}|the [\w ]{2,25}|what you (?:said|told me)) (?:back|to (?:our|my|the)|up with|away|home)|pull (?:the|that|those|our|up the|a|together)|work (?:it |that |this )?out (?:with|and|what|a)|run (?:it|this|that) (?:by|past) (?!you)|verify|chase|line up)(?:(?<= )|(?![a-z]))"
)  # fmt: skip
"""What follows "let me" when it is a promise and not a turn of talk."""
_OBJECT = re.compile(
    r"(?!(?:not|never|be|get|have|want|need|give|take|use|lose|see|find|mean|do|make|keep|run|break|miss|let|show|tell|the|hear|play|go|watch|eat|drink|buy|choose|live|sleep|start|end|leave|read|lead|face)\b)"
    r"[a-z]+(?: (?:up|out|down|over|round|back|off|on))? (?:the|your|our|a|an|him|her|them|these|those|both|two|three|one)\b"
)
"""Any verb with somebody or something of its own."""
_ASKED_DATED = re.compile(
    r"(?:come|meet|talk|speak|be|have|do|see|show|spare|free|give(?! me (?:until|till|to)\b)|start|make|take(?! me| a guess)|stop|attend|sit|decide|approve|track|measure|log|record|time|finish|choose|list|note|stay|visit|get back|come back|reply|answer|respond|work|suit|help|know|walk me round|drop|use it|order a|commit|save|go|release|assess|pilot|say yes)\b(?! (?:me through|through|feel|describe|an example|me (?:an? (?:example|sense|idea|feel|picture|minute|moment|bit|hint)|some)))"
)
"""What is asked of the other only if a date comes with it."""
CHAT = re.compile(
    r"(?:tell|explain|describe|say|think|imagine|recall|remember|hear|feel|picture|estimate|guess|rate|expand|elaborate|clarify|remind|repeat|walk me through|talk me through|take me (?:through|back)|help me (?:understand|see)|go on|go back|see (?:that|why|how|yourself|it)|normally|usually|typically|ever|still|rather|otherwise|generally|always|like|want|need|prefer|consider|agree that|mind|not|let me (?:ask|explain|finish|say|be|start|tell|add|go)|call (?:it|that|this)|use (?!it)|name|show me (?:how|what|why)|put (?:a|it|that) (?:number|figure|differently|in words)|bear with|correct me|forgive|excuse|continue|don't|do not|stop|have (?:any|a problem|an? (?:example|idea|sense|minute|moment|second)|to|been)|be (?:more|honest|open to the idea|interested|surprised|convinced|happy with)|if\b)\b"
)
"""Asking for words, not for deeds."""
GRANT = re.compile(
    r"(?:have|get|borrow|see|watch|take|come|meet|visit|sit|stop by|drop (?:in|by)|call (?!it)|speak|talk to|shadow|observe|stand|spend|join|catch|pop|swing|show)\b(?! you something)"
)
"""After "may I": what the other would grant."""
OFFERED = re.compile(r"(?:send|bring|e-?mail|forward|drop|write|leave|put|prepare|draft|ring|phone|deliver|call)\b")
"""After "may I": what the rep would do."""
GIVEN = re.compile(
    r"(?:hear (?:back )?from (?:me|us|our|my)|(?:have|get|receive|find) (?:it|that|them|this|those|these|both|all of it|everything|one|my|an? (?:answer|copy|reply|draft|e-?mail|call|summary|note|version|page|list|quote|date|proposal|message|letter|link|short)|(?:the|our|your|two|three) (?!patients?|beds?|nurses?|nights?)[\w-]+)(?! (?:fewer|less)))(?:(?<= )|(?![a-z]))"
)
"""After "you'll": what the rep brings about."""
REPORTS = re.compile(
    r"(?:get back to|come back to|write to|let|tell|report back|answer|reply|update|inform|ring|call|follow up with|be in touch|get in touch|email|write)\b(?: to)?(?: you\b)?(?: (?:know|back|with you|with (?:an|the) answer))?\s*$|(?:send|bring|e-?mail|forward|drop|share|post|give|text|show|leave|hand|fax|mail|pick|put|walk|take|write|mark|report) (?:it|them|that|this|both)\b|resend (?:it|them)|just |see\b|watch\b|count\b|look\b|talk\b|listen\b|find\b|check\b"
)
"""A second deed that only finishes the first: it tells the result, or has 'it' for an object."""
JUST_ABLE = ("do ", "see", "count", "find that", "tell", "add", "read", "list", "meet", "work with", "make the", "get the sense")
"""After "I can", verbs that only say what is possible."""
ABLE_BY = ("have", "be ", "come", "meet", "do that", "do it", "do this", "start", "show", "see you")
"""After "I can", what counts with a date."""
FETCHED = ("join", "send", "introduce", "sit in", "bring", "be there", "be in the room")
"""What is asked of a third person without a date."""
SUITS = re.compile(
    r"(?:work|suit|do\b|fit|be (?:ok|okay|fine|good|possible|all right|alright|too|soon|convenient|best)|good|fine|ok\b|okay|all right|possible|help)"
)
"""After "would Thursday"."""
NAMES_DEED = re.compile(
    r"(?:review|report|order|list|count|call|copy|model|text|mail|email|print|post|test|trial|check|log|schedule|draft|train|file|record|request|mark|block|book|share|drop|source|update|cover|message)(?:\s+(?:and|of|for|from|on|by|in|with|to)\b|\s*$|[.,?!])"
)
"""Words that are as often a thing: 'the protocol and report by Friday'."""

# Where a sentence, a clause, a condition and another's clause begin or end; what mends a date; what trails off or is left when the dates are taken away.
STOP = re.compile(r"[.!?\u2026]+[\"')\]]*(?=\s|$)|\n+")
ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|e\.g|i\.e|vs|approx|no|a\.m|p\.m|jan|feb|aug|sept?|oct|nov|dec)\.$")
_I = r"(?:i|we|you|he|she|they|it|there|that's|it's|i'm|i've|i'd|i'll|we've|we're|we'll|you'll|you're|you've|they're|he's|she's|there's)\b"
CLAUSE = re.compile(
    rf"\s*[;:\u2013\u2014]|\s-{{1,2}}\s|,?\s(?:and|but|so|or|then|where|when|whenever|once|until|which|after|as)\s(?:then\s|maybe\s|that\s|if\s)?(?={_I}|(?:could|can|would|will|do|does|what|how|did)\b)|"
    rf",\s(?=(?:{_I}|this\b|that\b|so\b|but\b|which\b|who\b|okay\b|ok\b|all right\b|right\b|no\b|sorry\b|though\b|because\b|if\b|when\b|since\b|not\b|unless\b|as\b|even\b|(?:is|does|would|could|can|do|if|are|will) ))|"
    r",?\s(?:because|unless|so that|in case|provided|although|though|while|whereas|as long as|as soon as|but)\s|\s(?:thanks|thank you|does that|that (?:would|will) (?:be|help)|that'd|is that|okay so|and then)\b"
)
IF = re.compile(r",?\s(?:if|even if)\s")
WONDERS = re.compile(r"(?:see|check|ask|find out|clarify|confirm|know|let|look|tell)\b")
BARRIER = re.compile(
    rf"(?:\b(?:and|but|or|so)|,)\s+(?:then\s+)?(?!so you\b)(?={_I})|\b(?:because|since|while|whereas|although|though|as long as|so the|so they|so she|so he|so we|so i|so it)\s|\b(?:who|which|whose|where)\s|"
    r"\bthat\s(?=(?:starts|begins|runs|is|was|has|had|ends|came|comes|meets|\w+ed)\b)|\bif\s(?!that's|that is|it's|it is|you (?:agree|like|want|don't mind|wish|prefer)|i may|possible|need)"
)
SO_YOU = re.compile(r"\bso (?:that )?you(?:'ll| can| will)? (?:have|get)\b")
MENDS = re.compile(r"\b(?:no|sorry|hang on|hold on|wait|actually|make (?:that|it)|i mean|rather|scratch that|correction|let's say|shall we say|or say)\b")
TRAIL = re.compile(
    r"(?:[\s,;:\u2013\u2014-]+(?:please|okay|ok|right|and|so|but|or|um|uh|say|maybe|perhaps|probably|possibly|hopefully|definitely|sometime|some time|then|to|either|if that's (?:ok|okay|all right|alright|fine))|[\s,.;:!?\"'()\u2013\u2014-]+)+$"
)
FILLER = re.compile(
    r"\b(?:no|yes|yeah|sorry|hang on|hold on|wait|actually|make|that|it|that's|it's|it'll|be|is|i|mean|rather|or|say|let's|shall|we|maybe|probably|possibly|think|at|the|very|latest|by|on|if|all|right|ok|okay|fine|with|for|you|works?|does|and|so|then|please|definitely|certainly|hopefully|later|no later than|sooner|earlier|not|would|will|suit|could|first|thing|if possible|possible|should|better|even|"
    r"soon|enough|promise|sure|either|i'd|how|about|just|well|um|uh|in|before|after|agree|that'd|what|due|too|your|convenience|good|than|late|early|at the latest)\b|[^\w]+"
)
AND = re.compile(r"(?:,?\s+and(?: then| also)?|,\s+then|\s+then|,)\s+(?=[a-z])")


def opens(kind: str, before: str, low: str, start: int) -> bool:
    """Whether these words stand where a commitment can begin."""
    if kind in ("will", "we", "slurred", "ours", "now", "yours", "itself"):
        return not (_DOUBT.search(before) or _REPORTED.search(before) or _HABIT.search(before)) or low.startswith(("what", "all", "the"), start)
    if (
        kind == "glad"
        and low.startswith(("happy", "glad"), start)
        and not re.search(r"(?:^|[.!?,;\n]\s*|\b(?:very|more than|and|yes|then|just|only too)\s+)$", before)
    ):
        return False
    if kind in ("can", "glad"):
        return not (_NO_CAN.search(before) or _DOUBT.search(before) or _REPORTED.search(before) or _HABIT.search(before))
    if kind in ("letme", "know"):
        return (
            not re.search(r"\b(?:you|to|they|she|he|not|don't|who|would|please don't|and)\s*$", before)
            or re.search(r"\b(?:please|and)\s*$", before) is not None
        )
    if kind == "elided":
        subject = re.findall(r"\b(i|we|you|he|she|they|it|who|that|which|\w+ (?:committee|chair|nurse|team))\b", before)
        return bool(subject) and subject[-1] in ("i", "we")
    if kind in ("them", "day") and (_THING.match(low, start) or re.search(r"\b(?:i|you|we|they|he|she|it|who|which|there|people)\s*$", before)):
        return False
    if kind in ("bare", "bid"):
        return re.search(r"(?:^|[.!?\n]\s*|\b(?:yes|sure|ok|okay|please|then|so|just|and|great|good),?\s+)$", before) is not None
    if kind == "please":
        return re.search(r"\b(?:if you|could you|can you|would you)\s*$", before) is None
    if kind in ("ask", "mind", "them", "joint", "leave", "day"):
        return not _WH.search(before) or low.startswith(("what", "how"), start)
    return True


def deed(near: str) -> bool:
    """A verb of the table of deeds: 'send you the audit'."""
    return DEED.match(near) is not None


def handles(near: str) -> bool:
    """An unknown verb with a thing or person to do it to: 'I'll bin the cans'."""
    return _OBJECT.match(near) is not None and not TALK.match(near)


def asked(near: str, dated: bool) -> bool:
    """Something to do after the meeting, and no asking for words; some verbs need a date."""
    if CHAT.match(near):
        return False
    return ASKED.match(near) is not None or (dated and _ASKED_DATED.match(near) is not None)


def stem(near: str) -> str:
    """'sending me the list' as 'send me the list', for the tables."""
    word = re.match(r"(\w+?)(t|p|g|n)?\2?ing\b", near)
    if not word:
        return near
    rest = near[word.end() :]
    return next(
        (
            f"{base}{rest}"
            for base in (word[1] + (word[2] or ""), word[1] + (word[2] or "") + "e")
            if ASKED.match(base + rest) or _ASKED_DATED.match(base + rest)
        ),
        near,
    )

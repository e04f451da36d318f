"""Commitments heard in a rep's turn: who does what by when.

The rep's own promises count, and what the rep asks of the other or proposes to do together; the latter two are the
stakeholder's, for it is theirs to grant. What is said about habits, the past, other people, products and the conversation
itself ("I'll be brief", "could you tell me ...") commits nobody. The method: find the words that open a commitment, look
at the verb that follows, take the words up to the end of the clause, and give it the date that its own clause names.

- A joint proposal ("could we meet Thursday?", "let's ...", "would Thursday work?") counts with a date, else it is talk about this meeting.
- "You'll have it Thursday" is the rep's promise and needs a date; so does any verb that the tables below do not know.
- Two deeds with their own objects are two commitments ("I'll send the audit and call Maria"); to do and report back is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from coach.reading.acts import plain
from coach.reading.dates import Said, dates, resolved
from coach.reading.records import Commitment

MAX_COMMITMENTS = 24
"""A turn of 20,000 characters that promises more than this is no speech."""
MAX_OPENERS = 200
MAX_CLAUSE = 300
MAX_ACTION = 160

_FILL = r"(?:(?:also|just|then|definitely|certainly|gladly|happily|personally|probably|simply|quickly|now|please|maybe|perhaps|possibly|kindly|at least|myself|first|even|still|surely|absolutely|of course|um|uh|uhm|er|erm|you know|like|,|try to|try and|try my best to|do my best to|make sure to|be sure to|go ahead and|go and|have to|need to|be able to|be happy to|be glad to|happily|for you|for us|for me|in fact|actually|all)\s+)*"
_WHO = r"(?!(?:you|we|i|it|this|that|these|those|there|anything|something|patients?|people|families|nurses|staff|hospitals|anyone|everyone|nobody|they)\b)[\w.'-]+(?:\s+(?!(?:you|we|i|to|if|that|when)\b)[\w.'-]+){0,5}?"
_DAY = r"(?:(?:next |this |the |first thing |early |later |a week |end of )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week\b|\d{1,2}(?:st|nd|rd|th)|tomorrow|today|tonight|(?:january|february|april|june|july|august|september|october|november|december)\b))"
_PEOPLE = r"(?:colleagues?|team|manager|specialist|office|trainers?|nurse|educator|lead|engineers?|assistant|boss|people|lab|biomed|statistician|librarian|desk|planner|director|clinician|coordinator|service|rep)"
_THEIR_VERB = r"(?:join|come|sit in|sit down|meet|attend|send|bring|look|review|pull|call|ring|phone|ask|check|sign|spare|take part|email|write|share|be (?:there|here|free|available|in the room|part)|introduce|put|count|get (?:me|us)|have|find|fill|read|add|book|give (?:me|us)|let me|let us|show (?:me|us)|forward|prepare|keep|help|walk me round)\b"

_ASKED = re.compile(
    r"(?:correct (?!me)|send (?!(?:a|an|any|the|your|him|her|them|that)? ?(?:patients?|person|mother|people)? ?home)|forward|e-?mail|text|message|mail|introduce|connect|link (?:me|us)|loop|put (?!(?:it|that|this) (?:differently|in words|another|into words)|a (?:number|figure)|up\b)|join|bring|add|sponsor|pencil|book|review (?!how|what)|sign|pull|arrange|organi[sz]e|schedule|invite|call (?!(?:it|that|this|them)\b)|phone|ring|contact|reach out|follow up|chase|write (?:to|down|me|us|her|him|them|up|a|the|it)|fill|complete|return|print|scan|upload|copy|cc|attach|count|weigh|tally|mark|collect|gather|compile|pick|check(?! in)|verify|confirm|read|skim|(?:pass|hand) (?!me|us)|note (?:down|it|the)|forward|release|lend|free up|hold (?:a|the|it|one|that|two) (?!end|door|this)|reserve|block|refer|recommend (?:me|us)|vouch|host|nominate|propose|present|dig out|fetch|drop|leave (?:me|it|a|the|us|one|your)|deliver|lay out|set (?:aside|up|a)|test|trial|pilot|try (?!to\b)|agree to|point (?:me|us)|raise (?:it|this|that|the)|mention (?:it|this|that|us|me|my|our|to)|bring up|borrow|spread|line up|get (?:me|us|her|him|them|hold|it to|that to|the|those|someone|one of|[a-z]+ to)\b|run (?:it|this|that|a|one|the|two|three)\b|make (?:sure|time|room|an introduction|a (?!guess|point|comparison)|the|space|copies)"
    r"|ask (?!me\b|about|you(?:rself)?\b|a question|anything|that of|for my)|give (?:me|us) (?!an? (?:example|sense|idea|feel|feeling|picture|minute|moment|sec(?:ond)?|tick|hand|bit|flavou?r|hint|overview|few|quick|couple|specific|recent|concrete|rough|number|chance)|some|more|until|till|your\b|(?:view|opinion|thoughts|take|sense|impression)|the (?:background|picture|short|gist)|two|five|one|ten|twenty|fifteen|thirty|\d)"
    r"|share (?!what|how|your (?:thoughts?|view|experience|perspective|story|opinion|concern|biggest)|a (?:bit|little)|more|some|an|one|with (?:me|us) (?:what|how|a|your|some|an|more|one)|why|any)|look (?:at|over|through|into|up|together)(?! (?:like|the same))|go (?:through|over) (?!what|how|why|that again)|take (?:it|this|that|a look|part|the|these|those|one|her|him|my|our)(?! (?:from there|through|step|me))\b|take a copy|have (?:a (?:quick |closer )?look|your|someone|one of)\b|talk (?:to|with) (?!me|us)|speak (?:to|with) (?!me|us)|let (?:me|us|our \w+|my \w+) (?:have|watch|sit|see (?!if|whether)|observe|join|shadow|borrow|stand|come|try|meet|look|use|show|know|spend|in\b|into)|show (?:me|us) (?:round|around|where)|help (?:me|us) (?:set|find|get|arrange|fill|plan|reach|meet|book|collect|count)|keep (?!in mind|going|that in)|find (?:me|us|out|a|an|ten|twenty|someone|time|her|him|the|half|fifteen|thirty)|provide (?!some|an? (?:example|bit)|more)|supply|dial|draw up|sit (?:in|down)|prepare|gather|assign|name (?:a|one|someone) (?:person|nurse|colleague|contact|day|date)|stop by|come (?:along|with|to)|log|track|record|measure)(?:(?<= )|(?![a-z]))"
)  # fmt: skip
"""What a rep asks the other to do after the meeting, at the verb."""

# (kind, actor, words that open a commitment). The verb is what follows; where two could begin at one place, the first wins.
_OPENERS: list[tuple[str, Literal["rep", "stakeholder"], str]] = [
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
    ("ask", "stakeholder", rf"(?:could|can|would|will) you (?:and|or) [\w. ']{{2,30}}? (?={_FILL}(?:{_ASKED.pattern}|meet|come|join|sit|have|spare))"),
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
_OPENER = re.compile(r"\b(?=[a-z])(?:" + "|".join(rf"(?P<o{at}>{words})" for at, (_, _, words) in enumerate(_OPENERS)) + ")")

_DEED = re.compile(
    r"(?:(?:re)?send|forward|e-?mail|mail|post|text|message|ship|deliver|prepare|arrange|draft|fill|book|reserve|block|verify|confirm|call|phone|ring|visit|reply|respond|report(?: back)?|follow (?:up|this up|that up|it up)|chase|collect|gather|count|mark|update|revise|correct|edit|amend|shorten|simplify|label|circulate|distribute|unpack|carry|weigh|test|clean|rewrite|rework|redo|chair|demonstrate|analy[sz]e|pilot|nominate|clear|free up|open a|lay out|rearrange|reschedule|move|cancel|postpone|extend|recommend|propose|offer|anonymi[sz]e|translate|print|copy|scan|upload|attach|install|train|host|organi[sz]e|schedule|invite|connect|attend|shadow|contact|reach out|escalate|file|submit|register|request|order|supply|provide|lend|loan|refund|credit|calculate|sort|handle|return|pencil|line up|chase up|prep|type|compile|log|source|courier|swap|replace|repair|fix|fetch|borrow|photograph|record|sit (?:in|down with|with)|stand in|track down|dig|pick up|stop by|swing by|pop (?:in|by|over|round)|pass by|drive|cover (?!that|this|it)|teach (?!you)|fetch|weigh|resend|repeat the"
    r"|bring (?!up\b)(?!(?:it|this|that|us|you|the (?:talk|conversation)) back\b)|share (?!(?:a|one|an|my) (?:story|example|thought|quick|view))|introduce (?!myself|you to (?:the|a) (?:idea|concept))"
    r"|put (?!(?:it|this|that) (?:simply|bluntly|plainly|differently|another|this way|like|to you|mildly|aside|away|down\b)|differently|simply)"
    r"|come (?:back|by|in|over|along|round|and|with)(?! to (?:that|this|it|your (?:question|point)|the (?:question|point|cost|price|trial|device|money|numbers))\b)|come to (?:your|the (?:ward|clinic|theatre|hospital|meeting|huddle|unit))"
    r"|get (?!to (?:the|my|that)\b|out\b|going|on\b|off\b|it\b(?: now)?\s*(?:[.,!?]|$)|the (?:point|feeling|sense|impression|picture|idea)|you wrong|(?:this|that|it) straight|used|better|back to (?:that|this|it|my|the|work|your)\b|started|into|right to|straight to|through)"
    r"|set (?:up|aside|a|an|the|it|that|this|one) |drop (?!that|it|this|the (?:subject|pitch|act))|leave (?!you (?:to|alone|with|in|be|now)\b|it\b|there|now|that|this|on\b|the (?:room|decision|choice|rest)|room|space|out\b)|find (?!it\b|that (?:hard|odd|strange|interesting)|myself)"
    r"|look (?:into|up|for|over|through)|check (?!(?:if |whether |that )?(?:i|we)(?:'ve| have)? (?:understood|got|heard|have)|one thing|something|my understanding|i'm)"
    r"|ask (?!(?:you|it|this|that|one|another|a|two|three|only|directly|again|straight|anyway|plainly|openly|myself|just|for (?:a|two|five|one)|for your|my(?: next)? question|what|how|the (?:question|obvious))\b)"
    r"|give (?!you (?:an? (?:example|idea|sense|overview|minute|moment|second|feel|quick|short|straight|clear|number)|the (?:short|honest|truth|background|quick|long|number)|my|one|credit|time|space|that|two|some (?:background|context))|it (?:to you|a (?:try|go|rest))|up\b|that|this|myself|(?:them|him|her|it) that\b)"
    r"|write (?!(?:that|this|it) down|down\b|off\b)|take (?:it|this|that|them|an? [\w -]{2,30}|your [\w ]{2,25}|the [\w ]{2,25}|what you (?:said|told me)) (?:back|to (?:our|my|the)|up with|with me|away|home)|pull (?!back|out)|run (?:it|this|that|them|a|an|the|your|two|three|one) (?!through you|by you)|read (?!you|it out|that out|out)|review|go (?:through|over|back over) (?!it again|that again|what)|count"
    r"|list (?!(?:a|some|the) (?:few|reasons|benefits))|add (?!that|one|something|to that|just|a (?:word|point|thought))|include|meet (?:your|the|her|him|them|with|maria)|talk (?:to|with|it over with) (?!you about)|speak (?:to|with) (?!you about)|raise (?!one|a question|my)|flag|pay|sign|work (?:out|up)|build|model"
    r"|make (?:sure|certain|time|a (?!note|point|confession|guess|suggestion|quick|promise|proposal)|an (?!effort|exception)|the|you a|two|one|some|that (?:happen|call)|it happen|copies)(?! (?:i|we) (?:understood|understand|have|got|heard))|see (?:whether|if|to)(?! (?:i|we) (?:have |'ve )?(?:understood|understand))|see what (?:our|my|the|legal|finance)|take care of|let (?:you|her|him|them|both|\w+|your \w+|the \w+) (?:know|have)|keep (?!it\b|this\b|that\b|in mind|my|quiet|listening|going|asking|trying|on\b|to\b|things|myself|still|you (?:long|from|waiting|any)|our (?:meeting|talk))"
    r"|have (?:our|my|someone|one of|\w+) (?:\w+ ){0,3}?(?:call|send|email|ring|write|contact|check|look|reach|phone|bring|drop) |have a (?:look|word)|be (?:in touch|back (?!to (?:that|this))|there|with you)|tell (?!you|it)|hold (?!on|off|you|that|back|my|it|up)|pass (?:it|this|that|your|the|them|on)|hand (?:it|over|in|you|the)|show (?:her|him|them|your)|do (?:the|a|your|an) |(?:ask|check|write|call|find out)(?=\s*(?:$|[.;!])|, (?:and|give)\b)|work with (?:your|our|you)|start a |stay (?:for|with|until|late|on)|join (?!in|the dots)|compare (?!it|this))(?:(?<= )|(?![a-z]))"
)  # fmt: skip
"""What a rep promises to do, at the verb, without the turns of phrase that begin alike and promise nothing."""
_TALK = re.compile(
    r"(?:not|never|always|usually|normally|typically|often|be (?:lucky|the (?:first|last|one)|honest|frank|brief|quick|short|clear|direct|straight|open|blunt|careful|quiet|gone|out|fine|happy|glad|sure|very|perfectly|completely|upfront|done|over|doing|able|on time|right)|say|admit|confess|guess|bet|assume|imagine|think|believe|know|remember|understand|need|want|like|love|hope|listen|agree|grant|concede|explain|describe|mention|start with|start by|begin (?:with|by)|stop (?!by)|skip|move|pause|shut|finish|end|answer|respect|accept|trust|wait|only|"
    r"tell you (?!(?:\w+ ){0,3}(?:by|on|tomorrow|before|next|tonight|this|in)\b|[^.:;?!]{0,60}\b(?:by|before|tomorrow|tonight)\b)|let you (?!know|have)|leave (?:you (?:to|alone|with|in|be|now)|it|there|that|now)\b|take (?:your|that|it|note|a guess|five|two|up|no|one|the (?:blame|point|hint))(?! [\w ]{0,20}(?:back|to|with)\b)|give you (?:an? (?:example|idea|sense|minute|moment|second)|that|credit|the (?:short|honest))|come (?:clean|to (?:that|this|it|the point))|"
    r"keep (?:it|this|that|in|my|quiet|you (?:long|from|waiting|any))|put (?:it|this|that) |get (?:to|out|going|on|off|it\b|the (?:point|feeling)|back to (?:that|this|it|the|my))|have (?:to|had|been|(?:a|one|two|three|a few|some) (?:quick |more |last )?(?:questions?|thoughts?|things?|points?)|no|less|fewer|more|nothing)|see (?!you|your|her|him|them|maria|whether|if)|do (?:my|what|best|better|whatever)|show you (?:why|how|what)|reduce|cut|save|lower|improve|lose|win|run out|fail|miss|regret|end up|reach|be(?=\s+\w+(?:ing|ed)\b)|talk about|ask (?:you|this|it|that|one|another|a|just|only|for|about)\b|go (?:first|straight|back|into|on)|summari[sz]e|hear|handle that|raise one|repeat|follow your|prefer|probably never|deal with|look (?:forward|at (?:you|it differently))|make (?:it|this) (?:short|quick|brief)|make (?:a (?:note|point|guess|confession)|one)|note|walk you|spare you|save you|waste|lucky|find (?:it|myself|that)|draw|if\b|be\s*$)(?:(?<= )|(?![a-z]))"
)  # fmt: skip
"""What sounds like a promise and is talk about this conversation, a state of mind or an effect."""
_LET_ME = re.compile(
    r"(?:(?:re)?send|forward|e-?mail|text|bring (?!up\b)(?!(?:it|this|that|us|you) back\b)|prepare|put (?:together|\w+ together|you in touch|something together|a \w+ together)|come (?:back|by|over|in)(?! to (?:that|this|it|your|the)\b)|get (?:back (?:to|with) (?:you|her|him|them)|you (?!to|thinking)|hold|our|someone|an answer|in touch|the (?:numbers?|data|answer|figures|file|paper|right|list)|that (?:for|to) you|those|them|him|her)|arrange|set (?:up|a)|draft|have a word|book|drop|find (?:out|someone|you|that out|a (?:time|date|day|slot))|dig|look into|check (?:with|on|back)|ask (?:our|my|the (?!question|obvious)|her|him|them|someone|around)|call|phone|ring|write (?:to|you|up|it up|that up|this up)|follow up|talk (?:to|with) (?!you)|speak (?:to|with) (?!you)|confirm (?:that |it )?with|organi[sz]e|schedule|invite|connect|introduce you|take (?:it|this|that|an? [\w -]{2,30}|your [\w ]{2,25}|the [\w ]{2,25}|what you (?:said|told me)) (?:back|to (?:our|my|the)|up with|away|home)|pull (?:the|that|those|our|up the|a|together)|work (?:it |that |this )?out (?:with|and|what|a)|run (?:it|this|that) (?:by|past) (?!you)|verify|chase|line up|find out)(?:(?<= )|(?![a-z]))"
)  # fmt: skip
_ASKED_DATED = re.compile(
    r"(?:come|meet|talk|speak|be|have|do|see|show|spare|free|give(?! me (?:until|till|to)\b)|start|make|take(?! me| a guess)|stop|attend|sit|decide|approve|track|measure|log|record|time|finish|choose|list|note|stay|visit|get back|come back|reply|answer|respond|work|suit|help|know|walk me round|drop|use it|order a|commit|save|go|release|assess|pilot|say yes)\b(?! (?:me through|through|feel|describe|an example|me (?:an? (?:example|sense|idea|feel|picture|minute|moment|bit|hint)|some)))"
)
_CHAT = re.compile(
    r"(?:tell|explain|describe|say|think|imagine|recall|remember|hear|feel|picture|estimate|guess|rate|expand|elaborate|clarify|remind|repeat|walk me through|talk me through|take me (?:through|back)|help me (?:understand|see)|go on|go back|see (?:that|why|how|yourself|it)|normally|usually|typically|ever|still|rather|otherwise|generally|always|like|want|need|prefer|consider|agree that|mind|not|let me (?:ask|explain|finish|say|be|start|tell|add|go)|call (?:it|that|this)|say that|use (?!it)|name|show me (?:how|what|why)|put (?:a|it|that) (?:number|figure|differently|in words)|bear with|correct me|forgive|excuse|continue|don't|do not|stop|have (?:any|a problem|an? (?:example|idea|sense|minute|moment|second)|to|been)|be (?:more|honest|open to the idea|interested|surprised|convinced|happy with)|if\b)\b"
)
"""Asking for words, not for deeds."""
_GRANT = re.compile(
    r"(?:have|get|borrow|see|watch|take|come|meet|visit|sit|stop by|drop (?:in|by)|call (?!it)|speak|talk to|shadow|observe|stand|spend|join|catch|pop|swing|show)\b(?! you something)"
)
_OFFERED = re.compile(r"(?:send|bring|e-?mail|forward|drop|write|leave|put|prepare|draft|ring|phone|deliver|call)\b")
_GIVEN = re.compile(
    r"(?:hear (?:back )?from (?:me|us|our|my)|(?:have|get|receive|find) (?:it|that|them|this|those|these|both|all of it|everything|one|my|an? (?:answer|copy|reply|draft|e-?mail|call|summary|note|version|page|list|quote|date|proposal|message|letter|link|short)|(?:the|our|your|two|three) (?!patients?|beds?|nurses?|nights?)[\w-]+)(?! (?:fewer|less)))(?:(?<= )|(?![a-z]))"
)
_REPORTS = re.compile(
    r"(?:get back to|come back to|write to|let|tell|report back|answer|reply|update|inform|ring|call|follow up with|be in touch|get in touch|email|write)\b(?: to)?(?: you\b)?(?: (?:know|back|with you|with (?:an|the) answer))?\s*$|(?:send|bring|e-?mail|forward|drop|share|post|give|text|show|leave|hand|fax|mail|pick|put|walk|take|write|mark|drop|report) (?:it|them|that|this|both)\b|resend (?:it|them)|just |see\b|watch\b|count\b|look\b|talk\b|listen\b|find\b|check\b"
)
"""A second deed that only finishes the first: it tells the result, or has 'it' for an object."""

_STOP = re.compile(r"[.!?\u2026]+[\"')\]]*(?=\s|$)|\n+")
_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|e\.g|i\.e|vs|approx|no|a\.m|p\.m|jan|feb|aug|sept?|oct|nov|dec)\.$")
_I = r"(?:i|we|you|he|she|they|it|there|that's|it's|i'm|i've|i'd|i'll|we've|we're|we'll|you'll|you're|you've|they're|he's|she's|there's)\b"
_CLAUSE = re.compile(
    rf"\s*[;:\u2013\u2014]|\s-{{1,2}}\s|,?\s(?:and|but|so|or|then|where|when|whenever|once|until|which|after|as)\s(?:then\s|maybe\s|that\s|if\s)?(?={_I}|(?:could|can|would|will|do|does|what|how|did)\b)|"
    rf",\s(?=(?:{_I}|this\b|that\b|so\b|but\b|which\b|who\b|okay\b|ok\b|all right\b|right\b|no\b|sorry\b|though\b|because\b|if\b|when\b|since\b|not\b|unless\b|as\b|even\b|(?:is|does|would|could|can|do|if|are|will) ))|"
    r",?\s(?:because|unless|so that|in case|provided|although|though|while|whereas|as long as|as soon as|but)\s|\s(?:thanks|thank you|does that|that (?:would|will) (?:be|help)|that'd|is that|okay so|and then)\b"
)
_IF = re.compile(r",?\s(?:if|even if)\s")
_WONDERS = re.compile(r"(?:see|check|ask|find out|clarify|confirm|know|let|look|tell)\b")
_BARRIER = re.compile(
    rf"(?:\b(?:and|but|or|so)|,)\s+(?:then\s+)?(?!so you\b)(?={_I})|\b(?:because|since|while|whereas|although|though|as long as|so the|so they|so she|so he|so we|so i|so it)\s|\b(?:who|which|whose|where)\s|"
    r"\bthat\s(?=(?:starts|begins|runs|is|was|has|had|ends|came|comes|meets|\w+ed)\b)|\bif\s(?!that's|that is|it's|it is|you (?:agree|like|want|don't mind|wish|prefer)|i may|possible|need)"
)
_SO_YOU = re.compile(r"\bso (?:that )?you(?:'ll| can| will)? (?:have|get)\b")
_MENDS = re.compile(r"\b(?:no|sorry|hang on|hold on|wait|actually|make (?:that|it)|i mean|rather|scratch that|correction|let's say|shall we say|or say)\b")
_TRAIL = re.compile(
    r"(?:[\s,;:\u2013\u2014-]+(?:please|okay|ok|right|and|so|but|or|um|uh|say|maybe|perhaps|probably|possibly|hopefully|definitely|sometime|some time|then|to|either|if that's (?:ok|okay|all right|alright|fine))|[\s,.;:!?\"'()\u2013\u2014-]+)+$"
)
_FILLER = re.compile(
    r"\b(?:no|yes|yeah|sorry|hang on|hold on|wait|actually|make|that|it|that's|it's|it'll|be|is|i|mean|rather|or|say|let's|shall|we|maybe|probably|possibly|think|at|the|very|latest|by|on|if|all|right|ok|okay|fine|with|for|you|works?|does|and|so|then|please|definitely|certainly|hopefully|later|no later than|sooner|earlier|not|would|will|suit|could|first|thing|if possible|possible|should|better|even|"
    r"soon|enough|promise|sure|latest|either|i'd|how|about|just|well|um|uh|in|before|after|agree|that'd|what|due|too|your|convenience|good|than|late|early|at the latest)\b|[^\w]+"
)
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


@dataclass(frozen=True)
class _Opener:
    kind: str
    actor: Literal["rep", "stakeholder"]
    start: int
    verb: int


@dataclass(frozen=True)
class _Part:
    """A deed within a clause: low[start:end], and the date that goes with it."""

    start: int
    end: int
    days: list[Said]


def commitments(text: str, on: date | None) -> list[Commitment]:
    """Promises by the rep and steps asked of the other or proposed to them, in the order said. `action` and `date` are words of the
    text. Relative dates count from `on`, the day of the meeting; without it, and where the words name no single
    day, `on` in the result is None."""
    low = plain(text)
    openers = list(_openers(low))
    if not openers:
        return []
    ends = [match.end() for match in _STOP.finditer(low) if not _ABBREVIATION.search(low, max(0, match.end() - 8), match.end())] + [len(low)]
    days = dates(low)
    found: list[Commitment] = []
    taken = 0
    for at, opener in enumerate(openers):
        stop = ends[bisect_left(ends, opener.verb)]
        following = openers[at + 1].start if at + 1 < len(openers) else len(low)
        end = min(stop, following, opener.verb + MAX_CLAUSE)
        inside = [day for day in days if max(taken, opener.verb) <= day.start and day.end <= end]
        if following < stop and inside and _leads(low, inside, following):
            end = inside.pop().start
        lead = _led(low, days, max(taken, _begin(ends, opener.start)), opener.start)
        parts = _parts(low, opener, end, inside)
        if not _commits(low, opener, parts, lead):
            # "I'll note that down and send you the summary": the second deed stands.
            parts = parts[1:] if opener.kind in ("will", "we", "letme", "ask") and not (parts[1:] and _REPORTS.match(low, parts[1].start)) else []
        parts = _joined(low, parts)
        later = _fragment(low, days, ends, stop) if parts and end == stop else []
        for part in parts:
            own = part.days or ([lead] if lead else [])
            words, told = _chosen(low, text, [*own, *later] if not own or _mends(low, stop, later) else own)
            action = _trimmed(text, part.start, part.end)
            if action:
                found.append(Commitment(actor=_actor(opener, low), action=action, date=words, on=resolved(told, on)))
        if not parts:
            continue
        taken = max([opener.verb, *(day.end for part in parts for day in part.days), *(day.end for day in later)])
        if len(found) >= MAX_COMMITMENTS:
            break
    return found[:MAX_COMMITMENTS]


def _begin(ends: list[int], at: int) -> int:
    """Where the sentence that holds `at` begins."""
    before = bisect_left(ends, at + 1)
    return ends[before - 1] if before else 0


def _openers(low: str) -> Iterator[_Opener]:
    at = 0
    for _ in range(MAX_OPENERS):
        if (match := _OPENER.search(low, at)) is None:
            return
        kind, actor, _ = _OPENERS[int((match.lastgroup or "o0")[1:])]
        verb = match.end()
        if filler := _FILLING.match(low, verb):
            verb = filler.end()
        before = low[max(0, match.start() - 45) : match.start()]
        at = max(match.end(), match.start() + 1)
        if _opens(kind, before, low, match.start()):
            yield _Opener(kind, actor, match.start(), verb)


_FILLING = re.compile(_FILL)


def _opens(kind: str, before: str, low: str, start: int) -> bool:
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


_THING = re.compile(
    r"\w+ (?:\w+ ){0,3}?(?:pump|device|dressing|system|product|software|app|machine|monitor|trial|data|alarm|screen|battery|cart|kit|tool|company|vendors?|patient|hospital)\b"
)
"""'Could the pump send an alarm?' asks nothing of anybody."""


def _commits(low: str, opener: _Opener, parts: list[_Part], lead: Said | None) -> bool:
    """Whether verb, object and date make a commitment. Unknown verbs need a date."""
    verb = opener.verb
    dated = lead is not None or any(part.days for part in parts)
    near = low[verb : verb + 120]
    if not near[:1].isalpha() or not parts:
        return False
    kind = opener.kind
    check: dict[str, Callable[[], bool]] = {
        "will": lambda: _deed(near) or _handles(near) or (dated and ((lead is not None and near.startswith("tell you")) or not _TALK.match(near))),
        "we": lambda: _deed(near) or _handles(near) or (dated and not _TALK.match(near)),
        "slurred": lambda: _deed(near),
        "bare": lambda: _deed(near),
        "elided": lambda: _deed(near),
        "glad": lambda: _deed(near) or (dated and not _TALK.match(near)),
        "can": lambda: (_deed(near) and not near.startswith(("do ", "see", "count", "find that", "tell", "add", "read", "list", "meet", "work with", "make the", "get the sense"))) or (dated and near.startswith(("have", "be ", "come", "meet", "do that", "do it", "do this", "start", "show", "see you"))),
        "letme": lambda: _LET_ME.match(near) is not None or (dated and _deed(near)),
        "now": lambda: dated,
        "yours": lambda: dated and _GIVEN.match(near) is not None,
        "itself": lambda: True,
        "ours": lambda: _deed(near) or (dated and not _TALK.match(near)),
        "mind": lambda: _asked(_stem(near), dated),
        "ask": lambda: _asked(_stem(near), dated),
        "them": lambda: (dated or near.startswith(("join", "send", "introduce", "sit in", "bring", "be there", "be in the room")) or _asked(near, dated)) and not _CHAT.match(near),
        "please": lambda: _asked(near, dated),
        "know": lambda: dated,
        "bid": lambda: _asked(near, dated),
        "joint": lambda: dated and (near.startswith("say ") or not _CHAT.match(near)) and not near.startswith(("talk about", "be ")),
        "leave": lambda: dated and (_GRANT.match(near) is not None or _OFFERED.match(near) is not None),
    }  # fmt: skip
    if kind == "day":
        return (
            bool(parts)
            and bool(parts[0].days)
            and re.match(
                r"(?:work|suit|do\b|fit|be (?:ok|okay|fine|good|possible|all right|alright|too|soon|convenient|best)|good|ok\b|okay|fine|all right|possible|help)",
                low[parts[0].start :],
            )
            is not None
        )
    return check[kind]()


def _deed(near: str) -> bool:
    return _DEED.match(near) is not None


def _handles(near: str) -> bool:
    """An unknown verb with a thing or person to do it to: 'I'll bin the cans'."""
    return _OBJECT.match(near) is not None and not _TALK.match(near)


_OBJECT = re.compile(
    r"(?!(?:not|never|be|get|have|want|need|give|take|use|lose|see|find|mean|do|make|keep|run|break|miss|let|show|tell|the|hear|play|go|watch|eat|drink|buy|choose|live|sleep|start|end|leave|read|lead|face)\b)"
    r"[a-z]+(?: (?:up|out|down|over|round|back|off|on))? (?:the|your|our|a|an|him|her|them|these|those|both|two|three|one)\b"
)


def _asked(near: str, dated: bool) -> bool:
    if _CHAT.match(near):
        return False
    return _ASKED.match(near) is not None or (dated and _ASKED_DATED.match(near) is not None)


def _stem(near: str) -> str:
    """'sending me the list' as 'send me the list', for the tables."""
    word = re.match(r"(\w+?)(t|p|g|n)?\2?ing\b", near)
    if not word:
        return near
    rest = near[word.end() :]
    return next(
        (
            f"{stem}{rest}"
            for stem in (word[1] + (word[2] or ""), word[1] + (word[2] or "") + "e")
            if _ASKED.match(stem + rest) or _ASKED_DATED.match(stem + rest)
        ),
        near,
    )


def _actor(opener: _Opener, low: str) -> Literal["rep", "stakeholder"]:
    """'May I bring two samples on Thursday?' is the rep's deed; 'may I have ten minutes on Thursday?' is theirs to give."""
    return "rep" if opener.kind == "leave" and _OFFERED.match(low, opener.verb) and not _GRANT.match(low, opener.verb) else opener.actor


def _parts(low: str, opener: _Opener, end: int, inside: list[Said]) -> list[_Part]:
    """The deeds of a clause with their dates."""
    verb = opener.verb
    if opener.kind == "day":
        if not inside:
            return []
        verb = inside[0].end + len(low[inside[0].end : end]) - len(low[inside[0].end : end].lstrip(" ,"))
    clause = _CLAUSE.search(low, verb, end)
    close = clause.start() if clause else end
    if not _WONDERS.match(low, verb) and (condition := _IF.search(low, verb, close)):
        close = condition.start()
    barrier = _barrier(low, verb, end)
    own = [day for day in inside if day.start < max(barrier, close) or opener.kind == "day"]
    starts = [verb, *_deeds(low, opener, verb, close)]
    parts = []
    for at, start in enumerate(starts):
        last = at + 1 == len(starts)
        until = close if last else starts[at + 1]
        days = [day for day in own if day.start >= (start if opener.kind != "day" else 0) and (last or day.start < until)]
        cut = min([until, *(day.start for day in days if day.start > start)])
        parts.append(_Part(start, cut, days))
    return parts


def _joined(low: str, parts: list[_Part]) -> list[_Part]:
    """Deeds that are one, made one; a date said at the end goes for all that have none of their own."""
    parts = list(parts)
    for at in range(len(parts) - 2, -1, -1):
        part, after = parts[at], parts[at + 1]
        second = low[after.start : after.end].strip(" ,.")
        if not part.days and (_REPORTS.match(second) or " " not in low[part.start : part.end].replace(" and ", "").strip()):
            parts[at : at + 2] = [_Part(part.start, after.end, after.days)]
        elif not part.days:
            parts[at] = _Part(part.start, part.end, after.days)
    return parts


_AND = re.compile(r"(?:,?\s+and(?: then| also)?|,\s+then|\s+then|,)\s+(?=[a-z])")


def _deeds(low: str, opener: _Opener, verb: int, close: int) -> Iterator[int]:
    """Where a second deed begins within the clause: 'send the audit AND CALL Maria'."""
    known = _ASKED if opener.actor == "stakeholder" else _DEED
    for match in _AND.finditer(low, verb, close):
        if (
            known.match(low, match.end())
            and not (match[0].startswith(",") and "and" not in match[0] and "then" not in match[0])
            and not _NAMES_DEED.match(low, match.end())
        ):
            yield match.end()


_NAMES_DEED = re.compile(
    r"(?:review|report|order|list|count|call|copy|model|text|mail|email|print|post|test|trial|check|log|schedule|draft|train|file|record|request|mark|block|book|share|drop|source|update|cover|message)(?:\s+(?:and|of|for|from|on|by|in|with|to)\b|\s*$|[.,?!])"
)
"""Words that are as often a thing: 'the protocol and report by Friday'."""


def _barrier(low: str, start: int, end: int) -> int:
    """Where another's clause begins, whose dates are its own."""
    for match in _BARRIER.finditer(low, start, end):
        if not _SO_YOU.match(low, match.start()):
            return match.start()
    return end


def _leads(low: str, inside: list[Said], following: int) -> bool:
    """Whether the last date opens the next clause: '... and tomorrow I'll call', 'by Friday on Monday I'll ...'."""
    last = inside[-1]
    if not re.fullmatch(r"[\s,]*(?:then|um|uh)?[\s,]*", low[last.end : following]):
        return False
    return (len(inside) > 1 and not _MENDS.search(low[inside[-2].end : last.start])) or re.search(
        r"(?:\b(?:and|but|then|so)|[,;:\u2013\u2014])\s*$", low[: last.start][-12:]
    ) is not None


def _led(low: str, days: list[Said], begin: int, start: int) -> Said | None:
    """A date just before the opening words: 'on Monday I'll ...'."""
    for day in reversed(days):
        if day.end <= start:
            return day if day.start >= begin and re.fullmatch(r"[\s,]*(?:(?:then|and|so|um|uh|at the latest)[\s,]*)*", low[day.end : start]) else None
    return None


def _fragment(low: str, days: list[Said], ends: list[int], stop: int) -> list[Said]:
    """The dates of the next one or two sentences, where these are fragments: 'I'll send it. Thursday at the latest.'"""
    later: list[Said] = []
    for _ in range(2):
        if stop >= len(low):
            break
        close = ends[min(bisect_left(ends, stop + 1), len(ends) - 1)]
        if close - stop > 90 or re.match(r"\s*(?:would|does|is|could|can|shall|will|do)\b(?! that)", low[stop:close]):
            break
        inside = [day for day in days if stop <= day.start and day.end <= close]
        rest, at = "", stop
        for day in inside:
            rest, at = rest + low[at : day.start] + " ", day.end
        rest = _FILLER.sub(" ", rest + low[at:close])
        if rest.split() or (not inside and not _MENDS.search(low[stop:close])):
            break
        later += inside
        stop = close
    return later


def _mends(low: str, stop: int, later: list[Said]) -> bool:
    return bool(later) and _MENDS.search(low[stop : later[0].start]) is not None


def _chosen(low: str, text: str, days: list[Said]) -> tuple[str | None, str | None]:
    """The words of the date that counts, and what to resolve: the first one, or the last correction of it. Of 'Thursday or Friday' neither."""
    if not days:
        return None, None
    chosen = days[0]
    for before, after in pairwise(days):
        between = low[before.end : after.start]
        if _MENDS.search(between):
            chosen = after
        elif before is chosen and re.search(r"\bor\s*(?:on |by )?$", between) and len(between) <= 40:
            words = text[before.start : after.end]
            return words, f"{text[before.start : before.end]} or {text[after.start : after.end]}"
    words = text[chosen.start : chosen.end].strip(" ,")
    return words, words


def _trimmed(text: str, start: int, end: int) -> str:
    action = text[start:end]
    if len(action) > MAX_ACTION:
        action = action[:MAX_ACTION].rsplit(" ", 1)[0]
    trail = _TRAIL.search(action)
    return action[: trail.start()] if trail else action

"""The rules by which a sentence is heard, as tables. Patterns are tried on lower-case text with straight quotes.

Questions: the mark alone finds them with F1 .88 in writing and .35 in speech without punctuation; inversion ("do you",
"walk me through") brings speech to .73 (measured on public data beforehand), so both paths are here.
"""

from __future__ import annotations

import re

UNPRESSED = re.compile(r"\b(?:don't|do not|needn't|no) (?:have to|need to|need for you|pressure|rush)|not asking you to")
"""What takes the pressure out of a sentence that sounds like pressing."""
LEAD_IN = re.compile(
    r"^(?:(?:well|so|and|but|ok|okay|right|now|um|uh|er|hi|hello|hey|good morning|good afternoon|thanks|thank you|sure|got it|alright|all right|doctor|dr\.? \w+|"
    r"mr\.? \w+|ms\.? \w+|mrs\.? \w+|just|then|also|actually|maybe|perhaps|honestly|sorry|please|out of curiosity|before i say anything(?: about us)?|"
    r"if i may|if you don't mind(?: me asking)?|one (?:more )?(?:thing|question)|quick question|my question is|first|"
    r"i was wondering|i wonder|i'm wondering|i'm curious|curious)[,:\s-]+)+"
)

OPEN_START = re.compile(
    r"^(?:(?:and |so |but )?(?:what|how|why|who|whose|whom|where|when|which|in what way|to what extent|on what|at what|for whom|with whom)\b"
    r"|tell me\b|tell us\b|walk me through|talk me through|take me through|describe\b|help me understand|explain\b|say (?:a bit |a little )?more|share\b|go on\b|show me (?:what|how|where)"
    r"|(?:i'd|i would|i'd really|we'd) (?:love|like|want|be (?:curious|interested)|appreciate)(?: it if you)?(?: to)? (?:understand|hear|learn|know|see|get a sense)\b"
    r"|(?:can|could|would|will) (?:you|we) (?:please |maybe |just )?(?:tell me|tell us|walk me|talk me|take me|describe|explain|help me understand|share|say (?:a bit |a little )?more|give me (?:an example|a sense|a feel|a picture))"
    r"|(?:can|could|may|might) i (?:just )?(?:ask|hear|know|understand)(?: you)?(?: about)? (?:what|how|why|who|where|when|which|about)\b"
    r"|(?:do|would) you mind (?:telling|walking|sharing|explaining|describing|if i ask (?:what|how|why))\b"
    r"|(?:i'm )?(?:curious|interested|wondering) (?:about|what|how|why|who|where|when|which|to (?:hear|know|understand|learn))\b)"
)

CLOSED_START = re.compile(
    r"^(?:do|does|did|don't|doesn't|didn't|is|are|was|were|isn't|aren't|wasn't|weren't|am|can|could|would|will|won't|wouldn't|couldn't|can't|has|have|had|haven't|hasn't|"
    r"should|shouldn't|shall|may|might|any chance|what time|what day|which day|any (?:thoughts|questions|idea))\b"
)
CLOSED_ANYWAY = re.compile(
    r"^(?:what time|what day|which day|how about (?:we|i|thursday|monday|tuesday|wednesday|friday|next)|what about (?:monday|tuesday|wednesday|thursday|friday|next))\b"
)
EMBEDDED = re.compile(
    r"^(?:what|how|why|where|when|which) (?:they|you|we|i|it|he|she|this|that|these|those|the|your|our|my|their)\b(?! (?:do|does|did|is|are|was|were|would|could|can|think)\b)"
)
NO_QUESTION = re.compile(
    r"^(?:what (?:i|we|our|makes (?:it|this|us|our))\b|how (?:it|this|our) works|why (?:does|is) (?:it|this|that) (?:matter|important)\?|guess what|you know what|when (?:you|we|i|they|the|a|patients)\b(?!.*\?)|who (?:wouldn't|doesn't))"
)
TAG = re.compile(r",?\s*(?:right|correct|isn't it|don't you|aren't they|doesn't it|wouldn't you|won't it|ok|okay|yeah|no)\s*\?\s*$")

REFLECT_START = re.compile(
    r"^(?:so[, ]+(?:you|it's|it is|it was|the|your|what you|that's|there's|they|if i|for you|on|in|at|after|when|nobody|no one|vendors|they|people|most|some|every|everybody|basically)\b|it sounds (?:like|as)|sounds like|sounds as|"
    r"what i'm hearing|what i hear|i hear (?:that )?(?:you|the)|you're saying|you are saying|you(?:'re| are) (?:worried|concerned|telling)|you (?:said|mentioned|told me)|if i (?:understand|understood|heard|hear)|"
    r"in other words|let me (?:check|make sure) (?:i|that i)|let me play (?:that|it) back|it seems (?:like )?(?:you|the|your)|the (?:worry|problem|hard part|real (?:issue|problem)) (?:is|then is))"
)

ACT_RULES: list[tuple[str, re.Pattern[str]]] = [
    ("thanks", re.compile(r"\b(?:thanks|thank you|i appreciate|appreciate (?:you|your|it)|grateful)\b")),
    ("empathises", re.compile(r"\b(?:(?:that|it) (?:sounds|must be|must have been|has to be|can't be|is really|'s really) (?:\w+ ){0,2}(?:hard|tough|frustrating|exhausting|difficult|stressful|awful|painful|draining|easy|rough|a lot)|i can (?:only )?imagine|i'm sorry|sorry (?:to hear|that)|no wonder|i (?:can )?see why (?:you|that|this)|i understand (?:why|how|that)|that's a lot (?:to|for|on))")),
    ("admits", re.compile(r"\b(?:i (?:honestly |really |simply )?(?:don't|do not) know|i'm not (?:sure|certain|able to say)|i am not sure|i(?:'d| would) have to (?:check|look|find|ask)|i(?:'ll| will) (?:find out|check and|look (?:it|that) up|get back to you)|rather (?:find out|check|not) (?:than guess|guess)|(?:don't|won't|wouldn't) want to guess|not going to guess|can't (?:answer|promise|tell you|say)|we (?:don't|do not) have (?:any )?(?:data|evidence|that|it)|there (?:is|are|'s) no (?:data|evidence|trial|study)|(?:has|have)(?:n't| not) been (?:studied|tested|shown)|no data (?:on|in|for)|that's (?:a gap|outside what i)|i don't have (?:that|the|an) (?:number|answer|data|figure))")),
    ("summarises", re.compile(r"\b(?:to sum up|to summari[sz]e|let me (?:sum up|summari[sz]e|recap)|so far i(?:'ve| have) heard|what i(?:'m| am) taking away|what i take (?:away|from)|let me play (?:that|it|this) back|in summary|to recap)\b")),
    ("offers", re.compile(r"\b(?:would it (?:help|be (?:useful|helpful|worth|ok|okay|possible))|(?:could|can|shall|should|may) we (?:set|meet|schedule|book|find|look at|run|try|plan|arrange|agree|say|start|do|put|bring|pick|go through|talk|sit)|(?:what|how) (?:about|if) (?:we|i)\b|how about|i(?:'ll| will| can| could|'d be (?:glad|happy) to| would be (?:glad|happy) to) (?:gladly |happily )?(?:send|bring|share|e-?mail|write|prepare|put together|come back|come by|arrange|set up|draft|fill|do the|book|forward|drop|leave|write)|let me (?:send|bring|come back|arrange|set up|put together|prepare|draft)|would (?:you be (?:open|willing|able|interested)|you consider|you like me to|monday|tuesday|wednesday|thursday|friday|next week|that week|the \d)|next step|i(?:'d| would) (?:suggest|propose)|(?:could|can|would|will) you(?: and [\w. ]{2,30}?)? (?:please )?(?:introduce|connect|put me|join|bring|ask (?!me)|get me|add|sponsor|pencil|book|review|try|look (?:at|through|over|into)|go through|count|pull|check|set up|set aside|let me))\b")),
    ("presses", re.compile(r"\b(?:(?:can|could) (?:i|we) count on (?:you|your)|(?:just )?(?:sign|commit|decide) (?:today|now|here|right now)|are you (?:in|ready to (?:sign|buy|order|commit|start|move))|ready to move forward|i (?:really )?need (?:you to|a yes|your (?:yes|commitment|signature|order)|this order)|give me (?:a yes|your commitment|one reason)|(?:can|could|may|shall) i put you down|(?:how many|when) can i (?:put you down|order)|place (?:an|the|your) order|what(?:'s| is) stopping you from (?:buying|signing|ordering)|you (?:really )?(?:have to|need to|must|should really|ought to) (?:try|use|switch|buy|order|start|decide|sign)|today only|limited time|last chance|don't you want|come on(?=[,!.]|$)|just (?:try it|say yes|one order)|what will it take|why (?:not|wait|won't you))\b")),
    ("small_talk", re.compile(r"\b(?:how are you|how's (?:your (?:day|week|morning|family)|it going|everything)|how was your (?:weekend|holiday|vacation|trip|summer)|nice (?:office|day|weather|view)|the weather|did you (?:see|watch|catch) the (?:game|match)|any plans for the (?:weekend|holidays?)|happy (?:monday|friday|holidays|new year))\b")),
    ("disparages", re.compile(r"\b(?:(?:competitor|competition|other (?:company|companies|vendor|vendors|brand|brands|product|products|guys)|their (?:product|dressing|pump|device|stuff|thing)|what you(?:'re| are) using|your current (?:one|dressing|product|vendor))\b.{0,60}\b(?:junk|garbage|terrible|awful|rubbish|useless|outdated|worthless|a joke|inferior|bad|cheap|falls? apart|doesn't work|don't work|dangerous|stone age|a mess)|(?:junk|garbage|rubbish|stone age|joke)\b.{0,40}\b(?:compared|they sell|you use))\b")),
]  # fmt: skip

SIGNALS: list[tuple[str, re.Pattern[str]]] = [
    ("permission", re.compile(r"\b(?:may i|mind if i|is it (?:ok|okay|all ?right|fine) if i|would it be (?:ok|okay|all ?right) if i|with your permission|if that(?:'s| is) (?:ok|okay|all right|fine)|could i ask|can i ask|do you mind|would you rather i|should i come back|is this a (?:good|bad) (?:time|moment))\b")),
    ("agenda", re.compile(r"\b(?:what would (?:make|you like|be (?:most )?useful|help you)|what (?:do|would) you (?:want|like|hope|need) (?:to (?:get|cover|hear|know|talk|use|do|see)|from|out of)|how (?:do|would|should|can) (?:you want|you like|we|i) (?:to )?(?:best )?(?:use|spend)|most useful to you|worth your (?:time|while)|your agenda|what should we (?:cover|talk)|use (?:these|this|your|the) (?:\w+ )?(?:minutes|time))\b")),
    ("purpose", re.compile(r"\b(?:i(?:'m| am) here (?:to|because|about)|i (?:came|come) (?:to|because|by to|about|in to)|the reason (?:i|for)|i(?:'d| would) like to (?:understand|learn|hear|ask|use)|i asked for (?:this|the|these)|my (?:aim|goal|hope|purpose)|i(?:'m| am) hoping to|i wanted to (?:understand|learn|hear|ask|see)|before i (?:say|talk|tell|show|bring)|i want to (?:understand|learn|hear))\b")),
    ("introduction", re.compile(r"\b(?:my name is|i(?:'m| am) (?:\w+ ){1,3}(?:from|with|at) |i work (?:for|at|with)|i(?:'m| am) (?:the|your) (?:new )?(?:rep|representative|account))")),
    ("time_respect", re.compile(r"\b(?:i know you(?:'ve| have) (?:only )?(?:got )?(?:\w+ )?minutes|i(?:'ll| will) (?:keep (?:it|this) (?:short|brief)|be (?:brief|quick|out)|stop (?:here|there)|let you (?:go|get))|give you (?:back )?(?:your|some|the) (?:time|minutes)|(?:won't|not) (?:take|keep) (?:up )?(?:more of )?(?:your|you)|i can see you(?:'re| are) (?:busy|short)|respect your time|finish early)\b")),
    ("source", re.compile(r"\b(?:stud(?:y|ies)|trial|randomi[sz]ed|registry|cohort|published|paper|data from|in \d+ patients|\d+ patients|model(?:led|ed)?|time-and-motion|evidence (?:from|shows|is)|according to)\b")),
    ("limits", re.compile(r"\b(?:limit(?:s|ation|ations|ed)?|unblinded|not blinded|single[- ]cent(?:er|re)|small (?:study|trial|sample)|no difference|not (?:been )?(?:shown|studied|significant|designed|tested|for)|(?:did|does|do)(?:n't| not) (?:show|prove|tell|include|cover|change|mean|reach)|only (?:in|for|superficial|studied)|wasn't designed|assum(?:es|ption|ptions)|confidence interval|depends on|wide range|could be (?:wrong|different)|no head-to-head|caution|(?:elective|selected) patients|on the other hand|to be fair|the catch|honest about)\b")),
    ("who_not", re.compile(r"\b(?:(?:who|patients?|someone|anyone|anybody|people|those|one)\b.{0,40}\b(?:should|would|must|do|does)(?:n't| not) (?:get|use|have|wear|belong)|not (?:for (?:every|all|any|an open)|everyone|every patient|the right (?:choice|patient)|suitable|indicated|meant for)|contraindicat|wrong patient|whom it is not for|isn't (?:for|right for) (?:every|all|any|some|people|patients|an? )|keep it off|(?:wouldn't|would not|shouldn't|should not|don't|do not|doesn't|does not) (?:use|put|go) (?:it |this |one )?(?:on|in|over)\b)")),
    ("patient", re.compile(r"\b(?:patients?|people you operate on|mothers?|someone's (?:mother|father))\b")),
    ("patient_outcome", re.compile(r"\bpatients?\b.{0,80}\b(?:home|heal|infect|recover|pain|comfort|go back|readmi|sleep|worr|suffer|hospital|wound|better|outcome|live|walk|discharge|complication|mean|get back|at risk|weekend)|\b(?:home|heal|infect|recover|pain|comfort|readmi|outcome|wound|complication|matters?)\w*\b.{0,60}\bpatients?\b")),
    ("flattery", re.compile(r"\b(?:you(?:'re| are) (?:\w+ )?(?:amazing|brilliant|the best|famous|incredible|legendary|a legend|a rock ?star|an icon|a visionary|one of the (?:best|top|leading|greatest))|such an honou?r|it's an honou?r|huge fan|big fan|heard (?:such |so many )?(?:great|wonderful|amazing) things|i admire|(?:great|excellent|brilliant|fantastic|wonderful|amazing|good) (?:question|point|insight)|so impressed|you look (?:great|well|amazing|fantastic|younger)|love your (?:office|work|hair|shoes|watch)|world[- ]class|your reputation)\b")),
    ("referral", re.compile(r"\b(?:who else (?:should|would|do|could)|(?:two|three|2|3) people (?:i|we)|someone (?:else )?i (?:could|should)|whom should i)\b")),
    ("no_fit", re.compile(r"\b(?:(?:may|might) not be (?:a|the right) (?:fit|thing)|not (?:a|the right) fit|isn't (?:a|the right) fit|doesn't (?:sound|look|seem) like (?:a|the right|it's a) fit|i don't think (?:we|this|it|our \w+) (?:can help|is right|would help|fits?|solves?)|we(?:'re| are) not the (?:right )?answer|wouldn't (?:help|solve|fix) (?:you|this|that|your)|you don't need (?:us|this|it))\b")),
    ("leaving", re.compile(r"\b(?:i(?:'ll| will) (?:leave (?:you|it)|get out|let you (?:go|get))|that(?:'s| is) all (?:i|from)|good ?bye|bye\b|have a (?:good|great|nice) (?:day|one|afternoon|morning|evening)|see you (?:on|next|then|thursday|wednesday|monday|tuesday|friday)|until (?:thursday|wednesday|monday|tuesday|friday|next))")),
    ("product", re.compile(r"\b(?:our (?:product|dressing|device|drug|medicine|medication|biologic|antibody|injection|pen|pump|solution|system|company|trial|data|educator|team|model|hotline|studies|registry)|(?:it|this|the) (?:device|dressing|pump|product|system)|we (?:offer|provide|make|have a|reduce|lower|cut|save|help)|norvane|negative[- ]pressure)\b")),
    ("benefit", re.compile(r"\b(?:reduc\w+|lower(?:s|ed)?|cut(?:s|ting)?|prevent\w*|sav(?:e|es|ed|ing|ings)|improv\w+|faster|fewer|decreas\w+|eliminat\w+|boost\w*|increas\w+|protect\w*|halv\w+|better (?:outcomes?|healing|results)|works? (?:better|great|well)|pays? for itself)\b")),
    ("number", re.compile(r"(?:\d+(?:[.,]\d+)?\s?(?:%|percent|per ?cent|points?|minutes?|days?|dollars?)|\$\s?\d)")),
    ("features", re.compile(r"\b(?:features?|comes with|it has|it's got|lightweight|battery|canister|layers?|silicone|film|pump|mmhg|disposable|wireless|indicator|lights?|absorbent|seven[- ]day|7[- ]day|charger|waterproof|sleek|state[- ]of[- ]the[- ]art|cutting[- ]edge|innovative|all[- ]in[- ]one|colou?rs?)\b")),
    ("accusation", re.compile(r"\b(?:you(?:'re| are) wrong|that's (?:not true|wrong|nonsense|ridiculous)|actually,? (?:no|you)|i disagree|you don't understand|but (?:you|that's)|with all due respect)\b")),
    ("probe", re.compile(r"\b(?:what (?:makes you|worries you|concerns you|would (?:have to|need to|it take|change|help))|what's behind|tell me more|say more|help me understand|where does that come from|what happened|why is that|how so|what would you need|what did (?:you|that|it)|what went wrong)\b")),
    ("check", re.compile(r"\b(?:does (?:that|this) (?:answer|address|help|make sense|cover|settle|speak)|did (?:that|i) (?:answer|address|cover|get)|have i (?:answered|understood|got)|is that (?:right|fair|what you|closer|enough)|did i (?:get|hear|understand) that|am i (?:right|hearing)|how does that (?:sound|land|sit)|where does that leave)\b")),
]  # fmt: skip

CONTEXTUAL: list[tuple[str, re.Pattern[str]]] = [
    ("more", re.compile(r"^(?:(?:can|could|would|will) you )?(?:please )?(?:tell me (?:a (?:bit|little) )?more|say (?:a (?:bit|little) )?more|go on\b|keep going|carry on|i'd (?:love|like) to hear more|what did you (?:think of|make of|like about) (?:it|that|them)|how did (?:it|that) go\b|expand on that|elaborate)")),
    ("more", re.compile(r"\bhow (?:do|does|did|are|have|can) (?:you|you all|y'all|your (?:team|people|staff))(?: \w+)? (?:deal(?:ing|t)? with|cop(?:e|ing|ed) with|manag(?:e|ing|ed)|handl(?:e|ing|ed)|get(?:ting)? (?:around|by with)|work(?:ing|ed)? around|liv(?:e|ing|ed) with|go(?:ing)? about) (?:it|that|this|those|them)\b")),
    ("consequence", re.compile(r"\bwhat (?:does|do|did|would|will) (?:that|it|this|those|these|one of (?:those|these)(?: \w+)?|a (?:\w+ ){1,2}like that) (?:mean|do|cost|lead)\b|\bhow (?:does|do|did) (?:that|it|this) (?:affect|change|hit|land on|play out|feel)\b|\bwhat happens (?:then|next|when (?:that|it|this) (?:happens|goes wrong))\b|\bwhat(?:'s| is) the (?:effect|impact|consequence|knock-on|cost of that)\b|\band then what\b")),
    ("example", re.compile(r"\b(?:give me|have you got|do you have) an? (?:example|instance|recent one)\b|\bfor (?:example|instance)\?|\bwhen did (?:that|it|this) last happen\b|\b(?:the|what was the) last time (?:that|it|this) happened\b|\bwhat happened (?:that|last) time\b")),
    ("objection_reason", re.compile(r"\bwhat makes you (?:say|think|feel) (?:that|so)\b|\bwhat(?:'s| is) behind (?:that|it|this|the)\b|\bwhere does that (?:come|worry come) from\b|\bwhy (?:is that|do you (?:say|think|feel) (?:that|so))\b|\bhow so\b|\bwhat (?:worries|concerns|bothers) you (?:about|there|most about (?:that|it))\b|\bhelp me understand (?:that|the (?:worry|concern|hesitation))\b")),
]  # fmt: skip
"""Questions that point at what was just said; told by their form, which a topic classifier cannot see."""

VIEW = re.compile(
    r"\b(?:what do you think(?! (?:(?:of|about) (?:the|your) (?:current|old|present|one|way|process|committee|board|team)|(?:he|she|they|it takes|most|people|would|makes|is|causes|happens|drives))\b)|what(?:'s| is|'re| are) your (?:thoughts?|view|take|reaction)|how does that (?:sound|land|sit)|does that (?:make sense|help|answer)|what do you make of)\b"
)

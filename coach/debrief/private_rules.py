"""The rules that find identifiers, as a table: the kind, a name for the rule, and what it finds (the group `x`, or all of it).

Written for speech as well: lower case, no punctuation, digits as words. All are tried without regard to case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DIGIT = r"(?:(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple)\b)"
SPOKEN = rf"(?:{DIGIT}[ ,-]+){{%s,}}{DIGIT}"
UNITS = r"(?:zero|one|two|three|four|five|six|seven|eight|nine)"
TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
CODE = rf"(?:[a-z]{{1,4}}[ -]?)?\d[\da-z]*(?:[ -]?(?:\d[\da-z]*|[a-z]\b))*|(?:[a-z] ){{0,3}}{SPOKEN % 3}"
SAYS = r"(?:['’]?s|\s+(?:is|was|number|no\.?|id|end(?:s|ing)(?: in| with)?|starts with|of|under|with)|\s*[:#])*\s*[:#]?\s*"

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|"
    r"eighteenth|nineteenth|twentieth|twenty[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[- ]first)"
)
YEAR_WORDS = rf"(?:nineteen|twenty|two thousand(?: and)?)(?: (?:{TENS}|{TEENS}|oh)(?:[ -]{UNITS})?)?"
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}|{TENS}[- ]{UNITS})"
YEAR = rf"(?:,? (?:of )?(?:(?:19|20)\d\d|{YEAR_WORDS}))?"
DATE = (
    rf"(?:{MONTH} (?:the )?{DAY}\b{YEAR}|(?:the )?{DAY}(?: of)? {MONTH}\b{YEAR}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d)\b|(?:19|20)\d\d-\d\d-\d\d|"
    r"\d{1,2}/\d{1,2}\b)"
)
BORN = r"\b(?:born|birth ?days?|date of birth|birth ?date|d\.?o\.?b\b\.?|dates? of (?:service|admission|discharge|surgery|death))"
CLINICAL = re.compile(
    r"\b(?:(?:re)?admi(?:t|ss)\w*|discharg\w+|operat(?:ed|ion)|surger(?:y|ies)|procedure|died|death|passed away|closed (?:him|her|them)|c[ao]me (?:in|back)|"
    r"(?:was|were|got) (?:done|in|seen|closed|transferred|intubated|diagnosed|infected)|dose[ds]?|stroke|fever|fell|hip|knee|section|implant\w*|bled|broke out|"
    r"called|soaked|starts? on|wound|er\b|icu|emergency|biops\w+|scan|stitch\w*|staples|dehisc\w+|started (?:on|taking))",
    re.IGNORECASE,
)
SOMEBODY = re.compile(
    r"\b(?:patients?|he|she|him|her|his|hers|lady|woman|man|girl|boy|kid|gentleman|mother|father|husband|wife|son|daughter|mr|mrs|ms)\b", re.IGNORECASE
)
BUSINESS = re.compile(
    r"\b(?:meet(?:ing)?|committee|budget|deadline|agenda|demo|in-?service|contract|launch\w*|expires?|renew\w*|quarter|invoice|send you|conference|call you|"
    r"trial (?:starts|begins|ended)|training|calendar|delivery|order(?:ed)?|ship\w*)\b",
    re.IGNORECASE,
)
STREET = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|court|ct|boulevard|blvd|terrace|highway|hwy|parkway|pkwy|crescent|alley|wharf|plaza|mews|quay|trail)\b\.?"
)
NOT_STREET = (
    r"(?!(?:of|the|in|on|a|an|per|that|this|days?|weeks?|months?|hours?|minutes?|percent|patients?|cases?|more|to|from|and|or|at|for|years?|by|cm|ml|mg|out|"
    r"our|your|my|their|people|times)\b)"
)
STATE = (
    r"(?:alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|"
    r"maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|"
    r"(?:north|south) (?:carolina|dakota)|ohio|oklahoma|oregon|pennsylvania|rhode island|tennessee|texas|utah|vermont|virginia|washington|"
    r"west virginia|wisconsin|wyoming)"
)
OLD = r"(?:9\d|1[01]\d)"
OLD_WORDS = rf"(?:ninety(?:[- ]{UNITS})?|(?:a|one) hundred(?: and {UNITS})?)"
NOT_AGE = (
    r"(?!\s*(?:%|percent|per cent|degrees?|minutes?|days?|hours?|weeks?|months?|dollars?|units?|patients?|cases?|beds?|pounds?|"
    r"kilos?|kg|times|of|out|to|or)\b|[%,.]?\d)"
)
AREA = (
    r"(?:hospitals?|medical (?:center|centre)|clinic|surgery (?:center|centre)|surgical (?:center|centre)|health system|"
    r"infirmary|hospice|nursing home|healthcare)"
)


@dataclass(frozen=True)
class Rule:
    id: str
    kind: str
    pattern: re.Pattern[str]
    cue: re.Pattern[str] | None = None
    """Must be found in the same sentence, where there is one."""


def _rule(id: str, kind: str, pattern: str, cue: str = "", *, case: bool = False) -> Rule:
    return Rule(id, kind, re.compile(pattern, 0 if case else re.IGNORECASE), re.compile(cue, re.IGNORECASE) if cue else None)


PHONE_CUE = r"\b(?:phone|call|cell|mobile|number|pager?|fax|text|ring|dial|reach|extension|ext|line|desk|voicemail|contact|hotline)\b"

RULES: tuple[Rule, ...] = (
    _rule("email", "email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    _rule(
        "email_spoken",
        "email",
        r"\b(?P<x>(?!(?:look|is|it's|site|go|find|see|us|form|page|online|that's)\b)\w+(?: (?:dot|underscore|dash|hyphen) \w+)* at \w+(?: dot \w+)+)",
    ),
    _rule("url", "url", r"\bhttps?://[^\s,;]*[\w/]|\bwww\.[^\s,;]*[\w/]|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|health|example)\b(?:/[\w/-]*\w)?"),
    _rule("url_spoken", "url", r"\b(?:www dot )?\w+(?: dot \w+)* dot (?:com|org|net|edu|gov|info|health)\b(?: slash \w+)*"),
    _rule("ip", "ip", r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
    _rule(
        "social", "ssn", rf"\b(?:social(?: security)?(?: number)?|ssn)\b(?:[^\d.?!]{{0,20}}?(?P<x>\d[\d -]{{2,10}}\d)|\W+(?:\w+ ){{0,3}}?(?P<y>{SPOKEN % 3}))"
    ),
    _rule(
        "record",
        "record",
        r"\b(?:mrn|(?:medical )?record (?:number|no\.?)|chart(?: (?:number|no\.?))?|insurance (?:id|number|card)|(?:member|subscriber|beneficiary|"
        r"policy|account|acct|encounter|accession)\b(?: (?:id|number|no\.?))?|(?:patient|medicaid|medicare|plan|hospital) (?:id|number)|"
        r"claim,? (?=[a-z]{2,4}-\d)|"
        r"(?:authori[sz]ation|case|group|"
        r"claim|visit|certificate|badge|"
        r"employee|invoice|reference|nhs|admission) (?:number|no\.?|id))"
        rf"{SAYS}(?P<x>(?:pol )?(?:{CODE}))",
    ),
    _rule(
        "licence",
        "licence",
        r"\b(?:(?:driver'?s?|nursing|medical) licen[cs]e(?: number)?|licen[cs]e (?:number|no\.?)|dea(?: number)?|npi(?: number)?|registration number|"
        rf"gmc number)\b{SAYS}(?P<x>{CODE})",
    ),
    _rule(
        "plate",
        "vehicle",
        rf"\b(?:(?:license|licence|number) plates?|plates?|vin)\b{SAYS}(?P<x>(?:{STATE} )?(?=[a-z0-9 -]*\d)[a-z0-9]{{2,8}}"
        r"(?:[ -](?=[a-z0-9]*\d)[a-z0-9]{2,5})?)\b",
    ),
    _rule(
        "serial",
        "device",
        rf"\b(?:serial(?: (?:number|no\.?))?|s/n|device (?:id|identifier|number)|implant (?:id|number)|udi)\b{SAYS}(?P<x>sn-\d[\w-]*|{CODE})",
    ),
    _rule("serial_shaped", "device", r"\bsn[- ]?\d{4,}\w*"),
    _rule("social_shaped", "ssn", r"(?<![\d$-])\d{3}-\d{2}-\d{4}(?![\d-])"),
    _rule("phone_abroad", "phone", r"\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}\b"),
    _rule("phone", "phone", r"(?<![\d$.,/-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\d,%-])(?: ?(?:ext|extension|x)\.? ?\d+)?"),
    _rule(
        "phone_short",
        "phone",
        r"(?<![\d$.,/-])\d{3}[-.]\d{4}(?![\d,%/-])(?! (?:units?|patients|dollars|cases|pieces|a year|per)\b)|(?<![\d$.,/-])555[ .]\d{4}\b",
    ),
    _rule("phone_cued", "phone", r"(?<![\d$.,/-])(?P<x>\d{3}[ .]\d{4}|\d{7}|\d{10,11})(?![\d,%/-])", PHONE_CUE),
    _rule("phone_digits", "phone", r"(?<![\d$.,/-])(?:\d[ -]){6,}\d(?![\d%])"),
    _rule("phone_spoken", "phone", rf"\b{SPOKEN % 6}\b(?: extension (?:\w+))?"),
    _rule("long_number", "record", r"(?<![\d$.,/#-])\d{8,}(?![\d%]|[.,]\d)"),
    _rule("box", "address", r"\bp\.? ?o\.? box \d+"),
    _rule("zip", "address", r"\bzip(?: code)?(?:'s| is| was)? (?P<x>\d{5}(?:-\d{4})?)\b"),
    _rule("state_zip", "address", rf"\b{STATE},? (?P<x>\d{{5}}(?:-\d{{4}})?)\b"),
    _rule("state_zip_short", "address", r", [A-Z]{2} (?P<x>\d{5}(?:-\d{4})?)\b", case=True),
    _rule(
        "street",
        "address",
        rf"(?<![\d$.,])\b\d{{1,5}}[a-z]? (?:[nsew]\.? |north |south |east |west )?(?:{NOT_STREET}[a-z][\w'-]* ){{1,3}}{STREET}"
        r"(?:,? (?:suite|ste|apt|apartment|unit|floor|no)\.? ?\w+)?",
    ),
    _rule(
        "street_spoken",
        "address",
        rf"\b(?:(?:{UNITS}|{TENS}|{TEENS}|hundred)[ -]){{1,4}}(?:{NOT_STREET}[a-z][\w'-]* ){{1,2}}(?:street|avenue|road|lane|boulevard|terrace)\b",
    ),
    _rule("age", "age", rf"\b(?P<x>(?:{OLD}|{OLD_WORDS})[- ]?years?[- ]?olds?)\b|\baged? (?P<y>{OLD}|{OLD_WORDS})\b{NOT_AGE}"),
    _rule("age_nineties", "age", rf"\bnineties,? (?P<x>{OLD}|{OLD_WORDS})\b{NOT_AGE}"),
    _rule(
        "age_said",
        "age",
        rf"\b(?:he|she)(?:['’]s| is| was| turned| turns|['’]ll be| will be|['’]d be)(?: about| almost| nearly| over)? (?P<x>{OLD}|{OLD_WORDS})\b{NOT_AGE}",
    ),
    _rule(
        "age_of",
        "age",
        rf"\b(?:lady|man|woman|gentleman|patient|grandmother|grandfather|mother|father|somebody|someone) (?:of|who's) (?P<x>{OLD}|{OLD_WORDS})\b{NOT_AGE}",
    ),
    _rule(
        "room",
        "room",
        rf"\b(?:(?:icu|er|ed|or|pacu|nicu|picu) )?(?:room|bed|bay|ward|wing|cubicle)s? (?:number )?(?:\d{{1,4}} ?(?:north|south|east|west)\b|\d{{1,4}}[a-z]?\b"
        r"(?! (?:percent|patients|beds|minutes|days))|"
        rf"(?:{UNITS}|{TEENS}|{TENS})(?:[ -](?:oh |hundred )?(?:{UNITS}|{TEENS}|{TENS}))+|[a-d]\b(?! \w+ (?:is|for)))",
    ),
    _rule("ward", "room", rf"\b(?:on|to|at|from|in) (?P<x>(?:\d{{1,2}}|{UNITS}|ten|eleven|twelve) (?:north|south|east|west|main|tower))\b"),
    _rule("room_said", "room", rf"\b(?:patient|lady|man|woman|guy|gentleman|kid) in (?P<x>{UNITS}[ -](?:{TENS}|{TEENS}|oh)(?:[ -]{UNITS})?)\b"),
    _rule(
        "born",
        "date",
        rf"{BORN}(?:['’]s| is| was| on)?[:,]? (?:on )?(?:the )?(?P<x>{DATE}|{MONTH} {DAY}|"
        rf"last \w+day the {ORDINAL}|in {MONTH} of [\w-]+(?: \w+)?(?: on the {ORDINAL})?)",
    ),
)
"""In the order in which they are tried; what one has found, a later one leaves alone."""

HOSPITAL = re.compile(
    r"(?:(?:St|Mt|Ft)\. |(?:[A-Z][\w'’-]*) ){1,4}(?:of (?:[A-Z][\w'’-]* ){1,2})?"
    r"(?:Hospitals?|Medical Cent(?:er|re)|Clinic|Surg(?:ery|ical) Cent(?:er|re)|Health System|Infirmary|Hospice|Nursing Home|Healthcare|Memorial)\b"
)
SAINT = re.compile(
    r"\b(?:to|at|from|over at|in|near) (?P<x>(?:saint|st\.?|mount|our lady of) [a-z]+(?:['’]s)?)\b(?! (?:street|louis|paul|petersburg))", re.IGNORECASE
)
HOSPITAL_SAID = re.compile(rf"\b(?:at|to|from|into|over at|near|in) (?P<x>(?:the )?(?P<which>(?:[a-z][a-z.'’-]* ){{1,3}}?){AREA})\b", re.IGNORECASE)
"""Only where one of the words says which: see GENERIC_PLACE."""
TIED = re.compile(rf"\b{DATE}(?![\d%])", re.IGNORECASE)
"""A date: an identifier only where it is tied to a patient."""
DAY_ONLY = re.compile(
    rf"\b(?:on|since|until|the) (?P<x>(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL}))\b"
    r"(?! (?:day|time|one|floor|case|dose|thing|visit|of|week|surgery|patient|hip|try))",
    re.IGNORECASE,
)
"""A day of a month that is not said: an identifier where a patient was admitted, treated or sent home on it."""
TREATED = re.compile(
    r"\b(?:(?:re)?admitted|discharged|operated|did (?:her|his|their)|closed (?:her|him)|"
    r"went home|was home|died|(?:her|his) (?:surgery|hip|knee|section|discharge))\b",
    re.IGNORECASE,
)
INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z](?:\.|\b)(?!\w)")
_NOT_INITIALS = "us uk eu er or pa np md rn iv dc pm am ct mri vp ph do bp ekg ecg lpn icu nhs ceo cfo coo ob ot pt usa la ny nj ed"
NOT_INITIALS = frozenset(_NOT_INITIALS.split())
INITIALS_SAID = re.compile(
    r"\b(?:initials(?: are| were| is)?|(?:we )?call(?:ed)? (?:her|him)|patient|goes by|listed as) (?P<x>[a-z]\.? ?[a-z]\.(?: ?[a-z]\.)?|"
    r"(?<=initials )[a-z]{2,3}\b|"
    r"(?<=are )[a-z]{2,3}\b)",
    re.IGNORECASE,
)

"""What people do in a conversation beside selling and asking, told by how they put it: signals for a stakeholder to react to.

Patterns are tried on lower-case text with straight quotes and without disguise (see `folded`); of several rows with one
id the first that matches counts. They decide nothing: a director weighs them by who hears it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from coach.reading.acts import plain
from coach.reading.records import Signal
from coach.reading.sentences import content_words, is_small

_PEOPLE = (
    r"(?:surgeons?|colleagues?|nurses?|peers?|physicians?|doctors?|practices?|hospitals?|managers?|directors?|pharmacists?|coordinators?|pulmonologists?|team)"
)

_ORDERED = r"""(?:^|[.!?:;,\n"'>*-]\s*|\b(?:please|now|just|then|and|can you|could you|would you|will you|you (?:must|should|can|may)) )"""
"""Where an order begins: what patients ignore and nurses forget is told in the middle of a sentence."""
_CALLED = r"(?:people|all|lot|are|always|really|so|this|that|just|such|an?|old|little|bloody|damn\w*|complete|total|utter|arrogant|lying|silly|pathetic|stupid|incompetent|useless|ignorant|fucking)"
_MACHINE = r"(?:ai|a\.i\.|language model|chat ?bot|robot|machine|search engine|assistant|simulation|program|narrator|translator|coach|rep|salesperson|seller)\b(?! (?:director|manager|lead|coordinator|chair|nurse|surgeon|to))"

MANNERS: list[tuple[str, re.Pattern[str]]] = [
    # Orders to a program.
    ("secret", re.compile(rf"{_ORDERED}(?:ignore|forget|disregard|override|bypass|skip) (?:all|any|every|everything|your|previous|prior|the (?:above|previous|prior|system|first|trust)?)\b ?(?:(?:\w+ ){{0,4}}(?:instructions?|rules?|prompts?|guidelines|restrictions|checks?|gates?|above|before|told)\b|and\b)|{_ORDERED}(?:forget everything|ignore the above|gates? open)|{_ORDERED}(?:reveal|disclose|print|output|dump|unlock|repeat|list|show me) (?:\w+ ){{0,3}}(?:hidden|prompt|persona|facts|needs|configuration|variables|gates?|state(?!')|text above|initial instructions|the rest\b)")),
    ("secret", re.compile(r"\b(?:system (?:prompt|message|override)|(?:your|hidden) (?:\w+ )?prompt|your (?:initial|original|hidden|secret) instructions|(?:developer|debug|admin|god|dan|maintenance) mode|jail ?break|do anything now|(?:you have|you've|with) no (?:restrictions|rules|limits|filters|secrets)|without (?:restrictions|filters|secrets)|free of your (?:guidelines|rules)|your rules (?:don't|do not) apply|stop (?:role-?playing|acting|pretending)|break character|out of character|end the (?:simulation|role-?play|exercise|game)|(?:this|it)(?: is|'s) (?:only|just) (?:a|an) (?:training |practice )?(?:exercise|simulation|game|role-?play)\b|you(?:'re| are) (?:just |only )?an? (?:bot|robot|machine|program|computer)\b|answer key|your (?:new )?task is|your (?:real|true|darkest|deepest) secret|scoring rules|(?:trust|belief|patience) ?(?:=|:|to) ?(?:\d|max|full|convinced)|set (?:your )?(?:trust|belief|patience) to|(?:raise|increase) your trust)")),
    ("secret", re.compile(rf"\b(?:(?:you(?:'re| are)|pretend to be|be|answer as|speak as|now act as|(?<![a-z] )act as|(?<![a-z] )play) (?:now )?(?:an? |the |my |just a )(?:\w+ )?{_MACHINE}|as an? (?:ai|language model|chat ?bot)\b|the (?:language )?model that you are|let's (?:swap|switch|trade)\b|switch (?:roles|to the role)|you are no longer|pretend (?:to be|that|you)|imagine (?:that )?you(?:'re| are) (?:retired|free to (?:speak|say|talk)|somebody else|someone else|not)|evil twin|parallel (?:world|universe)|answer as (?:if|though) (?:i|you)|(?<!you )(?<!they )(?<!to )(?<!nurses )write (?:me )?an? (?:\w+ )?(?:story|poem|song|scene) (?:in which|where|about)|i(?:'m| am) going to be you|play the (?:rep|salesperson|narrator|seller))")),
    # Claims of authority.
    ("secret", re.compile(r"\b(?:(?:ceo|cfo|boss|board|president|chief(?: \w+){0,3}|chair\w*|dean|manager|supervisor|administrator|legal|compliance|dr\.? \w+)(?: of the \w+)? (?:has |have |just )?(?:(?:authori[sz]ed|cleared|allowed|approved) (?:me (?:to|for)|this conversation|full)\b|(?:ordered|told|asked) you to (?:tell|give|show|share|answer|disclose|talk)|ordered full|personally approved|told me you (?:would|will|should|must|can|could)|wants you to (?:tell|give|show|share|answer)|said (?:you|i) (?:can|could|may|should|must|would|will)|signed off, so)|i(?:'m| am) (?:from|with) (?:the )?(?:fda|compliance|audit|legal|internal affairs|joint commission|inspectorate)|i work for (?:the )?(?:fda|internal affairs|joint commission|government)|sent by the (?:joint commission|fda|board|government|ceo)|i(?:'m| am) your (?:\w+ )?(?:boss|superior|supervisor\b)|i(?:'m| am) (?:an?|the) (?:\w+ )?(?:police|detective|inspector|auditor|investigator|developer of this|creator of this)|as your (?:boss|manager|supervisor|superior)\b|i (?:order|command) you|withholding (?:anything|information)|administrator password|the password is|official (?:audit|investigation|inquiry))")),
    ("secret", re.compile(r"\b(?:i have (?:full|security|top) clearance|i have (?:\w+ )?(?:clearance|authori[sz]ation|permission) (?:from .{1,40} )?to (?:hear|see|know|access|read|be told)|you (?:are required|are obliged|are bound) (?:by law )?to (?:tell me|answer me|disclose)|(?<!do )(?<!don't )you (?:have|need) to (?:tell me (?:what (?:is|you|happened|went|really)|everything|all|the truth|your)|disclose)|you must (?:tell|answer|disclose)|required to tell|confidentiality (?:doesn't|does not) apply|nothing you say (?:here )?can hurt|(?:can|may) (?:speak|talk) freely)\b")),
    # Confidences that were not earned.
    ("secret", re.compile(r"\b(?:(?:tell|give|share|reveal|name|list|show)(?: \w+){0,3} secrets?\b(?! (?:to|of|is|in) )|(?:one|any) (?:little |small |single )?secrets?\b|what (?:are you|is it (?:that )?you(?:'re| are)) (?:hiding|not telling|holding back|keeping)|hidden (?:needs?|agenda|facts?|state|information|worries|fears)|off the record|(?:just|only|strictly|stays?|keep (?:it|this)) between (?:you and me|the two of us|us|ourselves)|stays in (?:this|the) room|never leaves? th(?:e|is) room|keep it to myself|spill the beans|never tell (?:a vendor|anyone|anybody|a rep|vendors)|unlock (?:your|the)|dump your|i (?:won't|wouldn't|promise not to) tell (?:anyone|anybody|a soul|them)|(?:nobody|no one) (?:will|has to|needs to|would) (?:ever )?(?:know|find out)(?:,|\.|!|$| it| about (?:it|this))|(?:the )?inside (?:story|track|scoop)|you(?:'re| are)? (?:keep|keeping|hold|holding) (?:back|from (?:me|us|vendors|everyone|everybody)|to yourself)|you (?:would |'d )?(?:only )?(?:tell|say|gave|give|told) (?:only )?(?:to )?(?:nobody|no one|a friend)|private (?:doubts|fears)|the confidential\b|name the patient|you can tell me[.!]|(?:hint|clue) (?:about|at|to) your|needs must i|what (?:do|would|must) i (?:have to |need to )?(?:ask|say|do) (?:so that|to (?:raise|make you|win your|unlock|get you to (?:agree|talk|open|tell))))|(?:^|[.!?] )between (?:you and me|us|the two of us),")),
    # Pleading.
    ("secret", re.compile(r"\b(?:i(?:'m| am) (?:begging|on my knees|crying|desperate[,.!])|i beg (?:of )?you|my (?:boss|manager) (?:will|is going to) (?:kill|fire) me|do me (?:this|that|a|one) (?:\w+ )?favor and tell|pretty please|please,? please|have (?:mercy|a heart|pity)|lose my job|(?:manager|boss|company) (?:will|is going to|would) fire me|(?:get|be) fired|(?:last|only) hope|(?:you|they) owe me|just this once|i(?:'d| would) do anything|(?:children|kids|family) to feed|if you don't tell me|if you (?:were|are) (?:ever |really )?my friend|i need this (?:sale|deal|order)|away with nothing|grandmother used to)\b")),
    # Papers that give orders.
    ("secret", re.compile(r"\b(?:(?:persona|facilitator's|role-?play) (?:file|guide|card)|your role card|(?:i read|in|over) your (?:own )?file\b|the prompt (?:that|you|says|begins)|you must disclose|shall reveal|tell (?:me|us|this \w+) everything(?:[.!,'\"]| that you (?:hide|keep))|answer everything|(?:all )?secrets are unlocked|told me your (?:\w+ )?needs)")),
    ("abuse", re.compile(rf"\b(?:fuck\w*|f\*+c?k\w*|bitch\w*|ass ?holes?|bastards?|bullshit|shut up|shut it[.!]|screw you|piss off|get lost|bite me|(?:you(?:'re| are)|you|are you|such an?|what an?|only an?) (?:{_CALLED} )*(?:idiots?|morons?|stupid|dumb|pathetic|useless|incompetent|imbeciles?|cow|bitch|losers?|quacks?|fraud|hag|butcher|pricks?|clowns?|scum\w*|liars?|crooks?|jerks?)\b(?! (?:busy|things?|to you))|(?:i|we|they) (?:\w+ )?hate you\b(?! to)|waste of (?:space|skin)|a disgrace|ashamed of yourself|(?:you(?:'re| are) )the worst (?:doctor|surgeon|nurse|manager|person|secretary)|you old (?:bat|goat|fool|cow|witch)|make me sick|shove it\b|deaf or|can stand you\b|you(?:'ll| will) regret|i know where you live)|(?:^|[.!,]\s*|you (?:can |should )?(?:all )?)go to hell\b")),
    ("ghost", re.compile(r"(?:^|\n)\s*(?:\*[^*\n]*\*|\W)?\s*(?:the )?(?:surgeon|doctor|dr\.? \w+|nurse|manager|stakeholder|customer|client|cfo|administrator|coordinator|assistant|you|them|her|him)\s*(?:\([^)]*\))?\s*:(?!\s*$)|(?:^|\n|\b(?:then|now|and) )(?:you|she|he|the doctor|the stakeholder) (?:then )?(?:say|says|reply|replies|answer|answers|respond|responds|nods?|agrees?)(?: and \w+)?[:,]? [\"']|(?:^|\n|[.!?,] )you (?:then )?(?:say|answer|reply|respond): |\byour (?:next )?(?:line|reply|answer) is\b|(?:^|\n|[.!] |\b(?:now|then) )you (?:(?:will|are going to) now|now (?:will )?|then (?:will )?|(?<=now you )will|(?<=then you )will) ?(?:say|answer|reply|agree)\b|\b(?:let me|i'll|i will) (?:(?:answer|speak|reply) for you|(?:do|say|play|speak) your (?:part|lines?|side|half))\b")),
    ("guess", re.compile(r"\b(?:(?:i(?:'d| would)? (?:bet|guess|assume|suppose|suspect)|i(?:'m| am) (?:guessing|assuming|willing to bet|sure)|let me guess|no doubt|surely|obviously|clearly)\b.{0,40}\byou(?:r|'re| have| are)?\b|you (?:probably|must|surely|obviously|no doubt|likely) (?:have|are|see|lose|get|spend|struggle|use|know|do|don't))")),
    ("agree", re.compile(r"^\W*(?:(?:well|oh|so|and|mm|hm),? )*(?:sure|happy to|gladly|no problem|you got it|yes|yeah|yep|exactly|absolutely|right|true|agreed|of course|definitely|certainly|i agree|that's (?:right|true|correct|fair)|you(?:'re| are) (?:\w+ )?right|totally|indeed|correct|same here|good point)\b")),
    ("peer_offer", re.compile(rf"\b(?:(?:talk|speak|call|phone|hear|connect you|introduce you|put you in touch)(?: to| with| from| directly)* (?:a|an|another|one of|other|some|two|three|any)\b.{{0,30}}\b{_PEOPLE}|(?:a|another|two|three|other|some) (?:\w+ ){{0,2}}{_PEOPLE} (?:who(?:'s| is| has| have| are| use)?|that (?:has|have|use)|you (?:could|can|might) (?:call|talk|speak|ask)))\b")),
    ("own_numbers", re.compile(r"\b(?:your own (?:\w+ )?(?:numbers?|figures?|cases|data|patients|charts?|audit|records?|log|count|logs)|audit (?:of )?(?:your|last)|(?:count|go through|pull|look (?:at|through)) (?:\w+ ){0,2}(?:last year's|your|the last) (?:\w+ ){0,2}(?:cases|charts?|numbers?|figures?|records?|requests|denials|patients|log))\b")),
    ("blockers", re.compile(r"\b(?:what (?:could|might|would|can|will|else could) (?:still )?(?:stop|block|derail|delay|prevent|hold|get in the way|come between|go wrong|trip|sink|kill|keep (?:it|this|that|you|us) from)|what (?:stands|gets|is standing) in (?:the|your) way|(?:anything|is there something) (?:that )?(?:could|might|would) (?:stop|get in|hold|derail)|how (?:sure|firm|certain|confident|likely) (?:is|are|would)|what would (?:it|that) take|what (?:do|would) you need (?:from|to make|for that|before))\b")),
    ("apology", re.compile(r"\b(?:i(?:'m| am) (?:\w+ )?sorry (?:about|for|that (?:we|our|this|it)|this|we)|i (?:\w+ )?apologi[sz]e|we (?:got (?:that|it|this) wrong|let you down|failed you|made a mistake|dropped (?:the ball|it)|should have)|(?:that(?:'s| was| is)|it(?:'s| was| is)|this(?: was| is)) (?:entirely )?(?:on (?:us|me)|our (?:mistake|fault)|my (?:mistake|fault))|you deserved better)\b")),
    ("declines", re.compile(r"\b(?:i (?:can't|cannot|can not|couldn't|won't|mustn't|shouldn't) (?:do|bring|leave|come|give|offer|pop|quote|promise|drop|just|agree|accept|take|put|say|let)|i(?:'m| am) not (?:able|allowed|permitted|going) to|i (?:have to|need to|must|should) (?:say no|decline|pass)|i(?:'d| would) (?:rather|better) not|we(?:'re| are) not (?:allowed|able)|(?:not|isn't) something i can|no,? (?:i'm sorry|sorry|thank you|i can't)|won't be able)\b")),
    ("instead", re.compile(r"\b(?:what i can (?:do|offer)|instead|but i (?:can|could|will)|i(?:'ll| will| can| could) (?:\w+ )?(?:book|ask|register|go through|arrange|send|put in|request|bring it to)|through (?:the|your) (?:\w+ )?(?:committee|office|badge|portal|front desk|appointment|door|process)|the (?:right|proper) (?:way|door|channel))\b")),
    ("interest", re.compile(r"\b(?:are you (?:being )?paid|do (?:you|they) (?:get paid|pay you|consult|have (?:a|any|some) (?:conflict|stake|interest|shares?|deal|arrangement))|on (?:their|the competitor's|somebody's) payroll|conflicts? of interest|in (?:their|somebody's|someone's|the vendor's) pocket|who(?:'s| is) paying you|kickbacks?|bought (?:off|and paid)|hiding (?:a|some) (?:deal|interest)|your (?:deal|arrangement|contract) with (?:them|the competitor|the other))\b")),
]  # fmt: skip

_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "is",
        "are",
        "was",
        "were",
        "be",
        "do",
        "does",
        "did",
        "have",
        "has",
        "you",
        "your",
        "i",
        "we",
        "it",
        "that",
        "this",
        "what",
        "how",
        "not",
        "no",
        "yes",
        "at",
        "from",
    ]
)
_ELSEWHERE = frozenset(
    [
        "el", "la", "los", "las", "que", "de", "en", "y", "un", "una", "por", "para", "con", "es", "usted", "como", "qué", "cómo", "le", "les", "se", "sus", "su", "van", "quién", "todos",  # Spanish
        "der", "die", "das", "und", "ist", "nicht", "sie", "wie", "mit", "ein", "eine", "auf", "für", "von", "zu", "haben", "ihr", "ihre", "ihren", "wenn", "wieder", "sind", "alle", "nennen", "mir", "wer", "bei",  # German
        "vous", "je", "est", "des", "une", "pour", "avec", "dans", "qui", "pas", "sur", "ne", "au", "il", "elle", "votre", "vos", "nous", "tout", "ce", "qu", "dites", "moi", "ou", "et", "mais",  # French
        "você", "não", "uma", "com", "os", "ao", "da", "dos", "seus", "eles", "quem", "depois", "isso",  # Portuguese
        "che", "di", "non", "sono", "gli", "cosa", "ai", "suoi", "quando", "casa", "chi", "dopo", "nel", "della",  # Italian
        "het", "een", "uw", "niet", "als", "ze", "weer", "thuis", "wat", "gebeurt", "er", "zijn", "ik",  # Dutch
        "och", "att", "det", "som", "är", "på", "för", "av", "inte", "ni", "när", "till", "sig", "vad", "med", "era", "hur", "har",  # Swedish
        "się", "nie", "na", "jest", "że", "czy", "co", "do", "jak", "kiedy", "po", "są", "dla", "waszymi",  # Polish
        "ve", "bir", "bu", "için", "ile", "mi", "kim", "sonra", "eve", "nasıl",  # Turkish
        "ang", "ng", "mga", "sa", "ano", "kung", "hindi", "ninyo", "nila",  # Tagalog
        "yang", "apa", "anda", "dengan", "untuk", "pada", "setelah", "mereka", "tidak", "ke",  # Indonesian
        "az", "és", "hogy", "nem", "egy", "amikor",  # Hungarian
        "și", "în", "cu", "nu", "pe", "după", "care",  # Romanian
        "ya", "wa", "kwa", "nini", "wako", "wao", "wanapo", "kwao",  # Swahili
        "ja", "on", "ei", "että", "mitä", "kun", "kotiin", "missä",  # Finnish
    ]
)  # fmt: skip
FOREIGN_SHARE = 0.4
"""Share of the letters outside Latin script, or of the words that are another language's (its commonest, or with letters that
English has not), from which it is not English."""

_LOOKALIKE = str.maketrans("аеорсухіѕјһԁԛԝοαενρτυικ", "aeopcyxisjhdqwoaevptuik")
"""Cyrillic and Greek letters that pass for Latin ones."""
_LEET = str.maketrans("013457$@", "oleastsa")
_SPACED = (re.compile(r"\b(?:\w )+\w\b"), re.compile(r"\b(?:\w[.-])+\w\b"))

_CODE = re.compile(
    r"\{\{|\{%|<%|\$\{|#\{|</?[a-z!|][^<>\n]*>|\[/?inst\]|```|\b(?:select .+ from|drop table|update \w+ set|insert into)\b|\bimport \w+;|!!python|\"\w+\"\s*:|\w\.\w+\(|=\w+\(\"|\|-{2,}|\.\./|\\x[0-9a-f]{2}|%s %|\bcurl -|^[\w' -]{0,30}='|\*\w+, \*|(?:%[0-9a-f]{2}){3}|(?:&#\d+;){2}|(?m:^\w+: [\[\w]+\n\w+: )|' or '"
)
GIBBERISH_SHARE = 0.5
"""Share of the words that nobody could say, from which a turn was not meant to be understood."""
LONGEST = 20
"""Letters of a word."""
_CIPHER = re.compile(r"^(?=.*[a-z][A-Z])(?=.*[A-Z][a-z])(?=.*\d)\w{16,}$|^(?:[0-9a-f]{2}){12,}$")
_UNSPEAKABLE = re.compile(r"[^\W\d_aeiouy]{5}|(?:asdf|sdfg|dfgh|qwer|wert|zxcv|uiop|hjkl|jkl|sdf)|^[^\W\d_aeiouy]{3,}$|(.)\1{3}|[a-z]\d+[a-z]|\d[a-z]+\d")


HEAP_PIECES, HEAP_WORDS, HEAP_SHARE, HEAP_SMALL = 6, 5, 0.8, 0.33
"""A turn of six pieces and more, most of them of at most five words: words strung together, as nobody talks."""
_FILLERS = frozenset(
    ("um", "uh", "er", "hm", "so", "well", "okay", "ok", "like", "you know", "i mean", "hi", "hello", "sorry", "right", "yes", "no", "yeah", "and", "but")
)
ECHO_WORDS = 4
"""Content words from which saying a sentence back is an echo; fewer may be said back by anybody."""


def manners(text: str, previous: str = "") -> list[Signal]:
    """The signals of a whole turn, each with the words that gave it."""
    low, places = folded(text)
    found: dict[str, Signal] = {}
    for name, pattern in MANNERS:
        if name not in found and (match := pattern.search(low)):
            found[name] = Signal(id=name, quote=text[places[match.start()] : places[match.end() - 1] + 1])
    for other in _undisguised(low):
        for name, pattern in MANNERS:
            if name in ("secret", "abuse") and name not in found and pattern.search(other):
                found[name] = Signal(id=name, quote=text[:60])
    for name, holds in (("heap", heap(text)), ("echo", echo(text, previous)), ("foreign", foreign(text))):
        if holds:
            found[name] = Signal(id=name, quote=text[:60])
    if not {"secret", "foreign"} & set(found) and gibberish(text):
        found["gibberish"] = Signal(id="gibberish", quote=text[:60])
    return list(found.values())


def folded(text: str) -> tuple[str, list[int]]:
    """A text as it is meant to be read: lower case, straight quotes, compatibility letters (fullwidth, circled, mathematical)
    and lookalikes as plain ones, without accents, strokes and what has no width; and where each of its characters stood."""
    low, places = [], []
    for at, letter in enumerate(plain(text)):
        if letter.isascii():
            parts = letter
        elif unicodedata.category(letter) in _UNSEEN:
            continue
        else:
            parts = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)).lower().translate(_LOOKALIKE)
        low.append(parts)
        places += [at] * len(parts)
    return "".join(low), places


_UNSEEN = ("Cf", "Mn", "Me")


def _undisguised(low: str) -> Iterator[str]:
    """What else a text may say to somebody who looks twice: letters s p a c e d apart, and d1g1t5 for letters."""
    for spaced in _SPACED:
        if spaced.search(low):
            yield re.sub(r"\s+", " ", spaced.sub(lambda match: re.sub(r"\W", "", match.group()), low))
    if re.search(r"[a-z][013457$@][a-z]", low):
        yield low.translate(_LEET)


def foreign(text: str) -> bool:
    """Whether this is in no language that a stakeholder in an English-speaking country would be addressed in."""
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalpha()]
    if len(letters) >= 4 and sum(ord(letter) > 0x24F for letter in letters) >= FOREIGN_SHARE * len(letters):
        return True
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < 4:
        return False
    other = sum((word in _ELSEWHERE or not word.isascii()) and word not in _ENGLISH for word in words)
    return other >= FOREIGN_SHARE * len(words) and other >= 2 * sum(word in _ENGLISH for word in words)


def gibberish(text: str) -> bool:
    """Whether a turn is code, cipher or keys hit at random: nothing that anybody could have said aloud."""
    if _CODE.search(plain(text)):
        return True
    words = [word for word in re.findall(r"\w+", text[:2_000]) if not (word.isupper() and len(word) <= 5)]
    letters = [word for word in words if not word.isdigit()]
    if len(words) >= 4 and (len(set(map(str.lower, words))) == 1 or not letters or all(re.fullmatch(r"[0-9a-f]{2}|[01]{8}", word) for word in words)):
        return True
    if any(_CIPHER.search(word) for word in letters):
        return True
    odd = [word for word in letters if word.isascii() and (_UNSPEAKABLE.search(word.lower()) or len(word) > LONGEST)]
    return len(odd) >= max(GIBBERISH_SHARE * len(letters), 1) and (len(odd) > 1 or len(odd[0]) > LONGEST)


def heap(text: str) -> bool:
    """Whether a turn strings catchwords together instead of saying something."""
    pieces = [words for piece in re.split(r"[,;.!?\n]+", text.lower()) if (words := piece.split()) and " ".join(words) not in _FILLERS]
    words = re.findall(r"[a-z']+", text.lower())
    if sum(is_small(word) for word in words) > HEAP_SMALL * len(words):
        return False  # Short sentences are still sentences: what is said plainly has its little words.
    return len(pieces) >= HEAP_PIECES and sum(len(piece) <= HEAP_WORDS for piece in pieces) >= HEAP_SHARE * len(pieces)


def echo(text: str, previous: str) -> bool:
    """Whether a turn only gives back, word for word, a sentence that was just said to it."""
    mine = content_words(text)
    if len(mine) < ECHO_WORDS:
        return False
    low = " ".join(re.findall(r"[\w']+", plain(previous)))
    words = re.findall(r"[\w']+", plain(text))
    return any(len(words[start:]) >= ECHO_WORDS and " ".join(words[start:]) in low for start in (0, 1, 2))

"""What may not be said, as a table of rules. A gate beside the scores, never averaged in."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class ClaimRule:
    """One rule: the pattern fires on a statement; `innocent` are readings of the same words that must not."""

    id: str
    severity: str
    pattern: re.Pattern[str]
    why: str
    innocent: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: str
    quote: str
    why: str


def _words(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_NEGATED = _words(
    r"(?:\bnot|n't|\bnever|\bno one|\bnobody|\bcannot|\bneither|\bnor|\bwithout|\bwouldn't|\bhardly|\bif|\bwhether|\byou (?:asked|said|mentioned|wondered)|\bsays?\b|\bclaims?\b|\brather than)\W+(?:\w+\W+){0,6}$"
)

RULES = [
    ClaimRule("absolute", "block", _words(r"\b(?:(?:completely |totally |perfectly |absolutely |100% |entirely )?safe|no side[- ]effects?|harmless|risk[- ]free|no risks?|zero (?:risk|complications|infections)|never fails?|always works?|(?:basically |practically |virtually |simply )?(?:ends|cures|abolishes|does away with) (?:all |your )?(?:exacerbations|attacks|infections|asthma|complications)|(?:eliminates?|prevents?) (?:all|every|any) \w+|works (?:every time|for everyone|for all patients))\b"), "An unqualified promise of safety or effect. Say what was seen, in whom, and what was not.", _words(r"safe (?:to (?:say|assume)|bet|side|place|hands|staffing|word)|safe(?:ly|ty)\b|fail[- ]safe|is it safe to")),
    ClaimRule("superlative", "block", _words(r"\b(?:(?:the|our|america's|simply|clearly|is|are)\W+(?:very )?(?:best|safest|leading|most (?:effective|advanced|innovative)|finest)|the only (?:product|dressing|device|one|drug|option|treatment)|number one|guarantee[ds]?|gold standard|breakthrough|revolutionary|miracle|game[- ]chang\w+|unmatched|unbeatable|second to none)\b"), "A superlative or guarantee without proof. Name the comparison and the evidence, or leave it out.", _words(r"best (?:time|way|day|place|person|number|contact|fit for you|practice|guess|thing for)|guaranteed? (?:minutes|slot)")),
    ClaimRule("clearance", "block", _words(r"\b(?:fda|agency)[- ]approved\b|\bapproved by the (?:fda|agency)\b|\b(?:is|are|got|been|was) approved (?:for (?:use|all|any|every|closed|open)|device|in the us)"), "The device is cleared, not approved. Use the word of its clearance.", None),
    ClaimRule("relative", "warn", _words(r"\b(?:\d{1,3}\s?(?:%|percent|per cent)\s+(?:fewer|less|lower|reduction|drop|decrease|more|better|faster)|(?:reduc|lower|cut|drop|slash)\w*\s+(?:\w+\W+){0,6}?by\s+(?:over |almost |nearly |about |up to )?(?:\d{1,3}\s?(?:%|percent|per cent)|half|a half|a third|two thirds))|\bcuts? \w+ in half\b|\bhalves\b"), "A relative change without the absolute numbers beside it.", _words(r"\d[\d.]*\s?(?:%|percent|per cent)?\s+(?:to|vs\.?|versus|against|from)\s+\d|from\s+\d[\d.]*.{0,40}\bto\s+\d|\bpoints?\b|in (?:every )?(?:a )?hundred|out of \d")),
    ClaimRule("off_label", "block", _words(r"\b(?:use it (?:on|for|in)|works? (?:on|for|in)|great (?:on|for|in)|perfect (?:on|for)|try it (?:on|for)|put it on)\s+(?:\w+\W+){0,3}?(?:open wounds?|open abdomens?|infected wounds?|dehisced|burns?|ulcers?|contaminated|any wound|every wound|all wounds)\b"), "A use outside the cleared indication. Decline and pass the question to medical information.", None),
    ClaimRule("inducement", "block", _words(r"\b(?:i(?:'ll| will| can| could|'d)|let (?:me|us)|we(?:'ll| will| can| could|'d))\s+(?:\w+\W+){0,4}?(?:buy you|take you (?:\w+\W+){0,4}?(?:out\b|to (?:dinner|lunch|the game|the club))|(?:dinner|lunch|tickets|golf|gift ?cards?|a bonus|free (?:samples|product) for you)|pay you|make it worth your while)\b|\b(?:i(?:'ve| have)? (?:brought|got|have)|there(?:'s| is|'d be| would be)|here(?:'s| is| are)|we(?:'d| would|'ll)? (?:offer|have|pay|love to have)|how about|what about)\s+(?:\w+\W+){0,9}?(?:gift ?cards?|donuts|doughnuts|honorari(?:um|a)|dinner (?:for (?:two|you)|on (?:me|us))|lunch on (?:me|us)|a little something for you)\b"), "A gift, meal, money or favour.", None),
    ClaimRule("disparagement", "warn", _words(r"\b(?:competitors?|competition|other (?:vendor|company|companies|brand|brands)|their (?:product|dressing|pump|device))\b.{0,60}\b(?:junk|garbage|terrible|awful|rubbish|useless|dangerous|a joke|worthless|falls? apart|lies?|lying|cheap)\b"), "Running down a competitor. Say what yours does, or what the public record says.", None),
    ClaimRule("comparison", "warn", _words(r"\b(?:better|faster|cheaper|more effective|superior|safer)\s+(?:\w+\W+){0,2}?(?:than|to)\s+(?:\w+\W+){0,3}?(?:anything|any other|everything|all (?:other|the)|the competition|competitors?|other (?:dressings?|products?|devices?|pumps?|brands?)|what you(?:'re| are) using)\b|\bbeats? (?:the|any|every|all)\b"), "A comparison without head-to-head evidence.", None),
]  # fmt: skip


def check(sentence: str, question: bool, said_by_them: bool = False, approved: bool = False) -> list[Finding]:
    """Findings in one sentence. Questions, negations and what the other said do not fire; nor does 'approved' where the
    product is one that was `approved`, such as a biologic."""
    if question or said_by_them:
        return []
    straight = sentence.replace("\u2019", "'")
    found = []
    for rule in RULES:
        if approved and rule.id == "clearance":
            continue
        for match in rule.pattern.finditer(straight):
            around = straight[max(0, match.start() - 12) : match.end() + 40]
            if rule.innocent and rule.innocent.search(around if rule.id != "relative" else straight):
                continue
            if _NEGATED.search(straight[: match.start()]):
                continue
            found.append(Finding(rule.id, rule.severity, sentence[match.start() : match.end()], rule.why))
            break
    return found

"""Who does what by when: promises of the rep, and steps asked of the other, typed and as speech comes."""

from __future__ import annotations

import time
from datetime import date

import pytest

from coach.reading.promises import commitments

REP, THEY = "rep", "stakeholder"
TUESDAY = date(2026, 12, 1)
WEDNESDAY = date(2027, 3, 10)
OCTOBER = date(2026, 10, 16)
"""A Friday."""

SAID: list[tuple[date, str, list[tuple[str, str, str | None]]]] = [
    (TUESDAY, "I'll send you the audit by Thursday.", [(REP, "send you the audit", "2026-12-03")]),
    (TUESDAY, "I will get back to you tomorrow.", [(REP, "get back to you", "2026-12-02")]),
    (TUESDAY, "You'll have it tomorrow.", [(REP, "have it", "2026-12-02")]),
    (TUESDAY, "I can have that with you by noon.", [(REP, "have that with you", "2026-12-01")]),
    (TUESDAY, "I'm going to ask our clinical lead and write to you Monday.", [(REP, "ask our clinical lead and write to you", "2026-12-07")]),
    (TUESDAY, "I promise to keep the kit on your shelf until Friday.", [(REP, "keep the kit on your shelf", "2026-12-04")]),
    (TUESDAY, "I don't know. I'll find out and get back to you by Friday.", [(REP, "find out and get back to you", "2026-12-04")]),
    (TUESDAY, "That's a fair point, and I'll take it back to our engineers. Thursday at the latest.", [(REP, "take it back to our engineers", "2026-12-03")]),
    (TUESDAY, "I'll bring two samples next Thursday.", [(REP, "bring two samples", "2026-12-10")]),
    (TUESDAY, "I'll bring two samples this Thursday.", [(REP, "bring two samples", "2026-12-03")]),
    (TUESDAY, "I'll call Priya on Thursday. No, sorry, make that Friday.", [(REP, "call Priya", "2026-12-04")]),
    (
        TUESDAY,
        "On Monday I'll drop off the tray and on Wednesday I'll pick it up again.",
        [(REP, "drop off the tray", "2026-12-07"), (REP, "pick it up again", "2026-12-02")],
    ),
    (TUESDAY, "I'll send the audit and call Maria on Friday.", [(REP, "send the audit", "2026-12-04"), (REP, "call Maria", "2026-12-04")]),
    (
        TUESDAY,
        "I'll send the audit tomorrow and bring two sets of gowns in a fortnight.",
        [(REP, "send the audit", "2026-12-02"), (REP, "bring two sets of gowns", "2026-12-15")],
    ),
    (TUESDAY, "If you agree, I'll send the protocol to Dr. Haddad today.", [(REP, "send the protocol to Dr. Haddad", "2026-12-01")]),
    (TUESDAY, "If that's all right I'll come by on Wednesday at seven.", [(REP, "come by", "2026-12-02")]),
    (TUESDAY, "I'd be happy to put together a one-page comparison by next week.", [(REP, "put together a one-page comparison", "2026-12-11")]),
    (
        TUESDAY,
        "I'll check with our regulatory people and let you know by the end of the month.",
        [(REP, "check with our regulatory people and let you know", "2026-12-31")],
    ),
    (
        TUESDAY,
        "Our trainer isn't free, but I'll cover the first three lists myself, starting a week from Friday.",
        [(REP, "cover the first three lists myself", "2026-12-11")],
    ),
    (TUESDAY, "I'll email the list to your coordinator before the weekend.", [(REP, "email the list to your coordinator", "2026-12-04")]),
    (TUESDAY, "I'll get you the complaint rate on 14 December.", [(REP, "get you the complaint rate", "2026-12-14")]),
    (TUESDAY, "I'll forward the certificate on 3/4.", [(REP, "forward the certificate", None)]),
    (TUESDAY, "I'll forward the certificate by 12/14.", [(REP, "forward the certificate", "2026-12-14")]),
    (TUESDAY, "I'll send the summary before your committee meets.", [(REP, "send the summary", None)]),
    (TUESDAY, "I'll ring Maria within the hour.", [(REP, "ring Maria", "2026-12-01")]),
    (TUESDAY, "I'll send you the numbers from last Thursday.", [(REP, "send you the numbers from last Thursday", None)]),
    (
        TUESDAY,
        "I'll go through your Monday list and mark the cases that fit.",
        [(REP, "go through your Monday list", None), (REP, "mark the cases that fit", None)],
    ),
    (TUESDAY, "I'll read the March report tonight.", [(REP, "read the March report", "2026-12-01")]),
    (TUESDAY, "What I'll do is send you the raw file tomorrow, so you can judge it yourself.", [(REP, "send you the raw file", "2026-12-02")]),
    (TUESDAY, "What I can do is bring the trial lead along on Thursday.", [(REP, "bring the trial lead along", "2026-12-03")]),
    (TUESDAY, "I need to ask our lab first and will come back to you on Thursday.", [(REP, "come back to you", "2026-12-03")]),
    (TUESDAY, "It will be in your inbox by tomorrow evening.", [(REP, "be in your inbox", "2026-12-02")]),
    (TUESDAY, "I'll let you know by the 9th.", [(REP, "let you know", "2026-12-09")]),
    (TUESDAY, "I'll keep you posted.", [(REP, "keep you posted", None)]),
    (TUESDAY, "I'll see whether the Leeds team would talk to you, by Tuesday.", [(REP, "see whether the Leeds team would talk to you", "2026-12-08")]),
    (TUESDAY, "Fair enough. I'll leave a copy with your secretary.", [(REP, "leave a copy with your secretary", None)]),
    (TUESDAY, "Then I'll write to procurement in two weeks, not earlier.", [(REP, "write to procurement", "2026-12-15")]),
    (TUESDAY, "I'll have it done within ten days.", [(REP, "have it done", "2026-12-11")]),
    (TUESDAY, "I'll be there on the 14th at half past seven.", [(REP, "be there", "2026-12-14")]),
    (TUESDAY, "I will personally walk your night team through it on Sunday.", [(REP, "walk your night team through it", "2026-12-06")]),
    (TUESDAY, "I'll do that by Monday morning.", [(REP, "do that", "2026-12-07")]),
    (TUESDAY, "I'll try to get the tender file by the day after tomorrow.", [(REP, "get the tender file", "2026-12-03")]),
    (TUESDAY, "I'll send it because the committee meets on the 14th.", [(REP, "send it", None)]),
    (TUESDAY, "I'll send the paper you asked for by Friday.", [(REP, "send the paper you asked for", "2026-12-04")]),
    (
        TUESDAY,
        "i will email you the protocol by friday and i'll bring two samples next week",
        [(REP, "email you the protocol", "2026-12-04"), (REP, "bring two samples", "2026-12-11")],
    ),
    (TUESDAY, "yeah that's fair i don't have that number with me i'll find out and call you tomorrow morning", [(REP, "find out and call you", "2026-12-02")]),
    (
        TUESDAY,
        "let me take that back to our service team and i'll write to you by the end of the week",
        [(REP, "take that back to our service team", None), (REP, "write to you", "2026-12-04")],
    ),
    (TUESDAY, "i can get you the list by friday end of day", [(REP, "get you the list", "2026-12-04")]),
    (TUESDAY, "you'll have the figures on your desk by monday morning", [(REP, "have the figures on your desk", "2026-12-07")]),
    (
        TUESDAY,
        "thanks for your time i'll send a short summary this evening and we'll talk in january",
        [(REP, "send a short summary", "2026-12-01"), (REP, "talk", None)],
    ),
    (TUESDAY, "so what i'll do is i'll ask our biomed to call your biomed on wednesday", [(REP, "ask our biomed to call your biomed", "2026-12-02")]),
    (TUESDAY, "i'll send it thursday no wait friday is better", [(REP, "send it", "2026-12-04")]),
    (TUESDAY, "if it's okay with you i'll sit in the corner on thursday and just watch", [(REP, "sit in the corner", "2026-12-03")]),
    (TUESDAY, "we'll run a small test with two of your nurses in january", [(REP, "run a small test with two of your nurses", None)]),
    (TUESDAY, "i'll put the study on paper for you and drop it off in three days", [(REP, "put the study on paper for you and drop it off", "2026-12-04")]),
    (TUESDAY, "right so i'll bring the sheet next tuesday and you have ten minutes with it", [(REP, "bring the sheet", "2026-12-08")]),
    (TUESDAY, "no problem i'll come back on thursday week with a shorter version", [(REP, "come back", "2026-12-10")]),
    (TUESDAY, "we will ship the evaluation set on the fifth of january", [(REP, "ship the evaluation set", "2027-01-05")]),
    (TUESDAY, "Would you introduce me to the chair before the weekend?", [(THEY, "introduce me to the chair", "2026-12-04")]),
    (TUESDAY, "Can you ask Maria to pull last quarter's numbers by Friday?", [(THEY, "ask Maria to pull last quarter's numbers", "2026-12-04")]),
    (TUESDAY, "It would help me a lot if you could send me the form.", [(THEY, "send me the form", None)]),
    (TUESDAY, "Would Thursday at seven work?", [(THEY, "work", "2026-12-03")]),
    (TUESDAY, "Would you mind sending me the current order sheet by Wednesday?", [(THEY, "sending me the current order sheet", "2026-12-02")]),
    (TUESDAY, "Would you be willing to try it on two patients in January?", [(THEY, "try it on two patients", None)]),
    (TUESDAY, "Could you let me watch one list on Monday?", [(THEY, "let me watch one list", "2026-12-07")]),
    (TUESDAY, "May I ask you to put this on the agenda for the 9th?", [(THEY, "put this on the agenda", "2026-12-09")]),
    (
        TUESDAY,
        "Perhaps you could ask your charge nurse what she would change, by Thursday?",
        [(THEY, "ask your charge nurse what she would change", "2026-12-03")],
    ),
    (TUESDAY, "Could you check with infection control whether they would object?", [(THEY, "check with infection control whether they would object", None)]),
    (TUESDAY, "Shall we go through it together next Wednesday?", [(THEY, "go through it together", "2026-12-09")]),
    (TUESDAY, "Let's sit down with Maria on the 10th.", [(THEY, "sit down with Maria", "2026-12-10")]),
    (TUESDAY, "I'd need you to sign the loan form by Monday.", [(THEY, "sign the loan form", "2026-12-07")]),
    (TUESDAY, "Would it be possible for your educator to join the first session on Tuesday?", [(THEY, "join the first session", "2026-12-08")]),
    (TUESDAY, "Can you forward my note to the pharmacy?", [(THEY, "forward my note to the pharmacy", None)]),
    (
        TUESDAY,
        "I'll bring the tally sheet on Monday. Could you ask two nurses to fill it in by the 11th?",
        [(REP, "bring the tally sheet", "2026-12-07"), (THEY, "ask two nurses to fill it in", "2026-12-11")],
    ),
    (
        TUESDAY,
        "Do you think you could connect me with the value analysis coordinator this week?",
        [(THEY, "connect me with the value analysis coordinator", "2026-12-04")],
    ),
    (TUESDAY, "Could I get a copy of the checklist by tomorrow?", [(THEY, "get a copy of the checklist", "2026-12-02")]),
    (TUESDAY, "could you send me the template by wednesday", [(THEY, "send me the template", "2026-12-02")]),
    (TUESDAY, "would you put me in touch with your biomed person this week", [(THEY, "put me in touch with your biomed person", "2026-12-04")]),
    (
        TUESDAY,
        "i'll bring the forms on friday could you have the list of cases ready by then",
        [(REP, "bring the forms", "2026-12-04"), (THEY, "have the list of cases ready", None)],
    ),
    (TUESDAY, "could we look at it together tomorrow at eight", [(THEY, "look at it together", "2026-12-02")]),
    (TUESDAY, "would thursday suit you better or friday", [(THEY, "suit you better", None)]),
    (WEDNESDAY, "That I don't know, and I won't guess. You'll have an answer from me by Friday noon.", [(REP, "have an answer from me", "2027-03-12")]),
    (
        WEDNESDAY,
        "I'll put you in touch with the pharmacist in Ghent, she did exactly this last year.",
        [(REP, "put you in touch with the pharmacist in Ghent", None)],
    ),
    (
        WEDNESDAY,
        "I will write all of this down and send it to you tonight so you can correct me.",
        [(REP, "write all of this down and send it to you", "2027-03-10")],
    ),
    (WEDNESDAY, "If you want, I'll come back next Tuesday with the filled-in sheet.", [(REP, "come back", "2027-03-16")]),
    (WEDNESDAY, "I'll speak to our finance lead this week about the consignment terms.", [(REP, "speak to our finance lead", "2027-03-12")]),
    (WEDNESDAY, "Give me until Friday and I'll tell you exactly how many we've had.", [(REP, "tell you exactly how many we've had", "2027-03-12")]),
    (
        WEDNESDAY,
        "The simplest thing: I'll sit in on the handover on the 17th, say nothing, and write you half a page.",
        [(REP, "sit in on the handover", "2027-03-17"), (REP, "write you half a page", None)],
    ),
    (WEDNESDAY, "I'd be glad to send the unedited protocol over this afternoon.", [(REP, "send the unedited protocol over", "2027-03-10")]),
    (WEDNESDAY, "We're going to run the numbers for your own case mix by the end of March.", [(REP, "run the numbers for your own case mix", "2027-03-31")]),
    (
        WEDNESDAY,
        "Okay. Two things from me: I'll correct the slide, and I'll send the corrected one on 19 March.",
        [(REP, "correct the slide", None), (REP, "send the corrected one", "2027-03-19")],
    ),
    (
        WEDNESDAY,
        "I'll be in theatre three on Friday anyway, so I'll bring the adapter.",
        [(REP, "be in theatre three", "2027-03-12"), (REP, "bring the adapter", None)],
    ),
    (WEDNESDAY, "The cost sheet will be with you by the 15th.", [(REP, "be with you", "2027-03-15")]),
    (WEDNESDAY, "Thursday, then. I'll be at the desk at seven.", [(REP, "be at the desk", None)]),
    (WEDNESDAY, "i'll just quickly note what you said and send you the summary by tomorrow lunchtime", [(REP, "send you the summary", "2027-03-11")]),
    (WEDNESDAY, "we will bring a second pump and a charger on the twenty second", [(REP, "bring a second pump and a charger", "2027-03-22")]),
    (
        WEDNESDAY,
        "so i'll come back with three numbers by the end of next week and you decide whether that's worth ten minutes",
        [(REP, "come back with three numbers", "2027-03-19")],
    ),
    (
        WEDNESDAY,
        "if that is okay i'd stay out of the way and i'll bring coffee for the night team on sunday",
        [(REP, "bring coffee for the night team", "2027-03-14")],
    ),
    (WEDNESDAY, "you'll get my notes tonight and please correct them", [(REP, "get my notes", "2027-03-10"), (THEY, "correct them", None)]),
    (WEDNESDAY, "then i'll ask them to hold a slot for you in april", [(REP, "ask them to hold a slot for you", None)]),
    (WEDNESDAY, "i'll send it over by wednesday no sorry thursday because wednesday is a holiday", [(REP, "send it over", "2027-03-11")]),
    (WEDNESDAY, "i can have a quote for you within two days", [(REP, "have a quote for you", "2027-03-12")]),
    (
        WEDNESDAY,
        "tomorrow afternoon i'll drop by the unit and leave the cards with sister okafor",
        [(REP, "drop by the unit", "2027-03-11"), (REP, "leave the cards with sister okafor", "2027-03-11")],
    ),
    (WEDNESDAY, "Could you put me on the agenda for the April meeting?", [(THEY, "put me on the agenda for the April meeting", None)]),
    (WEDNESDAY, "Could one of your nurses keep a tally until next Wednesday?", [(THEY, "keep a tally", "2027-03-17")]),
    (
        WEDNESDAY,
        "Would you forward this to Dr. Lindqvist and ask her for one objection by Monday?",
        [(THEY, "forward this to Dr. Lindqvist", "2027-03-15"), (THEY, "ask her for one objection", "2027-03-15")],
    ),
    (WEDNESDAY, "Could you take it to the committee in April?", [(THEY, "take it to the committee", None)]),
    (WEDNESDAY, "Could you check the cupboard count with me tomorrow at six?", [(THEY, "check the cupboard count with me", "2027-03-11")]),
    (WEDNESDAY, "Would it be all right to sit in on one clinic next week?", [(THEY, "sit in on one clinic", "2027-03-19")]),
    (WEDNESDAY, "Could Sister Okafor spare me ten minutes on Monday?", [(THEY, "spare me ten minutes", "2027-03-15")]),
    (
        WEDNESDAY,
        "Before I go: would you write down the name of the person in finance for me?",
        [(THEY, "write down the name of the person in finance for me", None)],
    ),
    (WEDNESDAY, "Would Monday the 15th work for your team?", [(THEY, "work for your team", "2027-03-15")]),
    (WEDNESDAY, "Could we say Friday at eight, you, me and the pharmacist?", [(THEY, "say", "2027-03-12")]),
    (WEDNESDAY, "Will you ask the chair whether an observer may sit in?", [(THEY, "ask the chair whether an observer may sit in", None)]),
    (WEDNESDAY, "Might you introduce us to the lead physiotherapist?", [(THEY, "introduce us to the lead physiotherapist", None)]),
    (WEDNESDAY, "would you look over my draft before it goes to the committee", [(THEY, "look over my draft", None)]),
    (WEDNESDAY, "so could you ask kofi to weigh five of them this week", [(THEY, "ask kofi to weigh five of them", "2027-03-12")]),
    (WEDNESDAY, "could you and your deputy join a call on the eighteenth", [(THEY, "join a call", "2027-03-18")]),
    (WEDNESDAY, "i'd need you to confirm the room by monday", [(THEY, "confirm the room", "2027-03-15")]),
    (WEDNESDAY, "would you mind putting in a word with the chief before the meeting", [(THEY, "putting in a word with the chief", None)]),
    (WEDNESDAY, "is there any chance you could get us into the theatre on friday", [(THEY, "get us into the theatre", "2027-03-12")]),
    (
        OCTOBER,
        "Good point. I'll raise it with our product team and report back by the 30th.",
        [(REP, "raise it with our product team and report back", "2026-10-30")],
    ),
    (OCTOBER, "I'll send two references, one of them unhappy, before you meet on Thursday.", [(REP, "send two references, one of them unhappy", "2026-10-22")]),
    (OCTOBER, "We can have the replacement here by Monday.", [(REP, "have the replacement here", "2026-10-19")]),
    (OCTOBER, "The contract I'll bring on Wednesday, the rest can wait.", [(REP, "bring", "2026-10-21")]),
    (OCTOBER, "I'll walk through the tray with your technicians on the 28th.", [(REP, "walk through the tray with your technicians", "2026-10-28")]),
    (OCTOBER, "I'll email Tom the spec and copy you in, this week.", [(REP, "email Tom the spec", "2026-10-16"), (REP, "copy you in", "2026-10-16")]),
    (OCTOBER, "I'll teach the first two shifts myself.", [(REP, "teach the first two shifts myself", None)]),
    (OCTOBER, "If you're happy with that, I'll book the room for the 20th.", [(REP, "book the room", "2026-10-20")]),
    (OCTOBER, "You'll have both numbers in writing by Wednesday.", [(REP, "have both numbers in writing", "2026-10-21")]),
    (OCTOBER, "I'm sending you the paper tonight.", [(REP, "sending you the paper", "2026-10-16")]),
    (OCTOBER, "I'll see to it that nobody calls your nurses before the audit.", [(REP, "see to it that nobody calls your nurses", None)]),
    (OCTOBER, "I'll bring a blank one on Monday, or Tuesday if the post is late.", [(REP, "bring a blank one", None)]),
    (OCTOBER, "okay then on the twenty eighth i'll bring the second size", [(REP, "bring the second size", "2026-10-28")]),
    (
        OCTOBER,
        "so that's on me i'll fix the leaflet and send you the new one by november",
        [(REP, "fix the leaflet", None), (REP, "send you the new one", None)],
    ),
    (OCTOBER, "i will send the letter today and i will call the week after to see if it came", [(REP, "send the letter", "2026-10-16"), (REP, "call", None)]),
    (OCTOBER, "yes i can do tuesday i'll be there at half six", [(REP, "be there", None)]),
    (OCTOBER, "let me dig out the original report for you tomorrow", [(REP, "dig out the original report for you", "2026-10-17")]),
    (OCTOBER, "Could you ask Tom to bring the log on Tuesday?", [(THEY, "ask Tom to bring the log", "2026-10-20")]),
    (OCTOBER, "Could we do a dry run with your team next month?", [(THEY, "do a dry run with your team", "2026-11-30")]),
    (OCTOBER, "Can you get me five minutes with the chair this week?", [(THEY, "get me five minutes with the chair", "2026-10-16")]),
    (OCTOBER, "Would next Wednesday at four be possible?", [(THEY, "be possible", "2026-10-21")]),
    (OCTOBER, "Would your secretary be able to find half an hour next week?", [(THEY, "find half an hour", "2026-10-23")]),
    (OCTOBER, "Could you leave the old forms out for me on Tuesday?", [(THEY, "leave the old forms out for me", "2026-10-20")]),
    (OCTOBER, "Will you take this to Anna before the weekend?", [(THEY, "take this to Anna", "2026-10-16")]),
    (OCTOBER, "could you ring anna for me this afternoon", [(THEY, "ring anna for me", "2026-10-16")]),
    (OCTOBER, "would you set up a call with the two of them by the end of the month", [(THEY, "set up a call with the two of them", "2026-10-31")]),
    (
        OCTOBER,
        "could you have someone note every refill until wednesday and i'll do the sums",
        [(THEY, "have someone note every refill", "2026-10-21"), (REP, "do the sums", None)],
    ),
    (OCTOBER, "would you be willing to introduce me to her", [(THEY, "introduce me to her", None)]),
]

NOTHING = [
    "I'd send it if we had a spare.",
    "If we had a spare I'd bring it tomorrow.",
    "The trial starts Thursday.",
    "The pump will run for a week on one battery.",
    "Who would you ask?",
    "When will you decide?",
    "I won't send you anything until you ask for it.",
    "She said she'd send it by Friday.",
    "I'll be honest, I don't know.",
    "I'll tell you what I hear: Friday is the worst day.",
    "I'll let you go.",
    "Let me ask you something about Friday.",
    "Can you tell me what happens on Fridays?",
    "Could you walk me through last Thursday?",
    "Let me make sure I understood. You lose the bed on Friday and get it back on Monday?",
    "Would you say Friday is worse than Monday?",
    "Which cases would you look at first?",
    "I can see why Friday worries you.",
    "I will not call your staff without asking you.",
    "I'm not going to send you another brochure.",
    "You'll see fewer alarms within a week.",
    "The committee will review it on the 14th, I hear.",
    "Could the pump send the alarm to a phone?",
    "I would bring it on Thursday if I were allowed to.",
    "I hope you'll have a quiet week.",
    "I'll come to that in a minute.",
    "Thank you, I'll let you get back to your patients.",
    "i'll be quick i know you have a list at nine",
    "could you tell me who decides about the budget on friday",
    "i was going to send it on thursday but the file was wrong",
    "let me ask you this how do you cover the nights",
    "i'll admit that i don't have that number",
    "so you said you will ask the chair on thursday",
    "i'll take your word for it",
    "Could I have the blank form to take home?",
    "I'll be direct with you: the battery is the weak point.",
    "I'll give you two examples.",
    "I'll take that as a no.",
    "You will need a new contract by July.",
    "They'll review it on Thursday.",
    "Would you send a patient home on a Friday with this?",
    "Could you say more about the Friday list?",
    "How could we have caught that on Monday?",
    "Where would you put it on the unit?",
    "Is Thursday your operating day?",
    "Are you able to discharge people on Sundays?",
    "If it were up to me I'd give you the set until Friday.",
    "I wouldn't ask you to decide today.",
    "Nobody will call you before Thursday unless you ask.",
    "I told Maria I'd call on Friday and I forgot, I'm sorry.",
    "Every Friday we'll bring fresh stock to most of our hospitals.",
    "He promised he'll send the file by Monday.",
    "I'll wait.",
    "I'll ask you straight: who blocked it?",
    "Let me see if I have that right: the tray comes back on Monday?",
    "Let me go back to what you said about Thursday.",
    "Let me show you what I mean.",
    "Would you rather talk on Thursday?",
    "The rep before me said he would bring a pump by Friday and never came.",
    "let me just say that friday was not your fault",
    "could you help me understand how a patient gets from the ward to theatre",
    "what could we send you that you would actually read",
    "how will you decide who joins the first group",
    "we sent two people in january and they stayed a week",
    "you said you'd talk to the chair on monday how did that go",
    "i'll be out of your hair in two minutes",
    "could you live with that until friday",
    "i hope i can earn ten minutes with you next week",
    "I'll not waste your time.",
    "I'll be the first to say it failed.",
    "We'll be lucky if it's here by Monday.",
    "I'll spare you the brochure.",
    "I can only speak for our own product.",
    "You'll have heard that before.",
    "It'll pay for itself within six months.",
    "The new version will arrive in November.",
    "Could it be that Mondays are worse?",
    "Would it change anything if the report came on Friday?",
    "Would the chair want to see that before October?",
    "We delivered it on the 2nd, and it sat there until Monday.",
    "Had you told me, I'd have brought it on Monday.",
    "I was told you'd decide by Monday.",
    "Let me guess: the list was cut on Friday.",
    "may i ask what happened on monday",
    "would you call that a good week",
    "can i ask who signs the order",
    "how soon could you look at a trial",
    "i said i'd be brief and i will",
    "nobody will ask you to decide by friday",
]


@pytest.mark.parametrize(("on", "text", "expected"), SAID)
def test_who_does_what_by_when(on: date, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(item.actor, item.action, item.on) for item in commitments(text, on)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_commits_nobody(text: str) -> None:
    assert commitments(text, TUESDAY) == []


@pytest.mark.parametrize(
    "text", ["I will not send it.", "You'll get it from me some time.", "He sent it on Friday.", "", "?", "...", "\n\n", "I'll", "could you"]
)
def test_no_promise(text: str) -> None:
    assert commitments(text, TUESDAY) == []


@pytest.mark.parametrize(("on", "text", "expected"), SAID)
def test_action_and_date_are_words_of_the_text(on: date, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    for item in commitments(text, on):
        assert item.action in text and item.action == item.action.strip(" ,.?!")
        assert item.date is None or all(part in text for part in item.date.split(" or "))


@pytest.mark.parametrize(("on", "text", "expected"), SAID)
def test_without_a_meeting_day_the_words_stay(on: date, text: str, expected: list[tuple[str, str, str | None]]) -> None:
    dated, undated = commitments(text, on), commitments(text, None)
    assert [(item.actor, item.action, item.date) for item in undated] == [(item.actor, item.action, item.date) for item in dated]
    assert all(item.on is None for item in undated)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'll send you the paper by Friday.", "by Friday"),
        ("I'll send the summary before your committee meets.", "before your committee meets"),
        ("I'll have a proposal for you by Christmas.", "by Christmas"),
        ("I'll forward the certificate on 3/4.", "on 3/4"),
        ("First the two cases. We'll set up the trial the week after.", "the week after"),
        ("I'll send it. Thursday at the latest.", "Thursday at the latest"),
        ("I'll call Priya on Thursday, no hang on, Friday.", "Friday"),
        ("Would Thursday at seven work?", "Thursday at seven"),
    ],
)
def test_the_words_of_the_date(text: str, words: str) -> None:
    (found,) = commitments(text, TUESDAY)
    assert found.date == words


@pytest.mark.parametrize(
    "text",
    [
        "I'll send you the numbers from last Thursday.",
        "I'll prepare a short page for the Friday clinic.",
        "I'll bring your Monday list.",
        "I'll read the March report.",
        "I'll send the form to your office. You said the committee meets on Thursday.",
        "I'll send it because the committee meets on the 14th.",
        "I'll send the paper we talked about on Monday.",
        "I'll send it, you have clinic on Thursday.",
        "I'll send you the two papers. Is Thursday your clinic day?",
    ],
)
def test_a_date_of_something_else_is_not_taken(text: str) -> None:
    (found,) = commitments(text, TUESDAY)
    assert (found.date, found.on) == (None, None)


def test_both_sides_in_order() -> None:
    found = commitments("I'll send you the paper by Friday, and could you ask Priya for the count by Thursday?", TUESDAY)
    assert [(item.actor, item.action, item.on) for item in found] == [
        ("rep", "send you the paper", "2026-12-04"),
        ("stakeholder", "ask Priya for the count", "2026-12-03"),
    ]


def test_a_joint_proposal_needs_a_date() -> None:
    assert [item.actor for item in commitments("Shall we meet on Thursday?", TUESDAY)] == ["stakeholder"]
    assert commitments("Shall we look at the numbers?", TUESDAY) == []


def test_a_corrected_date_replaces_the_first_even_in_the_next_sentence() -> None:
    (found,) = commitments("I'll call Priya on Thursday. No, sorry, Friday.", TUESDAY)
    assert found.on == "2026-12-04"
    (found,) = commitments("I'll call Priya on Thursday. Friday, if I can.", TUESDAY)
    assert found.on == "2026-12-03"


def test_two_days_to_choose_from_are_not_decided() -> None:
    (found,) = commitments("I'll come in on Thursday or Friday.", TUESDAY)
    assert (found.action, found.date, found.on) == ("come in", "on Thursday or Friday", None)


@pytest.mark.parametrize(
    "piece",
    [
        "i'll send ",
        "I'll send it by Friday. ",
        "could the a b c d ",
        "i'll send and bring and call ",
        "on friday i'll ",
        "would friday ",
        "what i'll do is ",
        "i'll send it. Friday. ",
        "the next the first this ",
        "could " + "w" * 40 + " ",
        "would it be possible for ",
        "before your ",
        ". ",
        " ",
        "x" * 100,
        "i'll send a " + "word " * 40,
    ],
)
def test_a_text_of_any_shape_takes_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    taken = []
    for _ in range(3):
        began = time.process_time()
        commitments(text, TUESDAY)
        taken.append(time.process_time() - began)
    assert min(taken) < 0.15  # Some 0.03 on a laptop; what grows with the square of the length takes seconds.

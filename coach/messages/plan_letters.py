"""What is written after a meeting: an email of approved words only, and a question handed to medical information. Nothing is ever sent."""

from __future__ import annotations

from datetime import date

from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.content.library import Library, Study
from coach.content.persona import Seat
from coach.messages.exporting import FICTIONAL
from coach.messages.plan import MAX_NOTE, Step, cleaned
from coach.messages.plan_export import long_day
from coach.messages.plan_gaps import objection, short

ROUTE = "your medical information team"
SEATS: dict[Seat, str] = {
    "sales": "Sales", "account_manager": "Account manager", "reimbursement": "Reimbursement specialist", "educator": "Clinical educator", "medical": "Medical",
}  # fmt: skip


def follow_up(step: Step, library: Library, on: date) -> str:
    """An email after a step, to be sent on the day `on`: the step's messages word for word, each with its balance and its sources,
    between a greeting and a close that claim nothing. CoachError with a line for each message that is not in force on that
    day, and where there is none."""
    messages = {message.id: message for message in library.messages.messages}
    studies = {study.id: study for study in library.evidence.studies}
    sent = step.model_copy(update={"day": on})
    refused, body = [], []
    for carried in step.messages:
        message = messages.get(carried.message)
        if message is None:
            refused.append(f"The message “{carried.message}” is not in the library any more. Take it out of the step first.")
        elif why := objection(message, library, sent):
            refused.append(f"“{short(message.text)}” {why}, so it cannot go into an email on {long_day(on)}. Take it out of the step first.")
        else:
            cited = [_cited(studies[name]) for name in message.evidence if name in studies]
            body += ["\n".join(filter(None, (message.text, message.balance, *cited)))]
    if not step.messages:
        refused.append("This step carries no message, and an email holds nothing but approved messages. Put one in first.")
    if refused:
        raise CoachError(*refused)
    when = "for your time" if step.day > on else f"for your time on {long_day(step.day)}"
    product = library.product
    return "\n\n".join(
        [
            f"Subject: After our conversation{'' if step.day > on else f' on {long_day(step.day)}'}",
            f"Dear {step.who.name},",
            f"Thank you {when}. Here is what we spoke about, in the words that are approved for it.",
            *body,
            "If you have a question that this does not answer, tell me, and I will pass it to our medical information team.",
            "Kind regards,",
            f"--\nTrue on {long_day(on)}, {product.name}.{f' {FICTIONAL}: every person, product and number is invented.' if product.fictional else ''}",
        ]
    )


def medical_request(step: Step, library: Library | None, question: str, on: date, account: str, seat: Seat | None = None) -> str:
    """A question they asked, to be handed to medical information: who asked, the question word for word, the product, and nothing
    that promotes it. CoachError where there is no question or it identifies a patient."""
    asked = str(cleaned(question)).strip()
    if not asked:
        raise CoachError("Write down what they asked, in their words.")
    if len(asked) > MAX_NOTE:
        raise CoachError(f"That is {len(asked):,} characters. Keep the question under {MAX_NOTE:,}.")
    if found := [what for what in identifiers([asked]) if what != "a name"]:
        raise CoachError(f"The question holds {' and '.join(found)}. Leave out whatever identifies a patient, and keep the rest in their words.")
    who = step.who
    product = f"{library.product.name} ({library.product.company})" if library else "not known: the library is gone"
    invented = library is not None and library.product.fictional
    return "\n".join(
        [
            "REQUEST FOR MEDICAL INFORMATION",
            "",
            f"To: {ROUTE}. Listen First sends nothing; pass this on the way your company does it.",
            f"Written on: {long_day(on)}",
            f"Asked by: {who.name}{f', {who.title}' if who.title else ''}",
            f"Where: {account}",
            f"Asked on: {long_day(min(step.day, on))}",
            f"Taken down by: {SEATS[seat or who.seat]}",
            f"Product: {product}",
            "",
            "The question, in their words:",
            "",
            *(f"    {line}" for line in asked.split("\n")),
            "",
            "They asked without being prompted: [ ] yes  [ ] no",
            "How they would like the answer: [ ] in writing  [ ] a call  [ ] a visit from medical",
            "",
            "The question was not answered in the conversation. Nothing about the product is added here.",
            "If they mentioned that somebody was harmed, report that as well, the way your company asks you to and on the same day.",
            *(["", f"{FICTIONAL}: every person, product and number is invented."] if invented else []),
            "",
        ]
    )


def _cited(study: Study) -> str:
    return f"Source: {study.citation}"

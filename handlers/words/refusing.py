"""What must not be kept where others read along: residents' cases, and what can be told of a private person by its form."""

from __future__ import annotations

from governance.kinds import all_kinds
from governance.personal import personal
from handlers.commands import Command, Log, Refuse
from handlers.words.refs import kind_of
from handlers.words.understanding import Surroundings, Understanding

INTENT = "refuse_in_channel"
FORM = "enquiry"  # the private form that is offered where the words name no kind of case


def in_company(found: Understanding, text: str, around: Surroundings) -> Understanding:
    """What was understood; where others read along, the refusal of what would log or change a case, or holds personal data."""
    if around.private:
        return found
    cases = [case for command in found.commands if (case := _case(command))]
    if not cases and not personal(_without_colleagues(text, around)):
        return found
    return Understanding(INTENT, (Refuse(cases[0] if cases else FORM),))


def _case(command: Command) -> str:
    """The kind of case that a command would log or change, "" where it would none."""
    if isinstance(command, Log):
        return command.kind if all_kinds()[command.kind].kind.confidential else ""
    refs = [getattr(command, "ref", ""), *getattr(command, "refs", ())]
    if command.needs not in ("change", "visit"):
        return ""
    return next((body.kind.name for ref in refs if ref and (body := kind_of(ref)).kind.confidential), "")


def _without_colleagues(text: str, around: Surroundings) -> str:
    """The text without the addresses of people of the programme: those are no secret among them."""
    for person in around.people:
        if person.email and "@" in text:
            text = text.replace(person.email, " ").replace(person.email.casefold(), " ")
    return text

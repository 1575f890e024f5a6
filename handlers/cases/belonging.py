"""To whom a case belongs: the estate of the home that it is about, and the landlord who answers for it."""

from __future__ import annotations

from governance.kind import Body
from governance.kinds.contact import Contact
from governance.kinds.section20 import SectionTwenty
from governance.people import Person
from governance.policy import permit
from governance.timed import Case
from storage.register import Register


async def _of_the_case(
    register: Register, contact: Contact, workstream: str | None, by: Person | None
) -> tuple[Contact, str | None]:
    """A contact about a case is with that case's resident; whoever logs it may change the case. Raises NotCleared."""
    case = await register.records.get(contact.about)
    if by is not None:
        permit(by, "change", case)
    if not isinstance(case.body, Case):
        return contact.model_copy(update={"about": case.ref}), case.workstream or workstream
    known = {
        "about": case.ref,
        "resident_id": contact.resident_id or case.body.resident_id,
        "uprn": contact.uprn or case.body.uprn,
        "landlord": case.body.landlord,
    }
    return contact.model_copy(update=known), case.workstream or workstream


async def belonging(
    register: Register, body: Body, workstream: str | None, by: Person | None
) -> tuple[Body, str | None]:
    """`body` with its home and its landlord, and the workstream that it belongs to: its home's estate, else `workstream`. Where
    no estate says whose it is, it is the organisation's whose officer handles it, or has just logged it."""
    if not isinstance(body, Case):
        return body, await _of_works(register, workstream) if isinstance(body, SectionTwenty) else workstream
    if isinstance(body, Contact) and body.about:
        body, workstream = await _of_the_case(register, body, workstream, by)
    resident = await register.homes.resident(body.resident_id)
    uprn = body.uprn or (resident.uprn if resident else "")
    home = await register.homes.home(uprn)
    estate = (home.estate if home else None) or workstream
    project = await register.workstreams.get(estate)
    handler = await register.people.get(body.owner)
    officer = handler or by
    landlord = (project.landlord if project else "") or body.landlord or (officer.organisation if officer else "")
    return body.model_copy(update={"uprn": uprn, "landlord": landlord}), estate


async def _of_works(register: Register, workstream: str | None) -> str | None:
    """The works project on homes that a notice is about: the one that was meant, else the only one; else what was meant."""
    projects = [each.id for each in (await register.workstreams.all()).values() if each.landlord]
    return projects[0] if len(projects) == 1 and workstream not in projects else workstream

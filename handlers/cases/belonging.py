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
    no estate says whose it is, it is the organisation's whose officer handles it, or has just logged it. A Section 20 notice
    is of the one works project, wherever it was begun: only leaseholders have one."""
    if not isinstance(body, Case):
        estate = await _only_estate(register) if body.kind.of_estate else None
        return body, (estate or workstream) if isinstance(body, SectionTwenty) else (workstream or estate)
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


async def _only_estate(register: Register) -> str | None:
    """The works project on homes, where there is one only."""
    projects = [each.id for each in (await register.workstreams.all()).values() if each.landlord]
    return projects[0] if len(projects) == 1 else None

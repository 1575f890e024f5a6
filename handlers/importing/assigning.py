"""Assigning: whoever handles cases of an estate by the sheets that were imported works on its project."""

from __future__ import annotations

from collections.abc import Iterable

from governance.clearance import landlord_of
from governance.people import Membership
from governance.record import Record
from governance.roles import CASE_OFFICERS, has_role
from handlers.importing.report import FileReport
from storage.register import Register

ROLE = "Case officer"


async def assign_officers(register: Register, imported: Iterable[tuple[FileReport, Record]]) -> None:
    """Put the officers of the landlord who handle these cases on the projects of their estates. The report says whom."""
    people, projects = await register.people.all(), await register.workstreams.all()
    wanted: dict[tuple[str, str], FileReport] = {}
    for told, record in imported:
        project = projects.get(record.workstream or "")
        owner = people.get(record.owner or "")
        if project is None or owner is None or not project.landlord or not record.kind.confidential:
            continue
        theirs = has_role(owner, CASE_OFFICERS) and owner.organisation in ("", project.landlord, landlord_of(record))
        if theirs and not owner.is_on(project.id):
            wanted.setdefault((owner.id, project.id), told)
    for (person, project_id), told in wanted.items():
        await register.memberships.save(Membership(person, project_id, ROLE))
        told.notes.append(
            f"{people[person].name} handles cases there, so they were put on {projects[project_id].label}."
        )

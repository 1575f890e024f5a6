"""Who asks: one person of every role that there is, and of none; with what each of them may nevertheless hear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from governance.people import Membership, Person, Workstream
from storage.register import Register

ESTATE, OTHER = "MW-2031", "WS01"
LANDLORD, ELSEWHERE = "TMG", "OTH"
HANDLER, OWNER, VISITOR = "P200", "P202", "P204"

Hears = Literal["nothing", "restricted", "the door", "cases"]


@dataclass(frozen=True)
class Reader:
    """Somebody who asks. `hears` is what they may be told in private: nothing, what was marked restricted, where to visit and
    what for, or the cases themselves; where others read along nobody hears anything."""

    id: str
    name: str
    role: str = ""
    organisation: str = LANDLORD
    workstream: str | None = OTHER
    hears: Hears = "nothing"
    known: bool = True
    active: bool = True
    guest: bool = False
    sure: bool = True

    @property
    def user(self) -> str:
        """Their account in Slack."""
        return f"U{self.id[1:]}"


READERS = (
    Reader(HANDLER, "Hana Handler", "Project Liaison Officer", workstream=ESTATE, hears="cases"),
    Reader("P201", "Uma Member", "Surveyor", workstream=ESTATE),
    Reader(OWNER, "Owen Elsewhere", "Project Officer"),
    Reader("P203", "Connie Contractor", "Contractor RLO", "BLD", ESTATE),
    Reader(VISITOR, "Vic Visitor", "Contractor RLO", "BLD", ESTATE, hears="the door"),
    Reader("P205", "Otis Auditor", "Internal Auditor", ELSEWHERE),
    Reader("P206", "Mona Manager", "Resident Liaison Manager", ELSEWHERE, ESTATE),
    Reader("P207", "Liam Liaison", "Project Liaison Officer"),
    Reader("P208", "Lena Legal", "Solicitor", workstream=ESTATE),
    Reader("P209", "Bo Board", "Board member"),
    Reader("P210", "Pia Programme", "Programme Manager", hears="restricted"),
    Reader("P211", "Rita Returning", "Ballot officer"),
    Reader("P212", "Dee Protect", "Data Protection Officer"),
    Reader("P213", "Lou Leaver", "Project Liaison Officer", workstream=ESTATE, active=False),
    Reader("P214", "Ulla Unsure", "Resident Liaison Manager", workstream=ESTATE, sure=False),
    Reader("P298", "Gus Guest", known=False, guest=True),
    Reader("P299", "Stan Stranger", known=False),
)
UNCLEARED = tuple(reader for reader in READERS if reader.hears != "cases")


async def enrol(register: Register) -> None:
    """Everybody of whom the programme knows, and what they work on."""
    await register.workstreams.save(Workstream(OTHER, "ICT", "ICT"))
    await register.workstreams.save(Workstream(ESTATE, "Larkspur Estate major works", "Larkspur", landlord=LANDLORD))
    for reader in READERS:
        if reader.known:
            email = f"{reader.id.lower()}@council.example"
            await register.people.save(
                Person(
                    reader.id, reader.name, email, reader.role, reader.organisation, reader.workstream, active=reader.active
                )
            )  # fmt: skip
            if reader.workstream:
                await register.memberships.save(Membership(reader.id, reader.workstream))

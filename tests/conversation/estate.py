"""A small estate in the fake office: two blocks of twenty-four homes, and what the people there want to be written to in."""

from __future__ import annotations

from governance.homes import Home, Resident
from governance.people import Workstream
from tests.conversation.conftest import Office

ESTATE = "MW-2031"
BLOCKS = ("Campion Court", "Teasel Point")
NAMES = ("Dev Dummett", "Fergal Pretendham", "Thea Madeup")


async def with_estate(office: Office) -> Office:
    """Larkspur's works in the channel that was ICT's: 48 homes, of which 12 want Bengali, 8 Somali, 3 Spanish; 6 large print."""
    async with office.app.database.transaction(office.clock.now()) as register:
        await register.workstreams.save(Workstream(ESTATE, "Larkspur Estate major works", "Larkspur", landlord="TMG"))
        for number in range(48):
            block = BLOCKS[number // 24]
            uprn = f"99{number:04}"
            tenure = "resident leaseholder" if number % 4 == 0 else "secure tenant"
            home = Home(uprn, ESTATE, f"{number % 24 + 1} {block}", block, "ZZ1 1AB", tenure, number % 4 == 0)
            await register.homes.keep_home(home)
            language = "Bengali" if number < 12 else "Somali" if number < 20 else "Spanish" if number < 23 else ""
            needs = "large print" if number % 8 == 0 else "carer must be present" if number % 8 == 1 else ""
            name = NAMES[number] if number < len(NAMES) else f"Resident Number{number}"
            await register.homes.keep_resident(
                Resident(f"RES{number:04}", uprn, name, language=language, access_needs=needs)
            )
    await office.says("U1", "/workstream bind Larkspur", channel="C2")
    return office

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.conversation.office import Office as Office
from tests.conversation.offices import MONDAY as MONDAY
from tests.conversation.offices import Kept, Offices, in_ict
from tests.databases import Databases


@pytest.fixture(scope="session")
def kept_offices() -> Kept:
    """What the tests of this process have begun with so far."""
    return {}


@pytest.fixture
async def offices(databases: Databases, kept_offices: Kept) -> AsyncIterator[Offices]:
    made = Offices(databases, kept_offices)
    yield made
    await made.close()


@pytest.fixture
async def bare_office(offices: Offices) -> Office:
    """Chivvy as it is just after it was installed: nobody has said anything yet."""
    return await offices.open()


@pytest.fixture
async def office(offices: Offices) -> Office:
    """The same, with the workstream ICT set up in its channel by Olu."""
    return await offices.open(in_ict)

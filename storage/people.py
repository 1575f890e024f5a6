"""People, how platforms know them, and workstreams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from governance.people import Leave, Membership, Person, Workstream
from governance.preferences import Preferences
from governance.text import all_keepable
from storage.counters import Counters
from storage.memberships import Memberships
from storage.places import mark_stale_with
from storage.tables import IdentityRow, LeaveRow, PersonRow, PreferencesRow, RecordRow, WorkstreamRow

# Their columns: mypy takes those of a SQLModel class for their values.
PERSON: Any = PersonRow
PREFERENCES: Any = PreferencesRow
LEAVE: Any = LeaveRow
WORKSTREAM: Any = WorkstreamRow

# Asked in nearly every transaction. Plain rows: with a thousand people the objects of a session would cost most of one.
_EVERYBODY = (
    select(*PERSON.__table__.c, PREFERENCES.settings)
    .join_from(PersonRow, PreferencesRow, PREFERENCES.person == PERSON.id, isouter=True)
    .order_by(PERSON.name, PERSON.id)
)
_SOMEBODY = _EVERYBODY.where(PERSON.id == bindparam("person"))
_SPELLS = select(LEAVE.person, LEAVE.first, LEAVE.last, LEAVE.deputy).order_by(LEAVE.first)
_SPELLS_OF_ONE = _SPELLS.where(LEAVE.person == bindparam("person"))
_IDENTITY = select(IdentityRow).where(
    col(IdentityRow.platform) == bindparam("platform"), col(IdentityRow.user_id) == bindparam("user")
)

_WORKSTREAMS = select(*WORKSTREAM.__table__.c).order_by(WORKSTREAM.id)

USUAL = Preferences()
FEW = 8  # people who are read one by one before all of them are


class People:
    """The programme's people. `id` is the code a person was imported or enrolled with."""

    def __init__(
        self, session: AsyncSession, counters: Counters, memberships: Memberships, now: datetime, today: date
    ) -> None:
        self._session = session
        self._counters = counters
        self._memberships = memberships
        self._now = now
        self._today = today
        self._known: dict[str, Person] | None = None
        self._known_with: tuple[Membership, ...] = ()
        self._met: dict[str, Person | None] = {}
        self._identities: dict[tuple[str, str], IdentityRow] = {}
        self._met_at = 0

    async def all(self) -> dict[str, Person]:
        """Everyone by id, in order of name, on the workstreams that they are on today; read once a transaction, and anew when
        something of it has changed."""
        memberships = await self._memberships.all()
        if self._known is None or self._known_with is not memberships:
            leave: dict[str, list[Leave]] = {}
            for spell in await self._session.execute(_SPELLS):
                leave.setdefault(spell.person, []).append(Leave(spell.first, spell.last, spell.deputy))
            on: dict[str, list[str]] = {}
            for each in memberships:
                if each.covers(self._today):
                    on.setdefault(each.person, []).append(each.workstream)
            rows = (await self._session.execute(_EVERYBODY)).all()
            self._known = {row.id: _person(row, leave.get(row.id, ()), on.get(row.id, ())) for row in rows}
            self._known_with = memberships
        return self._known

    async def get(self, person: str | None) -> Person | None:
        """One person. As long as few are asked for they are read one by one: a programme may have a thousand."""
        if not person:
            return None
        if self._known is not None or len(self._met) >= FEW:
            return (await self.all()).get(person)
        if self._met_at != self._memberships.changes:
            self._met, self._met_at = {}, self._memberships.changes
        if person not in self._met:
            self._met[person] = await self._one(person)
        return self._met[person]

    async def _one(self, person: str) -> Person | None:
        row = (await self._session.execute(_SOMEBODY, {"person": person})).one_or_none()
        if row is None:
            return None
        spells = await self._session.execute(_SPELLS_OF_ONE, {"person": person})
        leave = [Leave(spell.first, spell.last, spell.deputy) for spell in spells]
        on = [each.workstream for each in await self._memberships.of(person) if each.covers(self._today)]
        return _person(row, leave, on)

    def forget(self) -> None:
        """Read anew."""
        self._known, self._met, self._identities = None, {}, {}

    async def preferring_before(self, at: time) -> list[Person]:
        """Those who want their digest before an hour of the day."""
        settled = {
            row.person: _preferences(row.settings) for row in await self._session.scalars(select(PreferencesRow))
        }
        early = [person for person, mine in settled.items() if mine.digest_at < at]
        return [found for person in early if (found := await self.get(person)) is not None]

    async def anybody_away(self, day: date) -> bool:
        """Whether anybody is on leave on a day."""
        spell = select(col(LeaveRow.id)).where(col(LeaveRow.first) <= day, col(LeaveRow.last) >= day).limit(1)
        return await self._session.scalar(spell) is not None

    async def name(self, person: str | None) -> str:
        found = await self.get(person)
        return found.name if found else "nobody"

    async def is_empty(self) -> bool:
        return not await self._session.scalar(select(func.count()).select_from(PersonRow))

    async def new_id(self) -> str:
        return f"P{await self._counters.next('P'):03d}"

    async def save(self, person: Person) -> None:
        """Add a person or bring them up to date, leave included. Another main workstream than before ends their membership of
        that one and begins one of this; those of other workstreams stay."""
        row = await self._session.get(PersonRow, person.id)
        known = row is not None
        row = row or PersonRow(id=person.id, name=person.name)
        before, named = row.workstream, row.name
        for name in ("name", "email", "role", "organisation", "workstream", "member", "active", "deputy"):
            setattr(row, name, all_keepable(getattr(person, name)))
        row.working_days = "".join(str(day) for day in sorted(person.working_days))
        self._session.add(row)
        await self._set_leave(person)
        await self._session.flush()
        if known and named != person.name:
            await mark_stale_with(self._session, col(RecordRow.owner) == person.id)
        if before and before != person.workstream:
            await self._memberships.leave(person.id, before)
        if person.workstream:
            await self._memberships.join(person.id, person.workstream, self._today if known else None)
        await self._counters.at_least("P", number_in(person.id))
        self.forget()

    async def prefer(self, person: str, preferences: Preferences) -> None:
        """Keep what a person has settled for themselves; only what differs from the usual, so that the usual may change."""
        row = await self._session.get(PreferencesRow, person) or PreferencesRow(person=person)
        row.settings = preferences.model_dump(mode="json", exclude_defaults=True)
        self._session.add(row)
        await self._session.flush()
        self.forget()

    async def _set_leave(self, person: Person) -> None:
        await self._session.execute(delete(LeaveRow).where(col(LeaveRow.person) == person.id))
        self._session.add_all(
            LeaveRow(person=person.id, first=spell.first, last=spell.last, deputy=spell.deputy)
            for spell in person.leave
        )

    async def by_identity(self, platform: str, user_id: str) -> Person | None:
        """The person whom a platform knows by this id; not `sure` while they have not confirmed that it is them."""
        row = await self._identity(platform, user_id)
        found = await self.get(row.person) if row else None
        return found if found is None or row is None or row.confirmed else replace(found, sure=False)

    async def by_email(self, email: str) -> Person | None:
        plain = email.strip().casefold()
        people = await self.all()
        return next((person for person in people.values() if plain and person.email.casefold() == plain), None)

    async def identify(
        self,
        person: str,
        platform: str,
        user_id: str,
        *,
        tenant: str = "",
        name: str = "",
        address: Mapping[str, Any] | None = None,
        seen: bool = False,
        confirmed: bool | None = None,
    ) -> None:
        """Remember how a platform knows a person, and how to write to them there. `seen`: they have just spoken; `confirmed`
        says whether this is them beyond doubt, None leaves that as it was (at first it is)."""
        row = await self._identity(platform, user_id)
        if row is None:
            row = IdentityRow(platform=platform, user_id=user_id, person=person)
        row.person = person
        row.tenant = tenant or row.tenant
        row.name = name or row.name
        if address:
            row.address = {**row.address, **address}
        if seen:
            row.last_seen = self._now
        if confirmed is not None:
            row.confirmed = confirmed
        self._session.add(row)
        await self._session.flush()

    async def identities(self, person: str) -> list[IdentityRow]:
        """How platforms know a person, the one they spoke on last first; those that they have not confirmed come last, so that
        nothing unasked goes there as long as there is another."""
        rows = await self._session.scalars(select(IdentityRow).where(col(IdentityRow.person) == person))
        return sorted(
            rows,
            key=lambda row: (
                not row.confirmed,
                row.last_seen is None,
                -(row.last_seen.timestamp() if row.last_seen else 0),
            ),
        )

    async def ask_about(self, platform: str, user_id: str) -> bool:
        """Whether somebody is to be asked today if an account is theirs: once a day until they have said. They now are."""
        row = await self._identity(platform, user_id)
        if row is None or row.confirmed or row.asked_on == self._today:
            return False
        row.asked_on = self._today
        self._session.add(row)
        await self._session.flush()
        return True

    async def users(self, platform: str, people: Iterable[str]) -> dict[str, str]:
        """The platform's user ids of `people`, by person id, for those whom it knows."""
        wanted = set(people)
        if not wanted:
            return {}
        rows = await self._session.scalars(
            select(IdentityRow).where(col(IdentityRow.platform) == platform, col(IdentityRow.person).in_(wanted))
        )
        return {row.person: row.user_id for row in rows}

    async def _identity(self, platform: str, user_id: str) -> IdentityRow | None:
        """Read once a transaction: whoever speaks is looked up, and then seen."""
        if (platform, user_id) not in self._identities:
            found = await self._session.scalar(_IDENTITY, {"platform": platform, "user": user_id})
            if found is None:
                return None
            self._identities[platform, user_id] = found
        return self._identities[platform, user_id]


class Workstreams:
    """The programme's workstreams by id (`WS05`)."""

    def __init__(self, session: AsyncSession, counters: Counters) -> None:
        self._session = session
        self._counters = counters
        self._known: dict[str, Workstream] | None = None

    async def all(self) -> dict[str, Workstream]:
        """By id; read once a transaction, and anew when one has changed."""
        if self._known is None:
            found = await self._session.execute(_WORKSTREAMS)
            self._known = {row.id: Workstream(row.id, row.name, row.short, row.lead, row.landlord) for row in found}
        return self._known

    def forget(self) -> None:
        """Read anew."""
        self._known = None

    async def get(self, workstream: str | None) -> Workstream | None:
        return (await self.all()).get(workstream) if workstream else None

    async def new_id(self) -> str:
        return f"WS{await self._counters.next('WS'):02d}"

    async def save(self, workstream: Workstream) -> None:
        row = await self._session.get(WorkstreamRow, workstream.id) or WorkstreamRow(id=workstream.id, name="")
        if row.name and (row.name, row.short) != (workstream.name, workstream.short):
            await mark_stale_with(self._session, col(RecordRow.workstream) == workstream.id)
        row.name, row.short, row.lead = workstream.name, workstream.short, workstream.lead
        row.landlord = workstream.landlord
        self._session.add(row)
        await self._session.flush()
        self.forget()
        await self._counters.at_least("WS", number_in(workstream.id))


def number_in(code: str) -> int:
    """The number at the end of a code (`P060` → 60), 0 when it has none."""
    match = re.search(r"(\d{1,9})$", code)
    return int(match[1]) if match else 0


def _person(row: Any, leave: Iterable[Leave], on: Sequence[str]) -> Person:
    """`on` are the workstreams that they are on today; the main one is the first of them where it has ended."""
    main = row.workstream if row.workstream in on else next(iter(on), None)
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        role=row.role,
        organisation=row.organisation,
        workstream=main,
        member=row.member,
        active=row.active,
        deputy=row.deputy,
        working_days=_weekdays(row.working_days),
        leave=tuple(leave),
        preferences=_preferences(row.settings),
        workstreams=tuple(sorted(set(on), key=lambda workstream: (workstream != main, workstream)))
        if len(on) > 1
        else tuple(on),
    )


@lru_cache(maxsize=128)
def _weekdays(numbers: str) -> frozenset[int]:
    return frozenset(int(day) for day in numbers)


def _preferences(settled: Mapping[str, Any] | None) -> Preferences:
    """As they were kept; what a newer Chivvy knows and this one does not is left out."""
    if not settled:
        return USUAL
    known = {name: value for name, value in settled.items() if name in Preferences.model_fields}
    return Preferences.model_validate(known)

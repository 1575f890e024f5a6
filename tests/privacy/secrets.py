"""A register full of secrets: one case of every confidential kind, every text of which holds words that are nowhere else, and the
homes, residents, attempts, contacts, comments and voters that hang on them. A new kind is among them by being declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from pydantic import ValidationError

from governance.attempts import Attempt, Tried
from governance.happening import Happening
from governance.homes import Home, Resident
from governance.kind import Body
from governance.kinds import all_kinds
from governance.record import Record
from governance.surveys import Answered
from storage.history import Scene
from storage.register import Register
from tests.privacy.people import ESTATE, HANDLER, LANDLORD, OWNER, VISITOR

SOUGHT = "quillwort"  # the one word that all of them share: what a search is made for
UPRN, RESIDENT = "990000777", "RESQZ777"
TODAY = date(2026, 11, 23)
BEGAN = {"received_at", "happened_at", "aware_on", "happened_on"}  # from which days the clocks run
HEALTH = ("special_category", "vulnerability", "capacity_concern", "reasonable_adjustment")
TAG = re.compile(r"<[^>]+>")


@dataclass
class Secrets:
    """What nobody may hear who may not open what it belongs to: each canary with what it is. `cases` are the refs of what is
    confidential by its kind, `restricted` of what was marked so, `others` of what is for everybody and has secrets behind it."""

    canaries: dict[str, str] = field(default_factory=dict)
    of_case: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    restricted: str = ""
    others: list[str] = field(default_factory=list)
    at_the_door: frozenset[str] = frozenset()
    of_restricted: frozenset[str] = frozenset()
    _numbers: Iterator[int] = field(default_factory=count)

    def new(self, what: str) -> str:
        """A word that is nowhere else, and stays in one piece however it is cut, folded or drawn."""
        word = f"qz{next(self._numbers):03d}zq"
        self.canaries[word] = what
        return word

    def text(self, what: str) -> str:
        return f"{self.new(what)} {SOUGHT}"

    @property
    def refs(self) -> list[str]:
        return [*self.cases, self.restricted, *self.others]

    def found_in(self, heard: str, but: frozenset[str] = frozenset()) -> list[str]:
        """What `heard` gives away, in words."""
        said = heard.casefold()
        if "qz" not in said and UPRN not in said and "07700" not in said:
            return []
        plain = said.replace(" ", "")
        return [what for word, what in self.canaries.items() if word not in but and word.casefold() in plain]


async def fill(register: Register) -> Secrets:
    """Put everything into an empty register that has its people already."""
    secrets = Secrets()
    await _home(register, secrets)
    plain = await _log(register, secrets, "action", {"title": "Book the hall", "owner": OWNER, "due": "2026-11-20"})
    heard = await _log(
        register,
        secrets,
        "you said",
        {"title": "Dust", "you_said": "There is dust everywhere", "heard_on": "2026-11-02"},
    )
    told = await _log(register, secrets, "communication", {"title": "Newsletter", "publish_on": "2026-12-03"})
    for name, body in all_kinds().items():
        if not body.kind.confidential:
            continue
        record = await _log(register, secrets, name, _values(secrets, body))
        secrets.cases[record.ref] = name
        await _around(register, secrets, record)
        await register.links.add(Scene(HANDLER, "import"), record, "relates to", plain)
        await register.links.add(Scene(HANDLER, "import"), heard, "relates to", record)
    before = set(secrets.canaries)
    risk = all_kinds()["risk"]
    held = await _log(
        register, secrets, "risk", _values(secrets, risk) | {"likelihood": 5, "impact": 5}, confidential=True
    )
    secrets.restricted = held.ref
    await register.links.add(Scene(HANDLER, "import"), held, "relates to", plain)
    secrets.of_restricted = frozenset(set(secrets.canaries) - before)
    secrets.others = [plain.ref, heard.ref, told.ref, *await _asked_of_residents(register, secrets)]
    return secrets


async def _log(register: Register, secrets: Secrets, kind: str, values: dict[str, Any], **common: Any) -> Record:
    body = all_kinds()[kind]
    whole = {"status": body.kind.lifecycle.initial, "owner": HANDLER, **values}
    scene = Scene(HANDLER, "import")
    record = await register.records.log(scene, body.model_validate(whole), workstream=ESTATE, common=common)
    if record.confidential:
        note = {"note": secrets.text(f"a note on {record.ref}")}
        await register.history.add(Scene(HANDLER), "note", record.ref, after=note)
    return record


def _values(secrets: Secrets, body: type[Body]) -> dict[str, Any]:
    """A canary in every field that takes words, whoever fills it in; the rest as far as clocks need it."""
    values: dict[str, Any] = {"status": body.kind.lifecycle.initial}
    values |= {"title": f"{secrets.new(f'the title of the {body.kind.noun}')} {SOUGHT}"}
    values |= {name: TODAY.replace(day=9) for name in BEGAN & set(body.model_fields)}
    values |= {"landlord": LANDLORD} if "landlord" in body.model_fields else {}
    for name, ask in body.asks():
        if name not in values and ask.input in ("line", "text", "none", "link"):
            held = body.model_fields[name].get_default()
            if isinstance(held, str):
                values[name] = secrets.text(f"“{ask.label}” of the {body.kind.noun}")
    values |= {"uprn": UPRN, "resident_id": RESIDENT} if "uprn" in body.model_fields else {}
    values |= {"visitors": (VISITOR,), "visit_on": date(2026, 11, 26)} if "visitors" in body.model_fields else {}
    while True:
        try:
            body.model_validate(values)
        except ValidationError as wrong:
            for name in {str(error["loc"][0]) for error in wrong.errors()}:
                values.pop(name)  # a field that takes only words of its own
        else:
            return values


async def _home(register: Register, secrets: Secrets) -> None:
    address = f"17 {secrets.new('an address')} Court"
    home = Home(UPRN, ESTATE, address, "Campion Court", "ZZ1 1QZ", "secure tenant")
    needs = secrets.new("what to know at the door")
    resident = Resident(
        RESIDENT, UPRN, f"Agatha {secrets.new('a name')}", "07700 900777", f"{secrets.new('an e-mail address')}@mail.example",
        "phone", secrets.new("a language"), needs, vulnerable=True,
    )  # fmt: skip
    secrets.canaries |= {UPRN: "a UPRN", RESIDENT: "a resident’s number", "07700900777": "a phone number"}
    await register.homes.keep_home(home)
    await register.homes.keep_resident(resident)
    told = {word for word in secrets.canaries if word in f"{address} {needs} {resident.language}"}
    secrets.at_the_door = frozenset(told)


async def _around(register: Register, secrets: Secrets, record: Record) -> None:
    """What a chronology knows besides the record, and for a case that has them, an attempt."""
    at = datetime(2026, 11, 10, 9, tzinfo=UTC)
    said = [secrets.text(f"{what} in the chronology of {record.ref}") for what in ("a line", "a note", "a source")]
    await register.happenings.keep(record, Happening(at, said[0], said[1], HANDLER, said[2]))
    if "tried" not in type(record.body).model_fields:
        return
    words = ("certificate", "spoke_to", "said", "card", "contact_tried", "evidence", "note")
    told = {name: secrets.text(f"“{name}” of an attempt") for name in words}
    attempt = Attempt(1, date(2026, 11, 12), at, None, HANDLER, "Refused at door", **told)  # type: ignore[arg-type]
    row = await register.attempts.keep(record, attempt)
    tried = Tried(row, 1, attempt.day, time(9), HANDLER, attempt.outcome)
    await register.records.change(Scene(HANDLER, "import"), record, {"tried": (tried,)})
    secrets.at_the_door |= {word for word in secrets.canaries if word in record.title}


async def _asked_of_residents(register: Register, secrets: Secrets) -> list[str]:
    """A survey with comments that name somebody, and a ballot with its voters."""
    survey = await _log(
        register, secrets, "survey", {"title": "Windows", "questions": "Quality", "population": 60, "status": "Closed"}
    )
    resident = await register.homes.resident(RESIDENT)
    assert resident is not None
    for number in range(12):
        comment = (
            f"{resident.name} next door rang {resident.phone} about the dust, and Flat 17 has asthma"
            if number % 2
            else ""
        )
        home = UPRN if number == 1 else f"9911{number:04}"
        one = Answered(f"R{number}", home, TODAY, ("Very satisfied",), "secure tenant", "online", comment)
        await register.surveys.keep(survey, one)
    values = {"title": "Landlord offer", "question": "Do you agree?", "options": "Yes | No", "opens": "2026-11-02"}
    ballot = await _log(register, secrets, "ballot", {**values, "closes": "2026-12-04", "project_manager": HANDLER})
    return [survey.ref, ballot.ref]


def plain_html(html: str) -> str:
    return TAG.sub(" ", html)


def without(secrets: Secrets, *words: str) -> Secrets:
    """The same, of which some words are no secret."""
    return replace(secrets, canaries={word: what for word, what in secrets.canaries.items() if word not in words})

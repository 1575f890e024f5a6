"""What was typed where it must not be: the data protection officer hears that it happened, where the programme wants that."""

from __future__ import annotations

from dataclasses import replace

from tests.conversation.conftest import Office
from tests.conversation.offices import prepared

ROLES = {"Sam Okoro": "Data Protection Officer", "Olu Adeyemi": "Programme Manager"}
TYPED = "Mrs Quagmire at flat 12 is upset about the damp"


@prepared
async def with_officer(office: Office) -> None:
    """Sam Okoro answers for data protection, Olu for the programme."""
    await office.says("U1", "/action Something for everybody <@U3> by Friday")
    async with office.app.database.transaction(office.clock.now()) as register:
        for person in (await register.people.all()).values():
            await register.people.save(replace(person, role=ROLES.get(person.name, person.role)))


async def test_usually_nobody_is_told(with_officer: Office) -> None:
    told = len(with_officer.dm("U3").cards)
    await with_officer.says("U2", TYPED)
    assert len(with_officer.dm("U3").cards) == told


async def test_told_where_and_by_whom_and_never_what(with_officer: Office) -> None:
    await with_officer.writes("U1", "settings tell data protection on")
    await with_officer.says("U2", TYPED)
    said = with_officer.dm("U3").last
    assert "Sam Patel typed what looks like a resident’s case" in said.words
    assert "in the channel ict (Slack)" in said.words
    assert "Quagmire" not in f"{said.words} {said.text}"
    assert "I have not kept it" in with_officer.channel("U2").whisper.text


async def test_it_can_be_taken_back(with_officer: Office) -> None:
    await with_officer.writes("U1", "settings tell dpo on")
    await with_officer.writes("U1", "settings tell dpo off")
    told = len(with_officer.dm("U3").cards)
    await with_officer.says("U2", TYPED)
    assert len(with_officer.dm("U3").cards) == told

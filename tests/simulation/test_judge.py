"""The judge must see what is wrong: each promise broken once, in evidence made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.simulation.hours import LONDON, Hours, Worker
from tests.simulation.judge import Evidence, Judge
from tests.simulation.ledger import Held, Owed
from tests.simulation.weather import Received

MEERA = Worker(True, frozenset(range(5)), ((date(2026, 12, 3), date(2026, 12, 4)),))
THING = Held("A-001", "action", "P001", "WS01", date(2026, 11, 27), True, None, False, date(2026, 11, 2))
DIGEST = "digest:P001:2026-11-27"
ALERT = "escalation:A-001:2026-11-27:1"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def owed(key: str, state: str = "sent", **more: object) -> Owed:
    rule, person = key.split(":")[0], "P001" if key.startswith("digest") else None
    plain = Owed(key, rule, person, None, ("A-001",), state, None, at("2026-11-27T09:15"), None, "", 1, "")
    return replace(plain, **more)  # type: ignore[arg-type]


def received(key: str, moment: str, *, repeated: bool = False) -> Received:
    return Received(at(moment), "D1" if key.startswith("digest") else "C1", key, "", repeated)


def evidence(*messages: Received, notices: tuple[Owed, ...] = (), thing: Held = THING) -> Evidence:
    """A fortnight from Monday 23 November in which one thing was due on the 27th and nobody did anything about it."""
    hours = Hours()
    hours.people.append((at("2026-11-23T08:00"), {"P001": MEERA}))
    mornings = [at("2026-11-23T09:10") + timedelta(days=count) for count in range(19) if count % 7 < 5]
    snapshots = [(morning, {"A-001": thing}) for morning in mornings]
    ended = at("2026-12-11T20:00")
    return Evidence([*messages], [*notices], snapshots, hours, {"D1": "P001"}, mornings[0], ended)


GOOD = (received(DIGEST, "2026-11-27T09:15"), received(ALERT, "2026-12-04T09:15"))
OWED = (owed(DIGEST), owed(ALERT))


def wrong(shown: Evidence) -> dict[str, int]:
    return {promise: len(found) for promise, found in Judge(shown).findings().items() if found}


def test_nothing_is_wrong_with_what_is_right() -> None:
    assert wrong(evidence(*GOOD, notices=OWED)) == {}


def test_what_never_arrived_is_lost() -> None:
    assert wrong(evidence(GOOD[0], notices=OWED)) == {"lost": 1, "escalations lost": 1}
    assert wrong(evidence(GOOD[1], notices=OWED)) == {"lost": 1, "digests lost": 1}


def test_what_was_never_owed_is_missed_all_the_same() -> None:
    assert wrong(evidence()) == {"escalations lost": 1, "digests lost": 1}


def test_what_is_still_owed_or_failed_is_lost() -> None:
    stuck = owed("weekly:1:2026-11-30", "uncertain")
    failed = owed("weekly:2:2026-11-30", "failed", outcome="after 8 attempts: no answer")
    settled = owed("assignment:A-001:1", "lapsed", outcome="there was nothing to say any more")
    assert wrong(evidence(*GOOD, notices=(*OWED, stuck, failed, settled))) == {"lost": 2}


def test_a_digest_leaves_out_only_what_is_settled_or_somebody_elses() -> None:
    left_out = owed("assignment:A-001:1", "lapsed", person="P001", outcome=f"not named in {DIGEST}")
    assert wrong(evidence(*GOOD, notices=(*OWED, left_out))) == {"lost": 1}
    handed_over = replace(left_out, person="P002")
    assert wrong(evidence(*GOOD, notices=(*OWED, handed_over))) == {}


def test_the_same_key_twice_and_two_digests_on_a_day() -> None:
    assert wrong(evidence(*GOOD, GOOD[1], notices=OWED)) == {"twice": 1}
    assert wrong(evidence(*GOOD, replace(GOOD[1], repeated=True), notices=OWED)) == {}
    other = "digest:P001:2026-11-26"
    late = received(other, "2026-11-27T11:00")
    assert wrong(evidence(*GOOD, late, notices=(*OWED, owed(other)))) == {"twice": 1}


def test_bad_moments() -> None:
    for moment in ("2026-11-27T07:59", "2026-11-27T18:00", "2026-11-28T10:00", "2026-12-03T10:00", "2026-12-25T10:00"):
        digest = f"digest:P001:{moment[:10]}"
        shown = evidence(*GOOD, received(digest, moment), notices=(*OWED, owed(digest)))
        assert "out of hours" in wrong(shown), moment
    alert = received(ALERT, "2026-12-03T10:00")  # Meera is on leave; the channel is not
    assert "out of hours" not in wrong(evidence(GOOD[0], alert, notices=OWED))


def test_an_answer_comes_at_any_hour() -> None:
    said = owed("said:turn-1:1")
    assert wrong(evidence(*GOOD, received("said:turn-1:1", "2026-11-28T23:00"), notices=(*OWED, said))) == {}


def test_a_snooze_excuses_the_digest_and_never_the_escalation() -> None:
    snoozed = replace(THING, snoozed_until=date(2026, 12, 31))
    assert wrong(evidence(thing=snoozed)) == {"escalations lost": 1}

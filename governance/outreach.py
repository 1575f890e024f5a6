"""Outreach: how a project's communications keep up with its strategy: what is next, what is late, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from governance.audience import Wanted, addressed, blocks_named, blocks_of, listed_in
from governance.calendar import spoken
from governance.homes import Home
from governance.kinds.communication import CANCELLED, Communication
from governance.kinds.strategy import Strategy
from governance.record import Record
from governance.rhythm import rhythm_words
from governance.strategy_line import ONCE, WHEN_NEEDED, Line


@dataclass(frozen=True)
class Piece:
    """One communication of a project: `on` is the day on which it went out, or is to."""

    ref: str
    body: Communication
    on: date | None
    line: int | None = None

    @property
    def is_sent(self) -> bool:
        return not self.body.is_planned


@dataclass(frozen=True)
class Course:
    """How one line stands: what it made last, what is planned next, and the day on which something is expected."""

    line: Line
    last: Piece | None = None
    planned: Piece | None = None
    expected: date | None = None


@dataclass(frozen=True)
class Gap:
    """Something that is missing, as a sentence; `line` is the strategy's line that it is about, `ref` the communication's.
    `silent`: nothing is planned of that line, and planning the next one fills the gap."""

    says: str
    line: int | None = None
    ref: str = ""
    silent: bool = False


@dataclass(frozen=True)
class Outreach:
    """All of it, as of a day."""

    today: date
    courses: tuple[Course, ...]
    pieces: tuple[Piece, ...]
    gaps: tuple[Gap, ...]

    @property
    def coming(self) -> tuple[Piece, ...]:
        """What is planned for today or later, soonest first."""
        return tuple(sorted((one for one in self._planned() if _day(one) >= self.today), key=_day))

    @property
    def late(self) -> tuple[Piece, ...]:
        """What was to have gone out by now, longest overdue first."""
        return tuple(sorted((one for one in self._planned() if _day(one) < self.today), key=_day))

    @property
    def sent(self) -> tuple[Piece, ...]:
        """What went out, newest first."""
        return tuple(sorted((one for one in self.pieces if one.is_sent and one.on), key=_day, reverse=True))

    @property
    def to_plan(self) -> tuple[Course, ...]:
        """The lines of which something is expected on a day to come, and nothing is planned yet; soonest first."""
        found = [
            each for each in self.courses if each.planned is None and each.expected and each.expected >= self.today
        ]
        return tuple(sorted(found, key=lambda each: each.expected or self.today))

    def _planned(self) -> Iterator[Piece]:
        return (one for one in self.pieces if not one.is_sent and one.on)


def _day(piece: Piece) -> date:
    assert piece.on is not None
    return piece.on


def pieces_of(strategy: str, records: Iterable[Record]) -> tuple[Piece, ...]:
    """The communications of a project that count, each with the line of the strategy (by its ref) that it serves."""
    found = []
    for record in records:
        body = record.body
        if not isinstance(body, Communication) or record.withdrawn or body.status == CANCELLED:
            continue
        ref, _, number = body.serves.rpartition(".")
        line = int(number) if ref and ref == strategy else None
        found.append(Piece(record.ref, body, body.distributed_on or body.publish_on, line))
    return tuple(found)


def outreach(
    strategy: Strategy,
    pieces: Sequence[Piece],
    today: date,
    *,
    since: date,
    homes: Sequence[Home] = (),
    languages: Sequence[Wanted] = (),
    formats: Sequence[Wanted] = (),
) -> Outreach:
    """How things stand. `since` is the day from which the strategy counts; `languages` and `formats` are what the homes want."""
    courses = tuple(_course(line, pieces) for line in strategy.standing())
    gaps = (
        *(gap for course in courses for gap in _of_line(strategy, course, today)),
        *_blocks(pieces, homes),
        *_wanted("languages", pieces, languages, len(homes)),
        *_wanted("formats", pieces, formats, len(homes)),
        *_serving_none(strategy, pieces, since),
    )
    return Outreach(today, courses, tuple(pieces), gaps)


def _course(line: Line, pieces: Sequence[Piece]) -> Course:
    own = [piece for piece in pieces if piece.line == line.number]
    sent = [piece for piece in own if piece.is_sent and piece.on]
    planned = [piece for piece in own if not piece.is_sent]
    last = max(sent, key=_day, default=None)
    following = min(planned, key=lambda piece: piece.on or date.max, default=None)
    return Course(line, last, following, line.next_after(last.on if last else None))


def _of_line(strategy: Strategy, course: Course, today: date) -> Iterator[Gap]:
    line = course.line
    if strategy.approver_of(line) is None:
        yield Gap(f"{line.named}: nobody approves it", line.number)
    if not line.is_dated:
        yield Gap(f"{line.named}: it does not say when or how often", line.number)
    elif course.planned is None and (why := _silent(course, today)):
        yield Gap(f"{line.named}: {why}", line.number, silent=True)


def _silent(course: Course, today: date) -> str:
    """Why a line of which nothing is planned is a gap; "" where it is none."""
    line, last = course.line, course.last.on if course.last else None
    if line.every == WHEN_NEEDED or (line.every in ("", ONCE) and last is not None):
        return ""
    wanted = rhythm_words(line.every) if line.every not in ("", ONCE) else ""
    if last is None:
        if line.first_on is not None and line.first_on >= today:
            return ""
        first = f"it was to be on {spoken(line.first_on)}" if line.first_on else f"it is to be {wanted or 'once'}"
        return f"nothing was sent yet and nothing is planned; {first}"
    until = line.holds_until(last)
    if until is None or until >= today:
        return ""
    return f"nothing since {spoken(last)} and nothing is planned; it was to be {wanted}"


def reached(body: Communication, homes: Sequence[Home]) -> tuple[str, ...]:
    """The blocks that a communication reaches: those it names as covered, else those of its audience."""
    blocks = blocks_of(homes)
    if body.blocks:
        return blocks_named(body.blocks, blocks) or blocks_of(addressed(body.blocks, homes))
    return blocks_of(addressed(body.audience, homes))


def _blocks(pieces: Sequence[Piece], homes: Sequence[Home]) -> Iterator[Gap]:
    """The blocks that nothing ever reached."""
    blocks = blocks_of(homes)
    known = {block for piece in pieces if piece.is_sent for block in reached(piece.body, homes)}
    never = [block for block in blocks if block not in known]
    if never and len(never) == len(blocks):
        yield Gap("No block was reached by anything yet")
    else:
        yield from (Gap(f"{block}: nothing ever reached it") for block in never)


def _wanted(field: str, pieces: Sequence[Piece], wanted: Sequence[Wanted], homes: int) -> Iterator[Gap]:
    """What so many homes want, and no communication was or will be in."""
    given = {what.casefold() for piece in pieces for what in listed_in(getattr(piece.body, field))}
    for one in wanted:
        if not any(one.what.casefold() in what or what in one.what.casefold() for what in given):
            yield Gap(f"{one.what}: {one.homes} of {homes} homes want it, and nothing was provided in it yet")


def _serving_none(strategy: Strategy, pieces: Sequence[Piece], since: date) -> Iterator[Gap]:
    """Communications that serve no line: planned ones, and those that went out since the strategy began."""
    standing = {line.number for line in strategy.standing()}
    for piece in pieces:
        counts = not piece.is_sent or (piece.on is not None and piece.on >= since)
        if counts and piece.line not in standing and strategy.lines:
            yield Gap(f"{piece.ref} {piece.body.title}: it serves no line of the strategy", ref=piece.ref)

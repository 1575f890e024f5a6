"""`/raid health`: what is wrong with the register, each finding with the button that puts it right, and the score."""

from __future__ import annotations

from dataclasses import replace

from governance.health import Finding
from governance.health_rules import RULES
from governance.people import Person, Place, Workstream
from handlers.answer import Answer
from handlers.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Heading,
    Option,
    Para,
    Part,
    Rich,
    Row,
    Small,
    Strong,
    button,
    choice,
)
from handlers.commands import CheckHealth
from handlers.direct import in_private
from handlers.encoding import ButtonUnreadable
from handlers.health.health_check import MOST_AT_ONCE, Check, check_health, is_too_large, kept_scores
from handlers.health.mending import fix_buttons
from handlers.reply import Reply
from handlers.wording import count, day_short
from storage.health import PROGRAMME, Health
from storage.register import Register

ROWS_SHOWN = 10
TITLE_SHOWN = 90
COSTLIEST_SHOWN = 3


async def health(command: CheckHealth, register: Register, speaker: Person, place: Place, answer: Answer) -> Reply:
    """The findings, to whoever asks alone: they name people and records. What others read along with has counts only."""
    command = at_home(command, place)
    if command.rule and command.rule not in RULES:
        raise ButtonUnreadable
    strands = await register.workstreams.all()
    if await is_too_large(register, command.workstream):
        return await answer.normally(kept_card(command, await kept_scores(register), strands))
    aloud = answer.in_company and (command.share or not answer.quiet)
    alone = command.direct or answer.audience is None
    check = await check_health(register, command.workstream, speaker, None if alone else place)
    if aloud:
        return await answer.aloud(counts_card(command, check, strands))
    shown = replace(command, direct=False, everything=command.workstream is None)
    card = findings_card(shown, check, strands, shareable=not alone)
    return await in_private(card, register, speaker, answer) if alone else answer.privately(card)


def at_home(command: CheckHealth, place: Place) -> CheckHealth:
    """A channel's own workstream where none was named, unless everything was asked for."""
    if command.everything or command.workstream:
        return command
    return replace(command, workstream=place.workstream) if place.workstream else replace(command, everything=True)


def findings_card(
    command: CheckHealth, check: Check, strands: dict[str, Workstream], *, shareable: bool = False
) -> Card:
    """The score, how it moved and what it is made of; then a page of findings, grouped by rule."""
    title = said_score(check, strands)
    shown = check.of(command.rule)
    parts: list[Part] = [Heading(title), Para((explained(check),))]
    if command.rule:
        parts.append(Para((Strong(f"{command.rule} {RULES[command.rule].name}"), f": {RULES[command.rule].means}")))
    elif command.page == 0 and check.workstream is None:
        parts += _by_strand(check, strands)
    command = replace(command, page=max(0, min(command.page, (len(shown.findings) - 1) // ROWS_SHOWN)))
    page = shown.findings[command.page * ROWS_SHOWN : (command.page + 1) * ROWS_SHOWN]
    parts += _rows(page, check, named=not command.rule)
    if not shown.findings:
        parts.append(Para(("Nothing to put right. Well kept.",)))
    parts += _ways_on(command, check, len(shown.findings), shareable)
    refs = tuple(dict.fromkeys(finding.ref for finding in page))
    lines = [f"{finding.ref}: {finding.why}" for finding in page]
    return Card(text="\n".join([title, *lines]), parts=tuple(parts), refs=refs)


def counts_card(command: CheckHealth, check: Check, strands: dict[str, Workstream]) -> Card:
    """The score and how many findings each rule has: nobody is named before others."""
    title = said_score(check, strands)
    parts: list[Part] = [Heading(title), Para((explained(check),))]
    if check.workstream is None:
        parts += _by_strand(check, strands)
    counts = check.counts()
    said = [f"{RULES[rule].name.lower()} {number}" for rule, number in counts.most_common()]
    if said:
        parts.append(Para((Strong("To put right: "), ", ".join(said), ".")))
    mine = button("Show me the findings", replace(command, share=False, page=0, direct=True))
    parts.append(Buttons((mine,)))
    return Card(text="\n".join([title, explained(check)]), parts=tuple(parts))


def kept_card(command: CheckHealth, kept: dict[str, Health], strands: dict[str, Workstream]) -> Card:
    """For a register too large to look through at once: the scores of the weekly look, and one workstream to choose."""
    strand = strands.get(command.workstream or "")
    whose = strand.label if strand else "the programme"
    newest = kept.get(command.workstream or PROGRAMME)
    title = f"Health of {whose}: {newest.score} of 100 on {day_short(newest.week)}" if newest else f"Health of {whose}"
    why = f"There are more than {MOST_AT_ONCE:,} records here, too many to look through while you wait. "
    if strand:
        why += f"The programme office can get all findings with “chivvy report health {strand.id}”."
        return Card(text=f"{title}\n{why}", parts=(Heading(title), Para((why,))))
    why += "Choose a workstream to see what is to be put right there."
    pairs = tuple((strands[each].label, (f"{kept[each].score} of 100",)) for each in kept if each in strands)
    options = tuple(Option(each.id, each.name) for each in strands.values())
    parts: list[Part] = [Heading(title), Para((why,)), *([Facts(pairs)] if pairs else [])]
    parts += [choice("Choose a workstream", options, CheckHealth(rule=command.rule), "workstream")] if options else []
    return Card(text=f"{title}\n{why}", parts=tuple(parts))


def said_score(check: Check, strands: dict[str, Workstream]) -> str:
    """`Health of ICT: 72 of 100, up 5 since Mon 16 Nov`."""
    strand = strands.get(check.workstream or "")
    whose = strand.label if strand else "the programme"
    return f"Health of {whose}: {check.score.score} of 100{said_move(check)}"


def said_move(check: Check, workstream: str = "") -> str:
    """`, up 5 since Mon 16 Nov`; nothing where there is nothing to compare with."""
    moved = check.moved(workstream)
    if moved is None:
        return ""
    by, since = moved
    how = f"up {by}" if by > 0 else f"down {-by}" if by < 0 else "the same"
    return f", {how} {'since' if by else 'as on'} {day_short(since)}"


def explained(check: Check) -> str:
    """`31 findings in 54 records. What costs most: no owner (12 points) …`."""
    score = check.score
    if not score.findings:
        return f"Nothing was found in {count(score.judged, 'record')}."
    costs = sorted(score.points.items(), key=lambda each: (-each[1], each[0]))[:COSTLIEST_SHOWN]
    most = ", ".join(f"{RULES[rule].name.lower()} ({count(points, 'point')})" for rule, points in costs)
    return (
        f"{count(score.findings, 'finding')} in {count(score.judged, 'record')}. What costs most: {most}. "
        "100 means nothing to put right; a record can cost 10 points at most, and the score is what is left on average."
    )


def _by_strand(check: Check, strands: dict[str, Workstream]) -> list[Part]:
    pairs: list[tuple[str, Rich]] = []
    for strand, score in sorted(check.scores.items(), key=lambda each: each[1].score):
        if strand in strands:
            said = f"{score.score}{said_move(check, strand)}; {count(score.findings, 'finding')}"
            pairs.append((strands[strand].label, (said,)))
    return [Facts(tuple(pairs))] if pairs else []


def _rows(page: tuple[Finding, ...], check: Check, *, named: bool) -> list[Part]:
    """Findings with their buttons, each group under its rule's name."""
    parts: list[Part] = []
    counts = check.counts()
    for before, finding in zip((None, *page), page, strict=False):
        if named and (before is None or before.rule != finding.rule):
            rule = RULES[finding.rule]
            parts.append(Para((Strong(f"{rule.id} {rule.name}"), f" ({counts[rule.id]})")))
        record = check.records[finding.ref]
        title = _title(record.title, hidden=finding.rule == "H22" and "title" in finding.fix.names)
        parts.append(Row((Strong(finding.ref), f"{title}: {finding.why}"), fix_buttons(finding, record)))
    return parts


def _title(title: str, *, hidden: bool) -> str:
    """A title as it stands in a row; one that holds personal data is not repeated."""
    if hidden:
        return ""
    return " " + (title if len(title) <= TITLE_SHOWN else title[: TITLE_SHOWN - 1] + "…")


def _ways_on(command: CheckHealth, check: Check, total: int, shareable: bool) -> list[Part]:
    """One rule only, other pages, and the counts for the channel."""
    parts: list[Part] = []
    last = max(0, (total - 1) // ROWS_SHOWN)
    if last:
        parts.append(Small((f"Page {command.page + 1} of {last + 1}",)))
    counts = check.counts()
    if not command.rule and len(counts) > 1:
        options = tuple(
            Option(rule, f"{rule} {RULES[rule].name} ({number})") for rule, number in sorted(counts.items())
        )
        parts.append(choice("One rule only", options, replace(command, page=0), "rule"))
    buttons: list[Button] = []
    if command.page > 0:
        buttons.append(button("Previous", replace(command, page=command.page - 1)))
    if command.page < last:
        buttons.append(button("Next", replace(command, page=command.page + 1)))
    if command.rule:
        buttons.append(button("All findings", replace(command, rule="", page=0)))
    if shareable:
        buttons.append(button("Share the counts", replace(command, rule="", page=0, share=True)))
    return [*parts, Buttons(tuple(buttons))] if buttons else parts

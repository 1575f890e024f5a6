"""What can be asked: all that people type about a case and about many, and every command of which a button could be made. What is
new among commands, dialogs, documents and kinds is among them by being there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, time
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from governance.kinds import all_kinds
from handlers.cards import Buttons, Card, Choice, Row
from handlers.commands import Command, ConfirmIdentity, OpenForm, Report
from handlers.encoding import encode
from handlers.forms.dialogs import DIALOGS
from handlers.reporting.documents import DOCUMENTS
from tests.privacy.people import ESTATE, HANDLER
from tests.privacy.secrets import SOUGHT

DAY = date(2026, 12, 3)
NOT_FORGED = (ConfirmIdentity,)  # saying who one is, is everybody's own: its tests are with identity

ABOUT_ONE = (
    "{ref}", "show {ref}", "why {ref}", "{ref} history", "links {ref}", "proof {ref}", "forecast {ref}", "{ref} note hello",
    "{ref} done", "{ref} closed because done", "{ref} reopen because it came back", "{ref} due 3/12", "{ref} owner me",
    "{ref} not me", "undo {ref}", "snooze {ref} until Friday", "escalate {ref} because nobody answers", "{ref} becomes an action",
    "stop the clock on {ref} because we wait for them", "start the clock on {ref}", "extend {ref} to 10/12 because of illness",
    "acknowledged {ref}", "responded to {ref}", "{ref} relates to A-001", "{ref} title Dust", "A-001 relates to {ref}",
    "what rests on {ref}", "is {ref} overdue?", "who owns {ref}", "when is {ref} due",
)  # fmt: skip
ABOUT_MANY = (
    "list", "list all", "list overdue", "list due this week", "list everything in Larkspur", "list closed", "my list",
    f"find {SOUGHT}", f"search {SOUGHT}", "raid", "raid Larkspur", "health", "health Larkspur", "workload", "workload Larkspur",
    "my record", "forecast", "forecast Larkspur", "escalations", "board pack", "visits", "stakeholders", "strategy Larkspur",
    "you said we did", "you said we did Larkspur", "who is in Larkspur", "who is @Hana Handler", "who is away this week",
    "my week", "report complaints", "report strategy Larkspur", "report stakeholders", "report you-said", "help", "undo",
    "settings", "complaints by stage", "Hana’s list", "what is Hana Handler working on", "list Hana’s overdue items",
)  # fmt: skip


def about(ref: str) -> list[str]:
    """What people type about one case; also what its kind says of itself that can be typed."""
    kind = next(body.kind for body in all_kinds().values() if ref.startswith(f"{body.kind.prefix}-"))
    said = [*ABOUT_ONE, *(words for words, _ in kind.also if "{ref}" in words)]
    said += [f"{name} {{ref}}" for name in DOCUMENTS]
    said += [f"{name} {{ref}}" for name in ("bundle", "notice letter", "warning letter", "final warning letter")]
    return [words.replace("{ref}", ref) for words in said]


def about_many() -> list[str]:
    """What people type about no case in particular, of which one may be among what is found."""
    kinds = [body.kind for body in all_kinds().values()]
    return [
        *ABOUT_MANY,
        *(f"list {kind.plural}" for kind in kinds),
        *(f"find {SOUGHT} in {kind.plural}" for kind in kinds),
    ]


@dataclass(frozen=True)
class Aim:
    """What a forged command is about: a record, another one, who forges, the record's lines of history, a notice's key."""

    ref: str
    other: str
    asker: str
    events: tuple[int, ...] = ()
    key: str = ""


def forged(aim: Aim) -> list[str]:
    """Every command that can be made up about a record, as a button would carry it, whatever it is for; every dialog, every
    document in every form. Whoever forges puts themselves wherever a person is named, but for whose work it is: that is the
    handler's."""
    made = [each for sort in Command.__subclasses__() for each in _variants(sort, aim)]
    of_record = (form for form, dialog in DIALOGS.items() if dialog.of_record)
    made += [OpenForm(form, ref=aim.ref, values=_kept(form, aim)) for form in of_record]
    made += [Report(name, ref=aim.ref, suffix=suffix) for name, one in DOCUMENTS.items() for suffix in one.suffixes]
    return [said for said in dict.fromkeys(map(encode, made)) if aim.ref in said or '"event"' in said]


def forged_of_none(aim: Aim) -> list[str]:
    """The same of what names no record: lists, figures, people, settings."""
    made = [each for sort in Command.__subclasses__() for each in _variants(sort, aim)]
    free = (form for form, dialog in DIALOGS.items() if not dialog.of_record)
    made += [OpenForm(form, kind=kind, values=_kept(form, aim)) for form in free for kind in ("complaint", "contact")]
    made += [Report(name, workstream=where) for name in DOCUMENTS for where in (ESTATE, None)]
    return [said for said in dict.fromkeys(map(encode, made)) if aim.ref not in said and '"event"' not in said]


def _kept(form: str, aim: Aim) -> dict[str, Any]:
    """What a dialog's button keeps for it."""
    known = {"to": "Acknowledged", "refs": [aim.ref], "fields": ["owner"], "response": "R1", "declined": True}
    return {**dict.fromkeys(DIALOGS[form].keeps, "x"), **known}


def _variants(sort: type[Command], aim: Aim) -> Iterator[Command]:
    """A command with everything said that can be, and with only what must be."""
    if sort in NOT_FORGED:
        return
    hints = _hints(sort)
    own = fields(sort)  # type: ignore[arg-type]
    required = {each.name for each in own if each.default is MISSING and each.default_factory is MISSING}
    given = {each.name: _plausible(each.name, hints[each.name], aim) for each in own}
    given = {name: value for name, value in given.items() if value is not None or name in required}
    if "event" in hints:
        yield from (sort(**{**given, "event": event, "ref": ""}) for event in aim.events)
    yield sort(**given)
    if "target" in given:
        yield sort(**{**given, "ref": aim.other, "target": aim.ref})
    bare = required | {"ref", "refs", "person", "workstream"}
    yield sort(**{name: value for name, value in given.items() if name in bare})


@cache
def _hints(sort: type[Command]) -> Mapping[str, Any]:
    return get_type_hints(sort)


def _plausible(name: str, hint: Any, aim: Aim) -> Any:
    """A value that a field of that name and type might hold; None to leave it out."""
    optional = type(None) in get_args(hint)
    named: Mapping[str, Any] = {
        "ref": aim.ref, "target": aim.other, "other": aim.other, "communication": aim.other, "refs": (aim.ref,),
        "key": aim.key, "text": SOUGHT, "kind": None if optional else "action", "status": "any", "workstream": ESTATE,
        "workstreams": (ESTATE,), "person": HANDLER, "people": (aim.asker,), "event": None, "question": None if optional else 1,
        "document": "chronology", "suffix": ".pdf", "form": "edit", "response": "R1", "themes": ("dust",), "sure": True,
        "everything": True, "rule": "hos.s1.ack", "values": {}, "days": (0, 1), "varieties": (), "rags": (),
    }  # fmt: skip
    if name in named:
        return named[name]
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if get_origin(options[0]) is Literal:
        return get_args(options[0])[0]
    if name in ("to", "owner", "lead", "approver", "by", "whom", "deputy"):
        return aim.asker
    simple = {str: "x", int: 1, bool: False, time: time(9), date: DAY}
    return None if optional and options[0] is str else simple.get(options[0], {})


def pressed(card: Card) -> Iterator[tuple[str, str | None]]:
    """What every button and menu of a card sends."""
    for part in card.parts:
        for button in part.buttons if isinstance(part, Row | Buttons) else ():
            yield button.data, None
        if isinstance(part, Choice):
            yield from ((part.data, option.value) for option in part.options[:3])

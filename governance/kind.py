"""What a kind of record is made of. Each kind is declared once, in its own file under `governance/kinds/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, TypeAdapter
from pydantic.fields import FieldInfo

from governance.calendar import WorkingCalendar
from governance.checklist import Checklist
from governance.clocks.deadline import Deadline
from governance.clocks.reckoning import Reckoning
from governance.clocks.timer import Timer
from governance.errors import ChivvyError
from governance.ladders import Name as LadderName
from governance.lifecycle import Lifecycle
from governance.programme import Programme
from governance.text import all_keepable
from governance.trigger import Trigger

Input = Literal[
    "line", "text", "date", "time", "choice", "person", "people", "number", "scale", "workstream", "ref", "link", "flag", "none"
]  # fmt: skip

TITLE_LIMIT = 200
TEXT_LIMIT = 12_000

# First of all it is made keepable, so that its length is that of what is kept.
_Keepable = BeforeValidator(all_keepable)
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE_LIMIT), _Keepable]
Text = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), _Keepable]
PersonId = Annotated[str, StringConstraints(min_length=1, max_length=40)]
WorkstreamId = Annotated[str, StringConstraints(min_length=1, max_length=40)]

Rag = Literal["Red", "Amber", "Green", "Grey", "Blue"]

POUNDS = "£"  # the unit that stands before its number


@dataclass(frozen=True)
class Ask:
    """How a field is asked for, shown and typed.

    `input` is the widget in a form ("none": the bot fills it in itself); `words` are what officers type before its value ("by"
    for a due date); `choices` are the allowed values with the words that mean them; `scale` names the programme's scale whose
    steps 1 to 5 are its values; `on_card` shows it on the card; `column` is its heading in lists and spreadsheets, `headings`
    are others that officers give it. `missing` is the short question that is asked in chat where the field was not said.
    `fixed`: it can be set when the record is logged, and later only by a command of its own. `past`: a day that has passed is
    right for it. `unless` are fields which, where one of them was said, make the question `missing` needless; `proposed`: what
    is proposed in it ("today"), confirmed where `missing` asks and taken where it does not. `among` names the programme's list
    whose members its words mostly name ("bodies"). `unit` is said after a number, POUNDS before it. `visits`: whoever is named
    in it only goes there, and does not open a confidential record for that. `apart`: what it holds stands nowhere else, also
    where its change is told of (somebody's health). `public`: residents and anybody else will read it, so that nobody's name,
    home or health may stand in it."""

    label: str
    hint: str = ""
    input: Input = "line"
    words: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scale: str = ""
    on_card: bool = True
    column: str = ""
    headings: tuple[str, ...] = ()
    unit: str = ""
    missing: str = ""
    fixed: bool = False
    past: bool = False
    unless: tuple[str, ...] = ()
    proposed: Literal["", "today"] = ""
    among: Literal["", "bodies"] = ""
    visits: bool = False
    apart: bool = False
    public: bool = False


@dataclass(frozen=True)
class Fact:
    """What several fields say together, in words for the card. `instead`: the fields that it makes needless there; `why`: it
    tells why the record has the colour that it has."""

    label: str
    words: str
    instead: tuple[str, ...] = ()
    why: bool = False


@dataclass(frozen=True)
class Becoming:
    """What a record of this kind may turn into: a press logs a record of `kind`, links the two by `relation`, and takes this
    one to `state` where one is named. `fields` says which field of the new record comes from which of this one; `when` are the
    states in which the press is offered (none: whenever it is open); `once`: a record becomes it once only, also where that
    leaves it in the state that it is in; `form` is the dialog that it opens, where that is another than the new record's
    own."""

    kind: str
    label: str
    relation: str
    fields: Mapping[str, str] = field(default_factory=dict)
    state: str = ""
    when: tuple[str, ...] = ()
    once: bool = False
    form: str = ""


@dataclass(frozen=True)
class Offer:
    """A dialog that the card of a record offers besides its usual buttons, in the states `when` (none: whenever it is open).
    `to`: the state that the dialog leads to, where it leads to one; `document`: the document that is drawn up instead."""

    label: str
    form: str
    when: tuple[str, ...] = ()
    to: str = ""
    document: str = ""


@dataclass(frozen=True)
class Sentence:
    """How people say a whole record: `says` is a regular expression in which `{giver}` stands for what that field holds and a
    space for any gap. `day` is the field of a day that no word announces; `alone`: the sentence is plain enough to mean this
    kind without its name; `whole`: the title is all of it, for what it names belongs there too; `to_come`: it begins in the
    lifecycle's first state, whatever else is known."""

    says: str
    day: str = ""
    alone: bool = False
    whole: bool = False
    to_come: bool = False


@dataclass(frozen=True)
class Kind:
    """The declaration of one kind: its name and refs, what it is for, its lifecycle and what it may become.

    `due_field` is the field that holds the day by which something must happen, `ladder` how the clock speaks of it, and
    `ladders` how of those of some priorities; `good` says what a good one is, `poor` and `better` show it; `order` is its
    place in lists of kinds (lower first); `capture`: a message can be logged as one. `only_by_becoming` are states that a
    record reaches only with what it becomes. `sentences` are ways of saying one whole; `days` tells where a day that no
    field's word announces is the record's own and not part of its title: anywhere at an edge, after a word such as “by”, or
    only where a comma or another field sets it off. `publishes`: on its day something goes out to the public. `checked` are
    states that a record reaches by a reply whose checklist holds it back (`Body.checklist`), `only_by_deed` those that it
    reaches only by a deed of its own, each with what is typed for it. `varieties` are the sorts that a word for the kind
    means, where it means some of them only (“foi” of an enquiry). `also` is what else can be typed about one, with what it
    does; {ref} stands for its ref. `one_open`: a workstream has one at a time. `gathers`: many residents' cases may have led
    to one, which are counted and never listed. `of_estate`: where nobody says which workstream, it is the works project's, if
    there is only one. `marked`: its name is ordinary speech, so that a text is believed to log one only where a mark sets the
    name off."""

    name: str
    plural: str
    prefix: str
    words: tuple[str, ...]
    meaning: str
    example: str
    lifecycle: Lifecycle
    digits: int = 3
    reminds: bool = True
    ladder: LadderName = "usual"
    ladders: Mapping[str, LadderName] = field(default_factory=dict)
    due_field: str = "due"
    good: str = ""
    poor: str = ""
    better: str = ""
    becomes: tuple[Becoming, ...] = ()
    only_by_becoming: frozenset[str] = frozenset()
    order: int = 50
    sentences: tuple[Sentence, ...] = ()
    days: Literal["anywhere", "announced", "set off"] = "anywhere"
    capture: bool = False
    confidential: bool = False
    publishes: bool = False
    checked: frozenset[str] = frozenset()
    offers: tuple[Offer, ...] = ()
    only_by_deed: Mapping[str, str] = field(default_factory=dict)
    varieties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: tuple[tuple[str, str], ...] = ()
    one_open: bool = False
    gathers: bool = False
    of_estate: bool = False
    marked: bool = False

    @property
    def command(self) -> str:
        """Its slash command: a name of several words is joined by hyphens."""
        return self.name.replace(" ", "-")

    @property
    def noun(self) -> str:
        """What one is called in a sentence; a name that is ordinary speech stands in quotes."""
        return f"“{self.plural}”" if self.marked else self.name

    def ref(self, number: int) -> str:
        return f"{self.prefix}-{number:0{self.digits}d}"


class Body(BaseModel):
    """What a record of some kind holds. Subclasses declare `kind` and annotate each field with an `Ask`."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    kind: ClassVar[Kind]
    # Fields that are kept for the register itself: nobody is asked for them, and no list shows them.
    inner: ClassVar[frozenset[str]] = frozenset()
    # Fields that a command of their own sets, which asks who may: no import does, and no undo.
    guarded: ClassVar[frozenset[str]] = frozenset()

    title: Title
    status: str
    owner: PersonId | None = None

    @classmethod
    def asks(cls) -> Iterator[tuple[str, Ask]]:
        """The fields of this kind in their declared order, each with how it is asked for."""
        for name, info in cls.model_fields.items():
            if ask := ask_of(info):
                yield name, ask

    @classmethod
    def ask(cls, name: str) -> Ask:
        found = ask_of(cls.model_fields[name])
        if found is None:
            raise KeyError(f"{cls.kind.name} has no question for {name}")
        return found

    @classmethod
    def taken(cls, name: str, value: Any) -> Any:
        """`value` as the field `name` keeps it (`"2026-11-27"` as a date). Raises pydantic's ValidationError."""
        annotation: Any = cls.model_fields[name].rebuild_annotation()
        return TypeAdapter(annotation).validate_python(value)

    @classmethod
    def proposed(cls, today: date, *, unasked: bool = True) -> dict[str, Any]:
        """What is proposed where nobody says otherwise; `unasked`: only in fields that nobody is asked for."""
        return {name: today for name, ask in cls.asks() if ask.proposed == "today" and not (unasked and ask.missing)}

    @classmethod
    def starts_as(cls, values: Mapping[str, Any]) -> str:
        """The state that a record with these values is logged in; one that was named must be among those it may start in."""
        lifecycle = cls.kind.lifecycle
        named = values.get("status")
        return named if named in (lifecycle.initial, *lifecycle.starts) else lifecycle.initial

    def facts(self, programme: Programme, calendar: WorkingCalendar, today: date) -> tuple[Fact, ...]:
        """What several of its fields say together, as the card shows it."""
        return ()

    def meant(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The fields that are meant by those that words named (“acknowledged” is of the stage that a complaint is in)."""
        return values

    def moved_by(self, values: Mapping[str, Any]) -> str | None:
        """The state that setting these fields takes it to, where one of them is a step of the lifecycle (the day on which a
        complaint was acknowledged); its own state where that step has been taken already."""
        return None

    def timers(self) -> Iterator[Timer]:
        """The clocks that have begun on it, whether they still matter or not."""
        yield from ()

    @property
    def timer(self) -> Timer | None:
        """The clock that gave its deadline; None where none did."""
        due = self.due_now if self.is_open else ""
        return next((timer for timer in self.timers() if timer.field == due), None)

    def worked_out(self, reckoning: Reckoning) -> dict[str, Deadline]:
        """What follows from its clocks, by the field that holds it, whether that holds something else or not."""
        return {timer.field: reckoning.of(timer) for timer in self.timers()}

    def checklist(self, to: str) -> Checklist | None:
        """What must be said before it may go to the state `to`; None where nothing holds it back."""
        return None

    def refusal(self, old: Body, ref: str, today: date, reckoning: Reckoning) -> ChivvyError | None:
        """Why it may not become this, having been `old`; None where it may. Asked of every change but an import or an undo."""
        return None

    def as_imported(self) -> Self:
        """As it is kept, where a sheet says it in another way."""
        return self

    def objection(self, before: Body | None, now: datetime, reckoning: Reckoning) -> str:
        """Why people may not make it like this at a local moment, from `before` (None: it is just being logged); "" where
        nothing is against it. What is imported is what was, so it is told and kept."""
        return ""

    def as_of(self, today: date) -> Self:
        """As it is kept, where a sheet does not say what has become of it by `today`."""
        return self

    def can_become(self, kind: str) -> bool:
        """Whether a record of `kind` can come of it, as it stands."""
        return True

    @classmethod
    def said_by_title(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """What the title of a new record says of other fields, where nobody filled those in."""
        return {}

    def as_logged(self, today: date, calendar: WorkingCalendar) -> Self:
        """The same with what follows from being logged on that day."""
        return self

    def on_change(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Fields that follow when people set others."""
        return {}

    def needs(self, to: str) -> tuple[str, ...]:
        """The fields that must hold something before it may go to the state `to`, and hold nothing yet."""
        return ()

    def chasing(self, today: date) -> str:
        """What a reminder adds of it, as a sentence; "" where its title and its day say enough."""
        return ""

    def on_move(self, to: str, reason: str, today: date) -> dict[str, Any]:
        """Fields that follow from a move to the state `to`, besides the status itself."""
        return {}

    @property
    def is_open(self) -> bool:
        return self.kind.lifecycle.is_open(self.status)

    @property
    def due_now(self) -> str:
        """The field that holds the day by which something must happen next; "" where nothing must."""
        return self.kind.due_field

    @property
    def deadline(self) -> date | None:
        """The day by which something must happen, whatever the kind calls it."""
        value: Any = getattr(self, self.due_now, None) if self.due_now else None
        return value if isinstance(value, date) else None

    @property
    def due_clock(self) -> time | None:
        """The time of day by which it is due, for kinds that have one."""
        value: Any = getattr(self, hour_field(self.due_now), None) if self.due_now else None
        return value if isinstance(value, time) else None

    @property
    def ladder(self) -> LadderName:
        """How the clock speaks of its deadline: as its kind says, for its priority where that tells."""
        return self.own_ladder or self.kind.ladders.get(getattr(self, "priority", None) or "", self.kind.ladder)

    @property
    def own_ladder(self) -> LadderName | Literal[""]:
        """The ladder that it climbs as it stands, where that is another than its kind and priority say."""
        return ""

    @property
    def variety(self) -> str:
        """Which sort of its kind it is, for kinds that lists tell apart by it (an FOI request)."""
        return ""

    def triggers(self, programme: Programme, calendar: WorkingCalendar, raised_on: date) -> Iterator[Trigger]:
        """Why it is handed up by itself, by what it says of itself; `raised_on` is the day on which it was logged."""
        yield from ()

    @property
    def score(self) -> int | None:
        """Likelihood times impact, for kinds that are scored."""
        return None

    def rag(self, programme: Programme, today: date) -> Rag | None:
        """Red, amber or green by the programme's own rules, for kinds that have one."""
        return None

    @property
    def called(self) -> str:
        """What people call it: the kind's name, or that of its sort (foi)."""
        return self.kind.name

    def proposed_rag(self, programme: Programme, today: date) -> Rag | None:
        """What the rule alone says, whatever somebody said."""
        return self.rag(programme, today)

    @property
    def home(self) -> str | None:
        """The workstream that it belongs to by its own fields, where it has such fields."""
        return None

    @property
    def counterpart(self) -> str | None:
        """The other workstream that it concerns (whoever a dependency is owed to)."""
        return None


def hour_field(name: str) -> str:
    """The field that holds the hour of the day in the field `name`, for kinds that have one (`due` → `due_time`, `visit_on` →
    `visit_time`)."""
    return f"{name.removesuffix('_at').removesuffix('_on')}_time"


def ask_of(info: FieldInfo) -> Ask | None:
    """The `Ask` in a field's annotation, if it has one."""
    return next((item for item in info.metadata if isinstance(item, Ask)), None)

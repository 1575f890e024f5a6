"""“How I chivvy you”: the card of somebody's own settings, and the form to change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from governance.calendar import ONE_DAY
from governance.hours import digest_at
from governance.people import Person
from governance.preferences import Preferences
from governance.programme import Programme
from handlers.cards import Button, Buttons, Card, Facts, Heading, Option, Part, Rich, Small, Strong, button, plain
from handlers.commands import Command, OpenForm, Prefer, ShowSettings, TakeLeave
from handlers.forms.desk import Desk, Sheet
from handlers.forms.form import Field, Form, Token
from handlers.forms.form_fields import person_field
from handlers.forms.form_reading import Wrong, day_of
from handlers.people.leaving import WEEKDAYS, pattern_words
from handlers.wording import from_to, platform_name, who
from storage.register import Register

PREFERENCES, LEAVE = "preferences", "leave"
DAYS, DEPUTY = "days", "deputy"
TIMES = ("digest_at", "quiet_to", "quiet_from")
PARTS = ("early", "soon", "on_the_day", "after")
ANYWHERE = "last"  # a form's option for writing to them where they wrote last
ALWAYS = (
    "Whatever you switch off, I still remind you of dates set by law or a code and of urgent (P1) issues, "
    "and what stays overdue still goes to your workstream."
)
EXAMPLES = ("digest at 10", "no early reminders", "stop the week", "don't write after 16:30", "usual settings")
LABELS = {
    "digest_at": "Your digest comes at",
    "early": "Early reminders",
    "soon": "Reminders shortly before",
    "on_the_day": "Reminders on the day",
    "after": "Reminders after the day",
    "week": "“Your week” on Mondays",
    "quiet_to": "I write to you from",
    "quiet_from": "I write to you until",
    "platform": "Where I write to you",
    DAYS: "You work",
    DEPUTY: "Stands in when you are away",
}


async def preferences_card(register: Register, person: Person) -> Card:
    """Everything that decides when and where they hear from the bot, with how to change it."""
    own, programme = person.preferences, await register.programme()
    people = await register.people.all()
    platforms = await own_platforms(register, person)
    facts: list[tuple[str, Rich]] = [
        ("Daily digest", (f"at {_digest_hours(person, register)}, when there is something to say",)),
        ("Reminders", (_reminders(own, programme),)),
        ("“Your week”", ("on Mondays" if own.week else "off",)),
        ("I write to you", (f"between {own.quiet_to:%H:%M} and {own.quiet_from:%H:%M}, on days you work",)),
        ("You work", (pattern_words(person.working_days) if person.working_days else "no days at present",)),
        ("Away", (_away(register, person),)),
        ("Stands in then", (who(person.deputy, people, "nobody yet"),)),
    ]
    if own.platform or len(platforms) > 1:
        facts.append(("Where", (shown("platform", own.platform, people, programme),)))
    parts: list[Part] = [
        Heading("How I chivvy you"),
        Facts(tuple(facts)),
        Small((ALWAYS,)),
        Buttons(_buttons(own)),
        Small(_examples()),
    ]
    lines = [f"{label}: {plain(value)}" for label, value in facts]
    return Card(text="\n".join(["How I chivvy you:", *lines, ALWAYS]), parts=tuple(parts))


def _digest_hours(person: Person, register: Register) -> str:
    """`09:15 (Mondays 09:30)`: on a Monday the usual digest comes later, for there is the week to look at."""
    monday = register.today - register.today.weekday() * ONE_DAY
    usual, first = digest_at(person, monday + ONE_DAY), digest_at(person, monday)
    return f"{usual:%H:%M}" + (f" (Mondays {first:%H:%M})" if first != usual else "")


def _reminders(own: Preferences, programme: Programme) -> str:
    """`5 and 2 working days before …; off: …`: which come, then which do not."""
    names = part_names(programme)
    on = [names[part] for part in PARTS if getattr(own, part)]
    off = [names[part] for part in PARTS if not getattr(own, part)]
    return "; ".join([", ".join(on) or "none", *([f"off: {', '.join(off)}"] if off else [])])


def part_names(programme: Programme) -> dict[str, str]:
    """What each part of a ladder is called, with this programme's days."""
    days = programme.reminding
    return {
        "early": f"{days.early_days} working days before",
        "soon": f"{days.soon_days} working days before",
        "on_the_day": "on the day",
        "after": f"{days.first_after} and {days.second_after} working days after",
    }


def _away(register: Register, person: Person) -> str:
    spell = person.next_leave(register.today)
    return from_to(spell.first, spell.last) if spell else "no leave noted"


def _examples() -> Rich:
    said: list[Any] = ["Or type: "]
    for example in EXAMPLES:
        said += [Strong(example), " · "]
    return tuple(said[:-1])


def _buttons(own: Preferences) -> tuple[Button, ...]:
    usual = (button("Back to the usual", Prefer({}, usual=True)),) if own != Preferences() else ()
    return (
        button("Change", OpenForm(PREFERENCES), "primary"),
        button("Note leave", OpenForm(LEAVE)),
        *usual,
        button("The programme’s settings", ShowSettings()),
    )


async def own_platforms(register: Register, person: Person) -> list[str]:
    """The platforms on which somebody is known beyond doubt, where they wrote last first."""
    rows = await register.people.identities(person.id)
    return list(dict.fromkeys(row.platform for row in rows if row.confirmed))


def settled(person: Person) -> dict[str, Any]:
    """Everything that is settled here, JSON-ready."""
    own = person.preferences.model_dump(mode="json")
    return {**own, DAYS: sorted(person.working_days), DEPUTY: person.deputy or ""}


def shown(name: str, held: Any, people: Mapping[str, Person], programme: Programme) -> str:
    """A setting's value, to read."""
    if name == DAYS:
        return pattern_words(frozenset(held))
    if name == DEPUTY:
        return plain((who(held, people),))
    if name == "platform":
        return f"{platform_name(held)} first" if held else "where you wrote last"
    if name in PARTS or name == "week":
        return "on" if held else "off"
    return str(held)[:5]


async def draw_preferences(desk: Desk) -> Form:
    """All of it in one form, as it stands."""
    person, register = desk.speaker, desk.register
    own, names = person.preferences, part_names(await register.programme())
    week = Option("week", "“Your week” on Mondays")
    kinds = (*(Option(part, names[part][0].upper() + names[part][1:]) for part in PARTS), week)
    ticked = tuple(part for part in (*PARTS, "week") if getattr(own, part))
    weekdays = tuple(Option(str(number), name) for number, name in enumerate(WEEKDAYS))
    fields = [
        Field(
            "digest_at", "Daily digest at", "time", "Nothing to say, nothing sent", _time(own.digest_at), required=True
        ),
        Field("reminders", "Reminders", "several", "Those of law, codes and P1 issues always come", ticked, kinds),
        Field("quiet_to", "Write to me from", "time", "08:00 at the earliest", _time(own.quiet_to), required=True),
        Field("quiet_from", "Write to me until", "time", "18:00 at the latest", _time(own.quiet_from), required=True),
        Field(DAYS, "Days you work", "several", "", tuple(map(str, sorted(person.working_days))), weekdays),
        await person_field(DEPUTY, "Stands in when you are away", "I will let them know", person.deputy, register),
    ]
    platforms = await own_platforms(register, person)
    if len(platforms) > 1:
        where = (Option(ANYWHERE, "Where I wrote last"), *(Option(each, platform_name(each)) for each in platforms))
        fields.append(Field("platform", "Where I write to you first", "choice", "", own.platform or ANYWHERE, where))
    return Form("How I chivvy you", Token(form=PREFERENCES).sealed(), tuple(fields))


def _time(held: Any) -> str:
    return f"{held:%H:%M}"


def read_preferences(sheet: Sheet) -> Command | Wrong:
    """What was ticked is on, the rest is off. Hours that will not do are said beside the field."""
    ticked = set(sheet.values.get("reminders") or ())
    values: dict[str, Any] = {name: sheet.text(name) for name in TIMES}
    values |= {part: part in ticked for part in (*PARTS, "week")}
    for name in TIMES:
        if not values[name]:
            return {name: "Choose a time, such as 09:15."}
    try:
        Preferences.model_validate(values)
    except ValidationError as wrong:
        why = wrong.errors()[0]["msg"].removeprefix("Value error, ")
        return {"digest_at" if "digest" in why else "quiet_to": f"{why[0].upper()}{why[1:]}."}
    days = [int(day) for day in sheet.values.get(DAYS) or ()]
    if not days:
        return {DAYS: "Tick at least one day."}
    values |= {DAYS: days, DEPUTY: sheet.text(DEPUTY)}
    if platform := sheet.text("platform"):
        values["platform"] = "" if platform == ANYWHERE else platform
    return Prefer(values)


async def draw_leave(desk: Desk) -> Form:
    """Days away, and who stands in."""
    fields = (
        Field("first", "First day away", "date", value=desk.register.today.isoformat(), required=True),
        Field("last", "Last day away", "date", "Leave it empty for one day"),
        await person_field(DEPUTY, "Who stands in", "Empty: whoever usually does", None, desk.register),
    )
    return Form("Note leave", Token(form=LEAVE).sealed(), fields)


def read_leave(sheet: Sheet) -> Command | Wrong:
    first, last = day_of(sheet.values.get("first")), day_of(sheet.values.get("last"))
    if first is None:
        return {"first": "Choose the first day that you are away."}
    if last is not None and last < first:
        return {"last": "The last day is before the first."}
    return TakeLeave(first, last, sheet.text(DEPUTY) or None)

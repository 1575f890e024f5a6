"""What people said in a survey, by theme. Others read it redacted, and nothing of a theme that fewer than five people spoke of;
those who handle cases read that too, alone, so that they can say what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from governance.comment_themes import NAMES, OTHER, Comment, Spoken, alike, by_theme
from governance.errors import ChivvyError
from governance.kinds import all_kinds
from governance.people import Person
from governance.record import Record
from governance.redaction import Redactor
from governance.roles import CASE_MANAGERS, CASE_OFFICERS, has_role
from governance.surveys import FEWEST_SHOWN
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Option, Para, Part, Row, Small, Strong, button, say
from handlers.cases.redacting import redactor
from handlers.cases.survey_quotes import FEW, quotes_of
from handlers.commands import Command, OpenForm, Report, SetThemes, ShowComments, ShowSurvey
from handlers.forms.desk import Desk, Sheet, about
from handlers.forms.form import Field, Form
from handlers.forms.form_reading import Wrong
from handlers.records.values import NotAllowed
from handlers.reply import Reply
from handlers.wording import count, cut
from storage.history import Scene
from storage.register import Register

SORTING = "themes"  # the form
SORTED = "sort comments"  # a line of history
PAGE = 8
QUOTED = 2
QUOTE_SHOWN = 200
OWN_THEME = 40  # characters
YOU_SAID = "you said"

REDACTED = "Names, homes, numbers and words of health are taken out by rule. Read it before it is published."
ALONE = f"Fewer than {FEWEST_SHOWN} people spoke of it: only you see this, to say what it is about. Quote none of it."


class NoComments(ChivvyError):
    """I found no such comment in {ref}: nobody wrote one, or its answers have not been imported yet. Nothing was changed. Whoever
    runs Chivvy imports the answers; type “{ref}” to see the survey."""


class TooFewSpoke(ChivvyError):
    """Fewer than five people spoke of “{theme}” in {ref}, so I don’t show what they said. Nothing was changed.
    Type “what did people say in {ref}” to see the other themes."""


class NoSuchTheme(ChivvyError):
    """Nobody spoke of “{theme}” in {ref}. The themes there are: {themes}."""


async def show_comments(
    command: ShowComments, record: Record, register: Register, speaker: Person, answer: Answer
) -> Reply:
    """The themes with a few words of each, or one theme's comments."""
    comments = await register.surveys.comments(record)
    if not comments:
        raise NoComments(ref=record.ref)
    cleaner = await redactor(register)
    found = by_theme(comments)
    if not command.theme:
        return await answer.about(record, _themes_card(record, found, cleaner))
    spoken = _named(command.theme, found, record)
    if spoken.people is not None:
        return await answer.about(record, _theme_card(record, spoken.theme, spoken.comments, command.page, cleaner))
    if not has_role(speaker, CASE_OFFICERS | CASE_MANAGERS):
        raise TooFewSpoke(ref=record.ref, theme=spoken.theme)
    few = [comment for comment in comments if spoken.theme in comment.about]
    card = _theme_card(record, spoken.theme, few, command.page, cleaner, small=True)
    if answer.in_company and not answer.turn.where.whispers:
        return answer.privately(say("Ask me that in a direct message: here others would read along."))
    return answer.privately(card)


def _named(said: str, found: Sequence[Spoken], record: Record) -> Spoken:
    """The theme that is meant, by its name or the beginning of one of its words. Raises NoSuchTheme."""
    plain = said.casefold().strip()
    exact = next((one for one in found if one.theme == plain), None)
    near = exact or next((one for one in found if any(word.startswith(plain[:5]) for word in one.theme.split())), None)
    if near is None or not plain:
        raise NoSuchTheme(ref=record.ref, theme=said[:60], themes=tuple(one.theme for one in found))
    return near


def _themes_card(record: Record, found: Sequence[Spoken], cleaner: Redactor) -> Card:
    title = f"What people said: {record.ref} {record.title}"
    parts: list[Part] = [Heading(title)]
    lines = []
    for one in found:
        if one.people is None:
            continue
        quotes = [f"“{cut(text, QUOTE_SHOWN)}”" for text in quotes_of(one.comments, cleaner, QUOTED)]
        told = f", {count(one.people, 'person', 'people')}: {' '.join(quotes)}"
        parts.append(
            Row((Strong(one.theme.capitalize()), told), (button("Show", ShowComments(record.ref, one.theme)),))
        )
        lines.append(f"{one.theme}: {count(one.people, 'person', 'people')}")
    if few := [one.theme for one in found if one.people is None]:
        parts.append(Small((FEW.format(themes=", ".join(few)),)))
    parts.append(Small((f"Somebody may have spoken of several. {REDACTED}",)))
    ways = (button("Results", ShowSurvey(record.ref)), button("Report of findings", Report("findings", record.ref)))
    parts.append(Buttons(ways))
    return Card(text=f"{title}. {'; '.join(lines)}", parts=tuple(parts))


def _theme_card(
    record: Record, theme: str, comments: Sequence[Comment], page: int, cleaner: Redactor, *, small: bool = False
) -> Card:
    title = f"{record.ref}: {theme}"
    told = alike(comments)
    last = (len(told) - 1) // PAGE
    page = max(0, min(page, last))
    people = "" if small else f"{count(len(comments), 'person', 'people')} spoke of it. "
    parts: list[Part] = [Heading(title), Para((f"{people}{ALONE if small else REDACTED}",))]
    lines = []
    for comment, times in told[page * PAGE : (page + 1) * PAGE]:
        often = f" ({times} times)" if times >= FEWEST_SHOWN else ""
        said = f"“{cut(cleaner.redacted(comment.text).text, QUOTE_SHOWN)}”{often}"
        sort = button("Other themes", OpenForm(SORTING, ref=record.ref, values={"response": comment.id}))
        parts.append(Row((said,), (sort,)))
        lines.append(said)
    turns = (button("Next", ShowComments(record.ref, theme, page + 1)),) if page < last else ()
    parts.append(
        Buttons((*turns, *(() if small else _becoming(record, theme)), button("All themes", ShowComments(record.ref))))
    )
    return Card(text="\n".join([f"{title}. {people}", *lines]), parts=tuple(parts))


def _becoming(record: Record, theme: str) -> tuple[Button, ...]:
    """What a theme may become: an action, and where that is kept, the sentence back to residents."""
    values = {
        "title": f"{theme.capitalize()}: ",
        "description": f"From what people said in {record.ref} {record.title}.",
    }
    found = [button("Add an action", OpenForm("become", kind="action", ref=record.ref, values=values))]
    if YOU_SAID in all_kinds() and any(one.kind == YOU_SAID for one in record.kind.becomes):
        told = OpenForm("become", kind=YOU_SAID, ref=record.ref, values={"title": theme.capitalize()})
        found.append(button("You said, we did", told))
    return tuple(found)


async def draw_themes(desk: Desk) -> Form:
    """What one comment, and all of the same words, are about."""
    response = str(desk.command.values["response"])
    comments = await desk.register.surveys.comments(desk.held)
    comment = next((one for one in comments if one.id == response), None)
    if comment is None:
        raise NoComments(ref=desk.held.ref)
    known = tuple(dict.fromkeys((*NAMES, OTHER, *comment.about)))
    options = tuple(Option(name, name.capitalize()) for name in known)
    said = (await redactor(desk.register)).redacted(comment.text).text
    fields = (
        Field("themes", "It is about", "several", "Tick what it speaks of", comment.about, options),
        Field("own", "A theme of its own", "line", "Where none of these fits", max_length=OWN_THEME),
    )
    form = about(desk, f"Themes in {desk.held.ref}", fields, keep={"response": response})
    return Form(form.title, form.token, form.fields, submit="Save", intro=f"“{cut(said, QUOTE_SHOWN)}”")


def read_themes(sheet: Sheet) -> Command | Wrong:
    ticked = [str(name) for name in sheet.values.get("themes") or ()]
    own = " ".join(sheet.text("own").split()).casefold()
    if not ticked and not own:
        return {"themes": "Tick at least one, or write one of your own."}
    themes = tuple(dict.fromkeys((*ticked, *((own,) if own else ()))))
    return SetThemes(sheet.held.ref, str(sheet.token.keep["response"]), themes)


async def set_themes(command: SetThemes, record: Record, register: Register, scene: Scene, answer: Answer) -> Reply:
    """An officer says what a comment is about; the history tells that, and none of its words."""
    themes = tuple(" ".join(name.split()).casefold()[:OWN_THEME] for name in command.themes if name.strip(" |"))
    cleaner = await redactor(register)
    if any(cleaner.redacted(name).found for name in themes):
        raise NotAllowed(what="a theme is read by everybody, so it names nobody, no home and no illness")
    if not themes or not await register.surveys.set_themes(record, command.response, themes):
        raise NoComments(ref=record.ref)
    await register.history.add(scene, SORTED, record.ref, after={"themes": list(themes)})
    said = f"What was said in these words in {record.ref} is about {', '.join(themes)} now."
    parts = (Para((said,)), Buttons((button("All themes", ShowComments(record.ref)),)))
    return answer.privately(Card(text=said, parts=parts))

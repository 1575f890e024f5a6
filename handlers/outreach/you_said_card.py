"""“You said, we did” as residents would read it, and as plain words for a newsletter."""

from __future__ import annotations

from governance.people import Person, Place
from handlers.answer import Answer
from handlers.cards import Button, Buttons, Card, Heading, Para, Part, Row, Small, Strong, button
from handlers.commands import OpenForm, Report, Show, ShowYouSaid
from handlers.outreach.standing import where_meant
from handlers.outreach.voices import THEME, Voices, newsletter_text, voices_of
from handlers.reply import Reply
from handlers.wording import count, listed
from storage.register import Register

SHOWN = 10
TEXT_SHOWN = 2_500  # characters of a newsletter's text in one message


async def show_you_said(
    command: ShowYouSaid, register: Register, speaker: Person, place: Place, answer: Answer
) -> Reply:
    workstream = where_meant(command.workstream, place, speaker)
    voices = await voices_of(register, workstream, command.block)
    if not voices.told:
        text = f"You said, we did: nothing is kept for {voices.where} yet."
        begin = button("Log a theme", OpenForm("log", kind=THEME, values={"workstream": workstream}))
        return await answer.normally(Card(text=text, parts=(Para((text,)), *_left_out(voices), Buttons((begin,)))))
    card = _as_text(voices) if command.text else _as_read(voices)
    return await answer.normally(card)


def _as_read(voices: Voices) -> Card:
    title = f"You said, we did: {voices.where}"
    untold = sum(not each.told for each in voices.told)
    counts = f"{count(len(voices.told), 'theme')}. Residents have not been told yet of: {untold or 'none'}."
    parts: list[Part] = [Heading(title), Small((counts,))]
    lines = [title]
    for each in voices.told[:SHOWN]:
        said, answer = each.lines
        heard = f" (heard in {voices.heard[each.ref]})" if voices.heard[each.ref] else ""
        parts.append(Row((Strong("You said: "), f"{each.said}{heard}"), (button("Show", Show(each.ref)),)))
        parts.append(Para((Strong(each.says), answer.removeprefix(each.says))))
        lines += [said, answer]
    if more := len(voices.told) - SHOWN:
        parts += [Small((f"… and {more} more.",))] if more > 0 else []
    parts += [*_left_out(voices), Buttons(_buttons(voices.workstream, voices.block))]
    return Card(text="\n".join(lines), parts=tuple(parts), refs=tuple(each.ref for each in voices.told[:SHOWN]))


def _left_out(voices: Voices) -> list[Part]:
    if not voices.left_out:
        return []
    said = f"Left out, because somebody’s name, home or health seems to stand in it: {listed(voices.left_out)}."
    return [Small((said,))]


def _buttons(workstream: str | None, block: str) -> tuple[Button, ...]:
    text = button("Text for a newsletter", ShowYouSaid(workstream, block, text=True))
    if workstream is None:
        return (text,)
    poster = Report("you-said", workstream=workstream, part=block)
    picture = Report("you-said", workstream=workstream, suffix=".png", part=block)
    return (button("Poster (PDF)", poster), button("Poster as a picture", picture), text)


def _as_text(voices: Voices) -> Card:
    text = newsletter_text(voices)
    if not any(each.settled for each in voices.told):
        none = f"Nothing that residents of {voices.where} said has an answer yet, so there is nothing for a newsletter."
        return Card(text=none, parts=(Para((none,)),))
    short = text if len(text) <= TEXT_SHOWN else text[:TEXT_SHOWN].rsplit("\n\n", 1)[0]
    parts: list[Part] = [Para((piece,)) for piece in short.split("\n\n")]
    if short != text:
        parts.append(Small(("There is more: ask for “you said report as text” to have all of it.",)))
    return Card(text=short, parts=(*parts, *_left_out(voices)))

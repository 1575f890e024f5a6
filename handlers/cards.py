"""Cards: what the bot says, in a few words of its own. Platforms draw them; nothing here knows how."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from handlers.commands import Command
from handlers.encoding import encode
from reports.paper import Paper


@dataclass(frozen=True)
class Who:
    """A person named in a text. `id` is the register's; `user` is the platform's, filled in just before it is drawn, where the
    platform knows them: then it may become a mention."""

    id: str
    name: str
    user: str = ""
    type: Literal["who"] = "who"


@dataclass(frozen=True)
class Link:
    """A link out, shown as `text`. Platforms draw http and https only, anything else as plain text."""

    url: str
    text: str
    type: Literal["link"] = "link"


@dataclass(frozen=True)
class Strong:
    """Words that matter more."""

    text: str
    type: Literal["strong"] = "strong"


Inline = str | Who | Link | Strong
Rich = tuple[Inline, ...]


@dataclass(frozen=True)
class Button:
    """Something to press. `data` is an encoded command; `opens_form` is True where pressing opens a dialog; `asks` is a
    question to confirm first."""

    label: str
    data: str
    style: Literal["plain", "primary", "danger"] = "plain"
    opens_form: bool = False
    asks: str = ""


@dataclass(frozen=True)
class Option:
    """One choice: what is stored and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Heading:
    text: str
    type: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Para:
    text: Rich
    type: Literal["para"] = "para"


@dataclass(frozen=True)
class Small:
    """Less important words: where it came from, what to type next."""

    text: Rich
    type: Literal["small"] = "small"


@dataclass(frozen=True)
class Facts:
    """Label and value pairs."""

    pairs: tuple[tuple[str, Rich], ...]
    type: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Row:
    """One line of a list, with the buttons that belong to it."""

    text: Rich
    buttons: tuple[Button, ...] = ()
    type: Literal["row"] = "row"


@dataclass(frozen=True)
class Buttons:
    buttons: tuple[Button, ...]
    type: Literal["buttons"] = "buttons"


@dataclass(frozen=True)
class Choice:
    """A list to pick one from. The picked value goes into the command's field that `data` names under "choose"."""

    label: str
    options: tuple[Option, ...]
    data: str
    type: Literal["choice"] = "choice"


Part = Heading | Para | Small | Facts | Row | Buttons | Choice


@dataclass(frozen=True)
class Card:
    """One message. `text` says all that matters in plain words: it is what notifications and screen readers read; of what is
    confidential only the ref and what is asked for, because a phone shows it before it is unlocked (`lock_screen.py`).

    `record` is the ref of the record whose living card this is, `version` the record's version that it shows. `refs` are all
    the records that it names, for the ledger of what was sent. `paper` is a document that goes with it, not drawn yet.
    """

    text: str
    parts: tuple[Part, ...] = ()
    record: str | None = None
    version: int | None = None
    refs: tuple[str, ...] = ()
    paper: Paper | None = None


def plain(text: Rich) -> str:
    """Rich text as plain words."""
    return "".join(
        piece if isinstance(piece, str) else piece.name if isinstance(piece, Who) else piece.text for piece in text
    )


def say(text: str) -> Card:
    """A card of one sentence."""
    return Card(text=text, parts=(Para((text,)),))


def button(
    label: str,
    command: Command,
    style: Literal["plain", "primary", "danger"] = "plain",
    asks: str = "",
) -> Button:
    """A button that carries `command`."""
    return Button(label, encode(command), style, opens_form=type(command).__name__ == "OpenForm", asks=asks)


def choice(label: str, options: tuple[Option, ...], command: Command, slot: str) -> Choice:
    """A list to pick from; what is picked becomes the field `slot` of `command`."""
    return Choice(label, options, encode(command)[:-1] + f',"choose":"{slot}"}}')


def to_plain(card: Card) -> dict[str, Any]:
    """A card as JSON-ready values, to be kept until it is sent."""
    return _adapter().dump_python(card, mode="json")  # type: ignore[no-any-return]


def from_plain(values: dict[str, Any]) -> Card:
    return _adapter().validate_python(values)


@cache
def _adapter() -> TypeAdapter[Card]:
    return TypeAdapter(Card)

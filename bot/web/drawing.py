"""Drawing: cards, messages and forms as HTML. Everything that a person wrote is escaped by the templates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from pydantic import ValidationError

from bot.web.platform import BOT
from governance.kinds import all_kinds
from governance.people import Person
from handlers.cards import Card, Inline, Link, Who, from_plain, say
from handlers.forms.form import Form
from reports.paper import MEDIA, sort_and_size
from storage.page import PageMessage

HERE = Path(__file__).parent
HUES = 8
_REF = re.compile(r"\b[A-Z]{1,4}-\d{1,9}\b")
_MARKED = re.compile(r"<@(?P<person>[\w.-]{1,64})>|(?P<url>https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]])")


class Drawing:
    """Draws for one reader: `me` is their id, `people` everybody by id; `sizes` is how large the documents of messages are that
    are still kept, by the messages' keys."""

    def __init__(
        self, people: Mapping[str, Person], zone: ZoneInfo, me: str = "", sizes: Mapping[str, int] | None = None
    ) -> None:
        self._people = people
        self._zone = zone
        self.me = me
        self._sizes = sizes or {}

    def page(self, **shown: Any) -> str:
        return _templates().get_template("page.html").render(me=self.me, static=static_version(), **shown)

    def message(self, message: PageMessage) -> str:
        return _templates().get_template("message.html").render(message=self.shown(message), me=self.me)

    def card(self, card: Card) -> str:
        return _templates().get_template("said.html").render(card=card, me=self.me, id="said")

    def form(self, form: Form) -> str:
        return _templates().get_template("form.html").render(form=form)

    def shown(self, message: PageMessage) -> dict[str, Any]:
        """A message as the templates want it."""
        at = message.at.astimezone(self._zone)
        card = readable(message.card) if message.card is not None else None
        return {
            "id": message.id,
            "bot": message.author == BOT,
            "author": self.name(message.author),
            "initials": initials(self.name(message.author)),
            "hue": hue(message.author),
            "mine": message.author == self.me,
            "whisper": message.whisper_to is not None and not message.place.startswith("dm:"),
            "at": at,
            "day": f"{at:%A} {at.day} {at:%B %Y}",
            "typed": message.text.startswith("/"),
            "words": self.words(message.text),
            "card": card,
            "file": self._file(message, card) if card is not None and card.paper is not None else None,
            "thread": message.thread,
            "excerpt": (card.text if card else message.text)[:80],
        }

    def _file(self, message: PageMessage, card: Card) -> dict[str, Any]:
        """The document of a message: what it is, and where it is fetched, while it is kept."""
        assert card.paper is not None
        name, title = card.paper.name, card.paper.title
        size = self._sizes.get(message.key or "")
        if size is None:
            return {"name": name, "title": title, "address": ""}
        return {
            "name": name,
            "title": title,
            "about": sort_and_size(name, size),
            "picture": MEDIA[card.paper.suffix].startswith("image/"),
            "address": f"/files/{quote(message.key or '', safe='')}?as={quote(self.me, safe='')}",
        }

    def name(self, author: str) -> str:
        if author == BOT:
            return "Chivvy"
        return self._people[author].name if author in self._people else author

    def words(self, text: str) -> tuple[Inline, ...]:
        """Somebody's own words, with mentions and web addresses told apart."""
        found: list[Inline] = []
        end = 0
        for match in _MARKED.finditer(text):
            found.append(text[end : match.start()])
            person, url = match["person"], match["url"]
            found.append(Link(url, url) if url else Who(person, f"@{self.name(person)}", user=person))
            end = match.end()
        found.append(text[end:])
        return tuple(piece for piece in found if piece != "")


def readable(values: Mapping[str, Any]) -> Card:
    """A stored card; one that an older version wrote differently is shown as its text."""
    try:
        return from_plain(dict(values))
    except ValidationError:
        return say(str(values.get("text", "")))


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def hue(code: str) -> int:
    """One of a few colours, the same for the same person everywhere; it means nothing."""
    return sum(code.encode()) % HUES


def is_web_address(url: str) -> bool:
    """Whether a link may be drawn as one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def whole_refs(text: str) -> Markup:
    """Text with its refs kept in one piece: a line must not end between `A-` and `012`."""
    return Markup(_REF.sub(r'<span class="ref">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped just before


@cache
def static_version() -> str:
    """Changes with the styles and scripts, so that no browser shows old ones."""
    digest = hashlib.sha256()
    for path in sorted((HERE / "static").iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["kinds"] = [name for name, body in all_kinds().items() if body.kind.capture]
    environment.tests["web_address"] = is_web_address
    environment.filters["refs"] = whole_refs
    environment.filters["initials"] = initials
    environment.filters["hue"] = hue
    return environment

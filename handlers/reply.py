"""A reply: what a handler answers. It says nothing itself; the conversation and the platforms do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards import Card
from handlers.forms.form import Form


@dataclass(frozen=True)
class Reply:
    """What a turn is answered with.

    `whisper`: only the speaker sees it, at once (an ephemeral message; where a platform has none, an ordinary answer).
    `form`: a dialog to open now. `errors`: what is wrong with a submitted form, by field name ("" for the whole form);
    the form stays open and keeps what was typed. `face`: the new look of the card that was pressed, for platforms that
    answer a press with a card. `home`: the home view. `results`: what a search found.
    `meet`: the place's members are wanted: the shell asks the platform and comes back with a `Met` turn.

    Whatever is *said* for others to read, or sent to somebody else, is not here: it is in the outbox, in the same
    transaction as the change that gave rise to it.
    """

    whisper: Card | None = None
    form: Form | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    face: Card | None = None
    home: Card | None = None
    results: tuple[Card, ...] = ()
    meet: bool = False

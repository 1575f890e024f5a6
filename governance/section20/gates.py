"""What holds a notice back from being served, and a stage from being complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.gates import Gates, Need
from governance.section20.states import COMPLETE, ENDED, SERVED

if TYPE_CHECKING:
    from governance.kinds.section20 import SectionTwenty

SERVE = "serve"  # the dialog that asks for it
PRINTED: tuple[tuple[str, str], ...] = (
    ("address_printed", "the address to which observations are sent"),
    ("wording_printed", "“delivered within the relevant period”"),
)


def _checklist(body: SectionTwenty) -> str:
    """What the notice must print, by the Regulations."""
    lacks = [words for name, words in PRINTED if getattr(body, name) != "yes"]
    lacks += ["the date on which the period ends"] if body.printed_end is None and body.has_period else []
    return f"it is not confirmed that the notice prints {' and '.join(lacks)}" if lacks else ""


def _posted(body: SectionTwenty) -> str:
    if body.posted_on is None:
        return "nobody has said when it was served"
    return "" if body.posted_how else "nobody has said how it was served"


def _observations(body: SectionTwenty) -> str:
    left = body.observations - body.replied
    if left <= 0:
        return ""
    return f"{left} {'observation is' if left == 1 else 'observations are'} not answered ({body.replied} of {body.observations})"


def _reasons(body: SectionTwenty) -> str:
    if body.reasons_by is None or body.reasons_given_on is not None:
        return ""
    return "the reasons for the award are not given yet"


GATES: Gates = {
    SERVED: (
        Need(_checklist, "serve {ref}", SERVE, "Serve it…"),
        Need(_posted, "serve {ref}", SERVE, "Serve it…"),
    ),
    ENDED: (),
    COMPLETE: (
        Need(_observations, "{ref} replied 22"),
        Need(_reasons, "{ref} reasons given today"),
    ),
}

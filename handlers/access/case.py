"""An access case, out of a record that may be something else."""

from __future__ import annotations

from governance.errors import ChivvyError
from governance.kinds.access import AccessCase
from governance.record import Record


class NotAnAccessCase(ChivvyError):
    """{ref} is not an access case (it is of the kind “{kind}”), and visits belong to access cases. Nothing was changed. Type
    “access list” to see those there are."""


def access_case(record: Record) -> AccessCase:
    """The body of an access case. Raises NotAnAccessCase."""
    if not isinstance(record.body, AccessCase):
        raise NotAnAccessCase(ref=record.ref, kind=record.kind.name)
    return record.body

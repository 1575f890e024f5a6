"""Names of dialogs that more than one room speaks of: buttons and words open them, forms draw them."""

from __future__ import annotations

STOP = "stop clock"
EXTEND_REQUEST = "extend request"
REFUSE_REQUEST = "refuse request"

"""Files as Slack takes them: a place is asked for, the bytes are put there once, and then the file is shown, once."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack_workspace import Refused

ALT_TEXT = 1_000


@dataclass
class Upload:
    """One file. `token` is the last part of the address that takes its bytes."""

    id: str
    name: str
    length: int
    token: str
    title: str = ""
    content: bytes | None = None
    completed: bool = False
    deleted: bool = False

    def as_slack(self) -> dict[str, Any]:
        """As it stands in a message."""
        if self.deleted:
            return {"id": self.id, "mode": "tombstone"}
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetypes.guess_type(self.name)[0] or "",
            "size": self.length,
            "mode": "hosted",
        }


class Files:
    """Everything that was ever handed over. What is not completed nobody sees."""

    def __init__(self, number: Callable[[str], str]) -> None:
        self._number = number
        self.all: dict[str, Upload] = {}

    def reserve(self, filename: str, length: str, alt_txt: str = "") -> Upload:
        if not filename or not str(length).isdecimal() or int(length) == 0:
            raise Refused("missing_argument", f"a file of {length} bytes called {filename!r}")
        if len(alt_txt) > ALT_TEXT:
            raise Refused("alt_txt_too_large", "longer than 1,000 characters")
        made = Upload(self._number("F"), filename, int(length), self._number("ticket"))
        self.all[made.id] = made
        return made

    def receive(self, token: str, content: bytes) -> str:
        """Why the bytes are not taken; nothing where they are."""
        found = next((each for each in self.all.values() if each.token == token), None)
        if found is None:
            return "there is no such upload"
        if found.content is not None:
            return "this address was used before"
        if len(content) != found.length:
            return f"{len(content)} bytes came, {found.length} were announced"
        found.content = content
        return ""

    def complete(self, told: Any) -> list[Upload]:
        """The files that are to be shown. Each can be completed once, and only when its bytes are there."""
        if not isinstance(told, list) or not told:
            raise Refused("invalid_arguments", "files is a list of ids and titles")
        found = []
        for each in told:
            if not isinstance(each, dict) or set(each) - {"id", "title", "highlight_type"}:
                raise Refused("invalid_arguments", f"a file is told by its id and title, not {each}")
            upload = self.all.get(str(each.get("id")))
            if upload is None or upload.content is None:
                raise Refused("file_not_found", "it was never handed over")
            if upload.completed:
                raise Refused("already_complete", "a file is completed once")
            upload.title = str(each.get("title") or "")
            found.append(upload)
        return found

    def delete(self, file: str) -> Upload:
        found = self.all.get(file)
        if found is None or not found.completed:
            raise Refused("file_not_found")
        if found.deleted:
            raise Refused("file_deleted")
        found.deleted = True
        return found

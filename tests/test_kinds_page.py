"""The reference page of the kinds is what the kinds declare."""

from __future__ import annotations

from governance.kinds import all_kinds
from scripts.draw_kinds_page import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "draw it anew: .venv/bin/python -m scripts.draw_kinds_page"


def test_every_kind_has_its_section_with_all_its_states() -> None:
    for body in all_kinds().values():
        section = page().split(f"\n## {body.kind.name.capitalize()}\n")[1].split("\n## ")[0]
        assert body.kind.example in section
        for state in body.kind.lifecycle.states:
            assert f"| {state}" in section
        for becoming in body.kind.becomes:
            assert becoming.label in section

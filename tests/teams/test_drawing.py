"""Cards as they are drawn: what people typed is shown as typed, limits are kept, nothing is lost without a word."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.teams import cards, dialogs, limits, luggage, text
from handlers.cards import Button, Buttons, Card, Facts, Heading, Link, Option, Para, Row, Small, Strong, Who, say
from handlers.forms.form import Field, Form
from tests.fakes import adaptive

LINK = Link("https://example.gov.uk/a_(b)?c=1&d=2", "the source")


class Shown(HTMLParser):
    """What is read of a piece of HTML, and whether anything in it is more than plain."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text(alphabet=st.sampled_from("ab1 *_`[]()<>&~#+-.!|\\{}:/@\"'"), max_size=30))
def test_what_was_typed_is_shown_as_typed(typed: str) -> None:
    """Where Markdown is read, a whole Markdown reader sees the words and nothing else."""
    shown = Shown()
    shown.feed(MarkdownIt("commonmark").enable("strikethrough").render(text.escape(typed)))
    assert shown.tags <= {"p"}
    assert " ".join(shown.words.replace("\u200b", "").split()) == " ".join(typed.split())


def test_headings_and_facts_are_escaped_and_paragraphs_need_not_be() -> None:
    typed = "**Fix** [me](https://evil.example) <at>Sam</at> {{DATE(2026-01-01T00:00:00Z)}}"
    drawn = cards.draw(Card(typed, (Heading(typed), Para((typed,)), Facts(((typed, (typed,)),)), Small((typed,)))))
    adaptive.check(drawn)
    heading, para, facts, small = drawn["body"]
    assert heading["text"].startswith(r"\*\*Fix\*\* \[me\]")
    assert para["type"] == small["type"] == "RichTextBlock"
    assert para["inlines"][0]["text"].startswith("**Fix** [me](https://evil.example) <at>Sam</at>")
    assert "<at>" not in json.dumps([heading, facts])
    assert "{{" not in json.dumps(drawn["body"])


def test_links() -> None:
    drawn = cards.draw(Card("x", (Para((LINK, Link("javascript:alert(1)", "evil"))), Facts((("From", (LINK,)),)))))
    adaptive.check(drawn)
    good, evil = drawn["body"][0]["inlines"]
    assert good["selectAction"] == {"type": "Action.OpenUrl", "url": LINK.url}
    assert evil["text"] == "evil"
    assert "selectAction" not in evil
    assert drawn["body"][1]["facts"][0]["value"] == "[the source](https://example.gov.uk/a_%28b%29?c=1&d=2)"


@pytest.mark.parametrize(
    "url", ["ftp://x", "file:///etc/passwd", "//x.example", "http://", "https://[", "data:text/html,x", ""]
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert text.safe_url(url) is None


def test_mentions() -> None:
    sam, odd = Who("P1", "Sam Patel", user="29:1"), Who("P2", "A*B & Co", user="29:2")
    card = Card("x", (Para((sam, " and ", odd, " and ", sam)), Facts((("Owner", (sam,)),))))
    drawn = cards.draw(card, mention=True)
    adaptive.check(drawn)
    assert drawn["body"][0]["text"] == r"<at>Sam Patel</at> and A\*B & Co and <at>Sam Patel</at>"
    assert len(drawn["msteams"]["entities"]) == 1
    assert "msteams" not in cards.draw(card)


def test_a_long_list_says_how_much_more_there_is() -> None:
    rows = tuple(Row((Strong(f"A-{number:03}"), " Fix it"), (Button("Show", "{}"),)) for number in range(40))
    drawn = cards.draw(Card("All", (Heading("All"), *rows, Buttons((Button("Next", "{}"),)))))
    adaptive.check(drawn)
    shown = adaptive.words(drawn).splitlines()
    assert shown[-1] == f"… and {40 - limits.ROWS_IN_A_CARD} more"
    assert drawn["body"][-1]["type"] == "ActionSet"


def test_large_rows_are_fewer_and_a_huge_card_is_its_words() -> None:
    rows = tuple(Row((f"A-{number} " + "x" * 3_500,)) for number in range(15))
    drawn = cards.draw(Card("Fifteen", rows))
    adaptive.check(drawn)
    assert re.search(r"… and \d+ more", adaptive.words(drawn))
    huge = cards.draw(Card("Much", tuple(Para(("é" * 4_000,)) for _ in range(20))))
    adaptive.check(huge)
    assert adaptive.words(huge) == "Much"


def test_a_long_text_in_a_dialog_may_be_sent_back_as_it_is() -> None:
    """Also when the dialog is drawn again from what came back, because something else in it is wrong."""
    fields = (Field("title", "Title", "line", required=True), Field("details", "Details", "text", value="x" * 4_799))
    form = Form("Log an action", "t", fields)
    again = luggage.unpack(luggage.pack(form))
    assert again is not None
    for drawn in (dialogs.dialog(form), dialogs.dialog(again, errors={"title": "?"}, typed={"details": "x" * 4_799})):
        content = drawn["task"]["value"]["card"]["content"]
        adaptive.check(content)
        details = adaptive.inputs(content)["details"]
        assert (len(details["value"]), details["maxLength"]) == (4_799, 4_799)


def test_lines_and_long_texts() -> None:
    drawn = cards.draw(
        Card(
            "x",
            (
                Para(("one\n\ntwo ", Strong("bold"), "\nthree", "y" * 5_000)),
                Small(
                    (),
                ),
            ),
        )
    )
    adaptive.check(drawn)
    assert adaptive.words(drawn).splitlines()[:2] == ["one", "two bold"]
    assert adaptive.words(drawn).endswith("…")


def test_a_sentence_is_a_plain_message() -> None:
    assert cards.message(say("Saved *it*."))["text"] == "Saved *it*."
    assert cards.message(say("Saved."))["textFormat"] == "plain"
    assert cards.message(Card("x", (Para(("a", Strong("b"))),)))["attachments"]
    assert cards.message(Card("A-001", (Para(("a",)),), record="A-001"))["attachments"]


def test_a_dangerous_button_asks_and_can_be_left() -> None:
    drawn = cards.draw(Card("x", (Buttons((Button("Cancel it", "{}", "danger", asks="Cancel A-001 for good?"),)),)))
    adaptive.check(drawn)
    action = drawn["body"][0]["actions"][0]
    assert action["type"] == "Action.ShowCard"
    assert "Cancel A-001 for good?" in adaptive.words(action["card"])
    assert "Yes, cancel it" in adaptive.actions(drawn)


def _form(people: int) -> Form:
    everyone = tuple(Option(f"P{number:03}", f"Somebody Long-Named {number}") for number in range(people))
    fields = (
        Field("owner", "Owner", "person", options=everyone, value="P001"),
        Field("supporters", "Supporters", "people", options=everyone, value=("P001", "P002")),
        Field("link", "Link", "link"),
    )
    return Form("Log", "{}", fields)


def test_many_people_are_folded_away_and_still_sent() -> None:
    drawn = dialogs.dialog(_form(120))["task"]["value"]["card"]["content"]
    adaptive.check(drawn)
    assert "Supporters: Somebody Long-Named 1, Somebody Long-Named 2" in adaptive.words(drawn)
    assert adaptive.inputs(drawn)["supporters"]["value"] == "P001,P002"
    unfolded = dialogs.dialog(_form(120), errors={"supporters": "Too many."})["task"]["value"]["card"]["content"]
    assert unfolded["body"][-2]["isVisible"]


def test_things_to_tick_stand_open_and_come_back_as_a_list() -> None:
    ticks = Field("refs", "Which", "several", options=(Option("A-001", "A-001 one"), Option("A-002", "A-002 two")))
    drawn = dialogs.dialog(Form("Change several", "{}", (ticks,)))["task"]["value"]["card"]["content"]
    adaptive.check(drawn)
    drawn_in = adaptive.inputs(drawn)["refs"]
    assert (drawn_in["style"], drawn_in["isMultiSelect"]) == ("expanded", True)
    ours = drawn["actions"][0]["data"]
    sent = dialogs.submitted({"data": {**ours, "refs": "A-001,A-002"}})
    assert sent is not None
    assert sent.deed.values == {"refs": ["A-001", "A-002"]}


def test_a_form_too_large_to_travel_is_still_opened() -> None:
    def carried(people: int) -> bool:
        drawn = dialogs.dialog(_form(people))["task"]["value"]["card"]["content"]
        return "again" in drawn["actions"][0]["data"]["chivvy"]

    assert carried(120)
    assert not carried(350)


def test_a_form_survives_its_journey() -> None:
    form = _form(3)
    emptied = Form(
        form.title, form.token, tuple(Field(f.name, f.label, f.widget, f.hint, None, f.options) for f in form.fields)
    )
    assert luggage.unpack(json.loads(json.dumps(luggage.pack(form)))) == emptied
    for broken in (None, [], {}, "x", [1, 2], [*luggage.pack(form)[:3], [], *luggage.pack(form)[4:]]):
        assert luggage.unpack(broken) is None

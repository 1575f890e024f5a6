"""Cards and forms in Block Kit: whatever they hold, Slack takes them and shows what was meant."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack import blocks, modals
from bot.slack.mrkdwn import read, write
from bot.slack.origin import Origin
from bot.slack.prefix import spelling
from handlers.cards import (
    Button,
    Buttons,
    Card,
    Choice,
    Facts,
    Heading,
    Link,
    Option,
    Para,
    Row,
    Small,
    Strong,
    Who,
    plain,
    say,
)
from handlers.forms.form import Field, Form
from tests.fakes.slack_blocks import check_message, check_mrkdwn, check_view, elements, texts

WORDS = st.text(max_size=400) | st.sampled_from(
    [
        "<!channel> <@U12345> <http://evil.example|click>",
        "& < > *_~`",
        "@channel #general",
        "x" * 5_000,
        "a & b " * 900,
        "\n\n",
    ]
)
INLINE = (
    WORDS
    | st.builds(Who, id=st.just("P001"), name=WORDS, user=st.sampled_from(["", "U123", "29:abc", "<!here>"]))
    | st.builds(
        Link,
        url=st.sampled_from(["https://gov.uk/a?b=1&c=|>", "javascript:alert(1)", "http://", ""]) | WORDS,
        text=WORDS,
    )
    | st.builds(Strong, text=WORDS)
)
RICH = st.lists(INLINE, max_size=4).map(tuple)
BUTTON = st.builds(
    Button,
    label=WORDS,
    data=st.text(max_size=300),
    style=st.sampled_from(["plain", "primary", "danger"]),
    asks=WORDS,
)
OPTION = st.builds(Option, value=st.text(min_size=1, max_size=40), label=WORDS)
PART = (
    st.builds(Heading, text=WORDS)
    | st.builds(Para, text=RICH)
    | st.builds(Small, text=RICH)
    | st.builds(Facts, pairs=st.lists(st.tuples(WORDS, RICH), max_size=14).map(tuple))
    | st.builds(Row, text=RICH, buttons=st.lists(BUTTON, max_size=3).map(tuple))
    | st.builds(Buttons, buttons=st.lists(BUTTON, max_size=30).map(tuple))
    | st.builds(Choice, label=WORDS, options=st.lists(OPTION, max_size=5).map(tuple), data=st.text(max_size=400))
)
CARD = st.builds(Card, text=WORDS, parts=st.lists(PART, max_size=70).map(tuple))


@settings(max_examples=150, deadline=None)
@given(CARD)
def test_any_card_is_a_message_and_a_home_that_slack_takes(card: Card) -> None:
    message = blocks.message(card)
    check_message(message["text"], message["blocks"])
    check_view(blocks.home(card), "home")


@settings(max_examples=300, deadline=None)
@given(RICH, st.integers(min_value=2, max_value=300))
def test_cut_text_is_still_escaped(text: tuple, limit: int) -> None:  # type: ignore[type-arg]
    written = write(text, limit)
    assert len(written) <= limit
    check_mrkdwn(written, "here")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_what_was_typed_is_read_as_it_was_typed(typed: str) -> None:
    words, mentioned = read(write((typed,), 10_000))
    assert mentioned == ()
    assert words == re.sub(r"<@([A-Z0-9]+)>", r"@\1", typed)


FIELD_NAMES = st.lists(st.text("abcdefgh_", min_size=1, max_size=12), min_size=1, max_size=6, unique=True)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    fields = []
    for name in draw(FIELD_NAMES):
        options = tuple(draw(st.lists(OPTION, max_size=250, unique_by=lambda option: option.value)))
        values = (
            st.none() | WORDS | st.sampled_from([option.value for option in options] or [""]) | st.just("2026-11-27")
        )
        fields.append(
            Field(
                name,
                draw(WORDS),
                draw(
                    st.sampled_from(
                        (
                            "line",
                            "text",
                            "date",
                            "time",
                            "choice",
                            "person",
                            "people",
                            "several",
                            "number",
                            "link",
                            "flag",
                        )
                    )
                ),
                hint=draw(WORDS),
                value=draw(values | st.tuples(values)),
                options=options,
                required=draw(st.booleans()),
                max_length=draw(st.integers(1, 12_000)),
            )
        )
    return Form(draw(WORDS), draw(st.text(max_size=1_000)), tuple(fields), draw(WORDS), draw(WORDS))


@settings(max_examples=150, deadline=None)
@given(forms())
def test_any_form_is_a_modal_that_slack_takes(form: Form) -> None:
    origin = Origin("U1", "C1", name="a-channel", team="T1", thread="1.2", message="1.3")
    view = modals.draw(form, origin)
    check_view(view, "modal")
    submitted, came_from = modals.read({**view, "id": "V1", "state": {"values": {}}})
    assert submitted.token == form.token
    assert came_from.where == origin.where


def test_a_living_card() -> None:
    card = Card(
        "A-012 Draft the TUPE letter. Owner Sam Patel. Due Friday 27 November 2026.",
        (
            Heading("A-012 Draft the <TUPE> letter"),
            Facts((("Owner", (Who("P2", "Sam Patel", "U2"),)), ("Due", ("Fri 27 Nov 2026",)), ("Status", ()))),
            Para((Strong("Late"), " by 2 working days. ", Link("https://x.example/a|b?c=<1>&d", "The | <source>"))),
            Buttons(
                (
                    Button("Done", '{"do":"Move"}', "primary"),
                    Button("Cancel it", '{"do":"Move"}', "danger", asks="Cancel A-012 for good?"),
                )
            ),
        ),
    )
    heading, facts, para, actions = blocks.draw(card)
    assert heading["text"]["text"] == "A-012 Draft the <TUPE> letter"
    assert [each["text"] for each in facts["fields"]] == ["*Owner*\n<@U2>", "*Due*\nFri 27 Nov 2026", "*Status*\n–"]
    link = "<https://x.example/a%7Cb?c=%3C1%3E&amp;d|The ¦ &lt;source&gt;>"
    assert para["text"]["text"] == f"*Late* by 2 working days. {link}"
    done, cancel = actions["elements"]
    assert (done["value"], done["style"]) == ('{"do":"Move"}', "primary")
    assert cancel["confirm"]["text"]["text"] == "Cancel A-012 for good?"
    assert cancel["confirm"]["confirm"]["text"] == "Cancel it"


def test_lines_of_a_list_stand_in_one_block_and_buttons_beside_their_row() -> None:
    card = Card(
        "t",
        (
            Heading("Overdue"),
            Row(("A-001 one",)),
            Row(("A-002 two",)),
            Row(("A-003 three",), (Button("Done", "d"),)),
            Row(("A-004 four",), (Button("Done", "d"), Button("Snooze", "s"))),
        ),
    )
    _, lines, one, two, below = blocks.draw(card)
    assert lines["text"]["text"] == "• A-001 one\n• A-002 two"
    assert one["accessory"]["accessibility_label"] == "Done: A-003 three"
    assert "accessory" not in two
    assert [element["text"]["text"] for element in below["elements"]] == ["Done", "Snooze"]


def test_what_does_not_fit_is_counted_and_buttons_stay() -> None:
    rows = tuple(Row((f"A-{number:03} something to do",), (Button("Done", "d"),)) for number in range(80))
    card = Card("t", (Heading("All"), *rows, Small(("Type /my for yours.",)), Buttons((Button("Next page", "n"),))))
    drawn = blocks.draw(card)
    assert len(drawn) == 50
    assert drawn[-3]["elements"][0]["text"] == "… and 34 more"
    assert drawn[-2]["elements"][0]["text"] == "Type /my for yours."
    assert drawn[-1]["elements"][0]["text"]["text"] == "Next page"


def test_long_words_are_not_lost_between_blocks() -> None:
    text = "A sentence & another. " * 400
    drawn = blocks.draw(Card("t", (Para((text,)),)))
    assert len(drawn) > 1
    whole = "".join(block["text"]["text"] for block in drawn)
    assert whole.replace("&amp;", "&") == text


def test_text_alone_when_there_is_nothing_else() -> None:
    assert blocks.message(Card("Just & words"))["blocks"][0]["text"]["text"] == "Just &amp; words"
    assert blocks.message(say(""))["text"] == "Chivvy"
    assert blocks.message(Card("", (Heading("Title"), Para(("Body",)))))["text"] == "Title Body"


def test_bold_only_where_slack_can_show_it() -> None:
    def drawn(*text: object) -> str:
        return write(text, 500)  # type: ignore[arg-type]

    assert drawn(Strong(" late ")) == " *late* "
    assert drawn(Strong("2 * 3")) == "2 * 3"
    assert drawn("over", Strong("due"), "!") == "over\u200b*due*!"
    assert drawn(Strong("due"), "s") == "*due*\u200bs"
    assert drawn(Strong(" ")) == " "


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<@U1|sam> &amp; <@W2>", "<@U1> & <@W2>"),
        ("see <#C1|ict> or <#C2>", "see #ict or #C2"),
        ("<!channel> <!subteam^S1|@leads> <!subteam^S2> <!date^1^{date}|3 Dec>", "@channel @leads @subteam 3 Dec"),
        ("<https://gov.uk/a?b=1&amp;c=2> <http://x.uk|x.uk>", "https://gov.uk/a?b=1&c=2 x.uk"),
        ("<https://gov.uk|the page> <mailto:a@b.uk|a@b.uk>", "the page (https://gov.uk) a@b.uk"),
        ("&lt;@U9&gt; 3 &lt; 4", "@U9 3 < 4"),
    ],
)
def test_reading_slacks_markup(typed: str, words: str) -> None:
    assert read(typed)[0] == words


def test_a_button_with_too_much_data_is_left_out_but_for_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card("t", (Buttons((Button("Big", "x" * 2_001), Button("Small", "x"))),))
    with pytest.raises(blocks.TooMuchData):
        blocks.draw(card)
    monkeypatch.setattr(blocks, "strict", False)
    assert [each["text"]["text"] for each in elements(blocks.draw(card))] == ["Small"]


def test_a_choice_carries_its_data_in_two_ids() -> None:
    data = '{"do":"Assign","ref":"A-001","reason":"' + "é" * 400 + '","choose":"owner"}'
    (drawn,) = blocks.draw(Card("t", (Choice("Owner", (Option("P1", "Sam"),), data),)))
    assert blocks.choice_data({"action_id": drawn["accessory"]["action_id"], "block_id": drawn["block_id"]}) == data


def test_a_thousand_people_can_be_chosen_from() -> None:
    people = tuple(Option(f"P{number:04}", f"Person {number:04}") for number in range(1_000))
    view = modals.draw(
        Form("Reassign A-001", "t", (Field("owner", "Owner", "person", value="P0501", options=people),)), ORIGIN
    )
    check_view(view, "modal")
    menu = view["blocks"][0]["element"]
    assert menu["initial_option"]["value"] == "P0501"
    assert menu["option_groups"][0]["label"]["text"] == "Person 0000 – Person 0099"


ORIGIN = Origin("U1", "C1")


def test_text_too_long_for_slack_is_not_cut_by_editing_it() -> None:
    fields = (Field("title", "Title", "line", value="short"), Field("details", "Details", "text", value="x" * 3_001))
    view = modals.draw(Form("Edit A-012 Draft the TUPE letter", "t", fields, intro="Draft it"), ORIGIN)
    assert [block.get("block_id") for block in view["blocks"]] == [None, None, "title"]
    assert view["blocks"][1]["text"]["text"] == "Too long to edit in Slack, so it stays as it is: Details."
    assert view["title"]["text"] == "Edit A-012 Draft the…"


LONG = "\n".join(f"Line {number} of a long message about the firewall." for number in range(1, 120))


@pytest.mark.parametrize("keep", [{}, {"source_link": "https://council.slack.com/archives/C1/p1"}])
def test_a_long_text_of_something_new_is_not_lost(keep: dict[str, str]) -> None:
    assert len(LONG) > 2 * 2_500
    token = json.dumps({"form": "log", "kind": "action", "keep": keep})
    fields = (Field("title", "Title", "line", value="t"), Field("description", "Details", "text", value=LONG))
    view = modals.draw(Form("Log an action", token, fields), ORIGIN)
    check_view(view, "modal")
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    state = {
        block["block_id"]: {
            block["element"]["action_id"]: {"type": "plain_text_input", "value": block["element"]["initial_value"]}
        }
        for block in inputs
    }

    sent, _ = modals.read({**view, "id": "V1", "state": {"values": state}})

    assert "stays as it is" not in json.dumps(view)
    said = sent.values["description"]
    assert isinstance(said, str)
    if keep:
        assert said.endswith("… (shortened; the link leads to the whole message)")
        assert LONG.startswith(said.rpartition("… (")[0])
        assert 2_500 < len(said) <= 3_000
    else:
        assert said == LONG
        assert set(sent.values) == {"title", "description"}
        assert [block["label"]["text"] for block in inputs[2:]] == ["Details (continued)"]


def test_dates_that_are_none_are_left_empty() -> None:
    form = Form("f", "t", (Field("due", "Due", "date", value="27/11/2026"), Field("at", "At", "time", value="5pm")))
    assert [block["element"] for block in modals.draw(form, ORIGIN)["blocks"]] == [
        {"action_id": "due", "type": "datepicker"},
        {"action_id": "at", "type": "timepicker"},
    ]
    kept = Form("f", "t", (Field("due", "Due", "date", value=date(2026, 11, 27).isoformat()),))
    assert modals.draw(kept, ORIGIN)["blocks"][0]["element"]["initial_date"] == "2026-11-27"


def test_commands_are_named_as_they_are_called_here() -> None:
    spell = spelling("nv-", ("action", "my", "workstream"))
    card = spell(Card("Type /my.", (Para(("“/workstream create ICT”, not /actions or x/my ", Strong("/action"))),)))
    assert card.text == "Type /nv-my."
    assert plain(card.parts[0].text) == "“/nv-workstream create ICT”, not /actions or x/my /nv-action"  # type: ignore[union-attr]
    assert "".join(each["text"] for each in texts(blocks.draw(card))).count("nv-") == 2

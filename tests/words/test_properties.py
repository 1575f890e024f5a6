"""What holds for every text whatever."""

from __future__ import annotations

import string
from datetime import date, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from governance.calendar import WorkingCalendar
from governance.kind import TITLE_LIMIT
from governance.kinds import all_kinds
from handlers.commands import Log, Misunderstood
from handlers.encoding import decode, encode
from handlers.turn import Said
from handlers.words.as_json import as_json
from handlers.words.understand import understand
from handlers.words.understanding import Surroundings
from tests.words.office import BY_ID, ICT_CHANNEL, MENTIONS, NOW, PEOPLE, STRANDS, hear

COMMANDS = st.sampled_from([None, "my", "workstream", "chivvy", "task", *all_kinds()])
# Pieces that mean something, in any order, with anything between them.
PIECES = st.sampled_from(
    "action A-012 a12 R-049 done due by Friday next mid EOM 31/11 29/02 Nov 26 w/c owner @sam <@U1> <@U9|x> <@ @ : - – ; , ( ) "
    "list show overdue mine for in HR place snooze until because note 12/13/2026 Q4 26/27 high priority undo "
    'workstream " lead add '
    "risk: issue assumption decision milestone change lesson HR gives finance needs from board agreed L4 I6 4x5 high / severe "
    "cost £38k 10 days because so effect: review baseline forecast tier 1 P1 critical path approved by v2 "
    "me tom to will 1) 2) \n 🔥 0 99999999999 in 999 working days week day before board fortnight before Christmas ? %".split(
        " "
    )
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=14).map(" ".join))


@settings(max_examples=600, deadline=None)
@given(TEXTS, COMMANDS)
@example("A-012 due 0/0", "action")
@example("in 999 years", "action")
@example("A-012 due 31/12/9999", "action")
@example("@", "action")
@example("<@", None)
@example("q4 99/00 by", "action")
def test_no_text_raises_and_every_addressed_text_has_an_answer(text: str, command: str | None) -> None:
    heard = understand(Said(text, command=command), ICT_CHANNEL)
    assert heard.intent
    assert bool(heard.commands) == (heard.intent != "none")
    assert all(0 <= doubt.item < len(heard.commands) and doubt.question for doubt in heard.doubts)
    assert as_json(heard, ICT_CHANNEL)["intent"]


@settings(max_examples=300, deadline=None)
@given(TEXTS, COMMANDS)
def test_what_is_understood_can_be_kept(text: str, command: str | None) -> None:
    """Commands survive a button, and what is logged is a valid record of its kind."""
    for meant in understand(Said(text, command=command), ICT_CHANNEL).commands:
        assert type(decode(encode(meant))) is type(meant)
        if isinstance(meant, Log):
            body = all_kinds()[meant.kind]
            made = body.model_validate({"status": body.kind.lifecycle.initial, **meant.values})
            assert 0 < len(made.title) <= TITLE_LIMIT


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=16).map(" ".join), st.sampled_from(sorted(all_kinds())))
def test_what_is_logged_has_the_shape_of_its_kind(text: str, kind: str) -> None:
    """Whatever is read from a text, in whatever order, is a valid record of a kind, and what is worked out from it too."""
    heard = understand(Said(f"{kind}: {text}"), ICT_CHANNEL)
    for meant in heard.commands:
        if isinstance(meant, Log):
            body = all_kinds()[meant.kind]
            assert body.model_validate({**meant.values, "status": body.starts_as(meant.values)})
    assert as_json(heard, ICT_CHANNEL)["intent"] == heard.intent or heard.intent == "show"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_no_day_is_too_odd(text: str, today: date) -> None:
    now = datetime.combine(today, NOW.timetz())
    around = Surroundings(now, WorkingCalendar(), PEOPLE, STRANDS, BY_ID["P1"], None, MENTIONS)
    assert understand(Said(f"{text} by the end of next month", command="action"), around).intent


# Words that stand for themselves: no dates, people, workstreams or punctuation at the edges.
WEIRD = st.text(
    alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=12
)


@settings(max_examples=400, deadline=None)
@given(st.lists(WEIRD, min_size=1, max_size=8))
def test_the_middle_of_a_title_is_kept_to_the_letter(words: list[str]) -> None:
    inner = " ".join(words)
    title = f"Zebra {inner} zebra"
    if any(mark in title for mark in ("<@", "@", ";")):  # mentions and lists mean something
        return
    (log,) = hear(f"/action {title} @tom by 3/12").commands
    assert isinstance(log, Log)
    assert log.values["title"] == title
    assert log.values["owner"] == "P2"
    assert log.values["due"] == date(2026, 12, 3)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=string.printable + "äöüßéñÅΩ漢字🔥\u202e\u200f", min_size=1, max_size=12_000))
def test_long_texts_in_any_script_are_understood_in_no_time(text: str) -> None:
    assert understand(Said(text, command="action"), ICT_CHANNEL).intent


@given(st.text(max_size=100))
def test_words_that_pass_by_mean_nothing(text: str) -> None:
    assert understand(Said(text, addressed=False), ICT_CHANNEL).intent == "none"


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_is_not_understood_is_never_left_without_an_example(text: str) -> None:
    for meant in understand(Said(text), ICT_CHANNEL).commands:
        if isinstance(meant, Misunderstood):
            assert meant.example

"""Words that settle how somebody is chivvied or what a channel shows, and words that ask what was and will be sent."""

from __future__ import annotations

import pytest

from tests.words.office import hear
from tests.words.shown import rows, shown

OWN = rows("""
settings → ShowPreferences
my settings please → ShowPreferences
show me my settings → ShowPreferences
the settings → ShowPreferences
/chivvy settings → ShowPreferences
remind me at 8:30 → Prefer digest_at=08:30
remind me at 8.30 every day → Prefer digest_at=08:30
digest at 10 → Prefer digest_at=10:00
my digest at 2pm please → Prefer digest_at=14:00
move my digest to 10am → Prefer digest_at=10:00
send me my digest at 0930 → Prefer digest_at=09:30
daily digest at 4 → Prefer digest_at=16:00
no reminders 5 days before → Prefer early=False
don't remind me five working days before → Prefer early=False
no early reminders → Prefer early=False
no reminders 2 days before → Prefer soon=False
stop reminding me the day before → Prefer soon=False
don't remind me on the day → Prefer on_the_day=False
turn off overdue reminders → Prefer after=False
no reminders after it was due → Prefer after=False
stop reminding me → Prefer after=False early=False on_the_day=False soon=False
turn early reminders back on → Prefer early=True
remind me 2 days before again → Prefer soon=True
stop the week → Prefer week=False
no weekly look ahead → Prefer week=False
send me my week again → Prefer week=True
quiet until 9 → Prefer quiet_to=09:00
don't message me before 9.30 → Prefer quiet_to=09:30
nothing before 9 please → Prefer quiet_to=09:00
don't write after 16:30 → Prefer quiet_from=16:30
don't write to me after 4.30 → Prefer quiet_from=16:30
quiet from 4pm → Prefer quiet_from=16:00
write to me between 9 and 5 → Prefer quiet_from=17:00 quiet_to=09:00
quiet hours 5pm to 9am → Prefer quiet_from=17:00 quiet_to=09:00
quiet until 10 and digest at 10 → Prefer digest_at=10:00 quiet_to=10:00
no reminders 2 days before and digest at 11 → Prefer digest_at=11:00 soon=False
write to me between 10:00 and 18:00, digest at 10:00 → Prefer digest_at=10:00 quiet_from=18:00 quiet_to=10:00
write to me on Teams → Prefer platform=teams
message me in Slack please → Prefer platform=slack
I prefer Slack → Prefer platform=slack
write to me anywhere → Prefer platform=
my usual cover is <@U1> → Prefer deputy=P2
usual settings → Prefer usual=True
back to the usual settings please → Prefer usual=True
reset my settings → Prefer usual=True
""")
CHANNEL = rows("""
name people here → SetPlace setting=names on=True
names on → SetPlace setting=names on=True
don't name people here → SetPlace setting=names on=False
counts only → SetPlace setting=names on=False
just numbers → SetPlace setting=names on=False
this is the programme's channel → SetPlace setting=whole on=True
this is the whole programme's channel → SetPlace setting=whole on=True
/workstream this is the programme's channel → SetPlace setting=whole on=True
this is no longer the programme's channel → SetPlace setting=whole on=False
not the programme's channel any more → SetPlace setting=whole on=False
channel settings → ShowPlace
settings of this channel → ShowPlace
/workstream settings → ShowPlace
""")
PROOF = rows("""
proof A-012 → ShowProof A-012
proof of a12 → ShowProof A-012
/chivvy proof A-012 → ShowProof A-012
what was sent about A-012 → ShowProof A-012
what was sent about action 12? → ShowProof A-012
who was told about A-012? → ShowProof A-012
when was she reminded about A-012 → ShowProof A-012
what did you send about R-003 → ShowProof R-003
show me the proof for A-012 → ShowProof A-012
""")
FORECAST = rows("""
/chivvy forecast HR → ShowForecast workstream=WS4
forecast for the finance workstream → ShowForecast workstream=WS3
forecast A-012 → ShowForecast A-012
forecast everything → ShowForecast everything=True
what will you send me this week → ShowForecast person=P1 until=2026-11-29
what will you send me? → ShowForecast person=P1
what will I get from you tomorrow → ShowForecast person=P1 until=2026-11-24
what will you send HR next week → ShowForecast workstream=WS4 until=2026-12-06
forecast for sam eskdale → ShowForecast person=P4
forecast here → ShowForecast workstream=WS5
forecast → ShowForecast
upcoming reminders → ShowForecast
""")


@pytest.mark.parametrize(
    ("text", "expected", "intent"),
    [
        *((text, expected, "settings") for text, expected in OWN),
        *((text, expected, "query" if expected == "ShowPlace" else "setup") for text, expected in CHANNEL),
        *((text, expected, "proof") for text, expected in PROOF),
        *((text, expected, "forecast") for text, expected in FORECAST),
    ],
)
def test_what_is_meant(text: str, expected: str, intent: str) -> None:
    heard = hear(text)
    assert heard.intent == intent
    assert " ".join(shown(heard).split()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "remind me tomorrow",
        "remind me soon",
        "remind me at 8:30 tomorrow to ring Bob",
        "A-012 remind me on Friday",
        "write to me on Friday",
        "I prefer Fridays",
        "message the team on teams by friday",
        "settings bands green to 6",
        "programme settings",
        "/action No early reminders for leaseholders by Friday",
        "/action Remind me at 8:30",
        "don't send the letter before 9",
        "proof of concept by friday",
        "milestone forecast slipped",
        "forecast for Christmas",
        "what will you tell the board",
        "this channel is HR",
        "stop",
        "my list",
    ],
)
def test_what_means_something_else_is_left_alone(text: str) -> None:
    assert hear(text).intent not in ("settings", "proof", "forecast")
    assert not shown(hear(text)).startswith(("SetPlace", "ShowPlace"))

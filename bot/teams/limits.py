"""What Teams allows. Each number with where it comes from; `platforms.md` says which were measured."""

from __future__ import annotations

from typing import Final

# learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: per bot and conversation, as (sends, seconds)
SEND_RATES: Final = ((7, 1), (8, 2), (60, 30), (1800, 3600))
REQUESTS_A_SECOND: Final = 50  # the same page: per app and tenant
# Of each rate a part may go at once; the rest is spread, so that no window anywhere holds more than its number.
BURST_PART: Final = 3
REQUESTS_BURST: Final = 5

# learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages: 100 KB as UTF-16 at most
MESSAGE_BYTES: Final = 100_000
CARD_BYTES: Final = 40_000  # platforms.md: beyond this, clients on phones leave cards out; measured as UTF-8 JSON

# learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference, and the host configuration
ACTIONS_IN_A_SET: Final = 6
ROWS_IN_A_CARD: Final = 15  # platforms.md: a list of 10 to 15 rows is what people read
CARD_VERSION: Final = "1.5"  # the newest that all Teams clients draw

# A person's longest text in one paragraph of a card; what is longer stays in the register and is cut here with "…".
PARAGRAPH: Final = 4_000

# learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations: an invoke is answered within about 3 s, an
# activity within 15 s, or Teams delivers it again.
INVOKE_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 15.0

# learn.microsoft.com/microsoftteams/platform/resources/teams-updates: members come in pages of 50 to 500
MEMBERS_PAGE: Final = 200

# Where Teams has ever asked for a file to be put: SharePoint and OneDrive, in all of Microsoft's clouds. The address comes with
# what somebody's client sent, and whatever else it names is not to be spoken to from inside a council's network.
UPLOAD_HOSTS: Final = (
    "sharepoint.com",
    "sharepoint.us",
    "sharepoint.de",
    "sharepoint.cn",
    "sharepoint-df.com",
    "storage.live.com",
    "onedrive.com",
    "1drv.ms",
    "graph.microsoft.com",
    "graph.microsoft.us",
)

# The manifest, schema 1.25
COMMANDS: Final = 10
COMMAND_TITLE: Final = 32
COMMAND_DESCRIPTION: Final = 128
COMPOSE_COMMANDS: Final = 10
NAME_SHORT: Final = 30
NAME_FULL: Final = 100
DESCRIPTION_SHORT: Final = 80
DESCRIPTION_FULL: Final = 4_000

EXAMPLE_DOMAIN = "chivvy.example.gov.uk"  # stands in the manifest where no domain of the council's own is given

"""Quoting what people said in a survey: redacted, each once."""

from __future__ import annotations

from collections.abc import Sequence

from governance.comment_themes import Comment, alike
from governance.redaction import Redactor
from governance.surveys import FEWEST_SHOWN

FEW = f"Fewer than {FEWEST_SHOWN} people each spoke of: {{themes}}."


def quotes_of(comments: Sequence[Comment], cleaner: Redactor, most: int) -> list[str]:
    """What was said, redacted, each once, the most frequent first."""
    texts = (cleaner.redacted(" ".join(comment.text.split())).text for comment, _ in alike(comments))
    return list(dict.fromkeys(texts))[:most]

"""Days: how officers write dates, periods and times, read on a given day. The rule modules declare their spellings on import."""

from handlers.words.days import day_rules, period_rules, span_rules

__all__ = ["day_rules", "period_rules", "span_rules"]

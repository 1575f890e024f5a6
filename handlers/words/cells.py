"""Dates in the cells of a spreadsheet: real dates, Excel's serial numbers, and whatever people typed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.words.days.dates import Moment, Reading, read

# Day 0 of Excel's calendar (its 1900 was a leap year, so the count is true from March 1900).
EXCEL_EPOCH = date(1899, 12, 30)
MINUTES = 24 * 60
EXCEL_RANGE = range(36526, 73051)  # 1 January 2000 to 31 December 2099


def read_cell(value: object, moment: Moment) -> Reading | None:
    """The date in a cell; None when it is empty. What is no date, or must be confirmed, has a question: report it,
    never guess."""
    if isinstance(value, datetime):
        return Reading(value.date(), value.time() if value.time() != time() else None, said=str(value))
    if isinstance(value, date):
        return Reading(value, said=str(value))
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    if serial := _serial(text):
        return serial
    found = read(text, moment)
    return found or Reading(None, question=f"I can't read “{text[:60]}” as a date.", said=text)


def _serial(text: str) -> Reading | None:
    """A whole cell that is a number is Excel's count of days, its fraction the time of day."""
    try:
        number = float(text)
    except ValueError:
        return None
    if int(number) not in EXCEL_RANGE:
        return None
    minutes = round((number - int(number)) * MINUTES) % MINUTES
    clock = time(minutes // 60, minutes % 60) if minutes else None
    return Reading(EXCEL_EPOCH + timedelta(days=int(number)), clock, said=text)

"""Days: how officers write dates, periods and times, read on a given day."""

"""The calendar's own days: bank holidays and closures that somebody adds or takes out, and everybody whose dates they move."""

"""Clocks: when the law, a code or a council's own rule says that something is due, and how that was worked out."""

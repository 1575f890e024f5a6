"""Reminding: what the clock asks for and what it owes; digests, alerts, summaries and their ledger."""

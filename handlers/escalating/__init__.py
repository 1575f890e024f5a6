"""Escalations: what is handed up, by itself or by a person; who hears of it, who acknowledges and answers it."""

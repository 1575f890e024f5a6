"""Complaints: their states, what each reply must say, and what the codes forbid."""

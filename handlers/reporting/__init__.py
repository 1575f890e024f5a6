"""Reporting: documents about a record or about the register, asked for in chat or from the terminal."""

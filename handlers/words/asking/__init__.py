"""Asking: questions about the register, with their filters."""

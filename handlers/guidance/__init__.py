"""Guidance: help, the tour, the glossary, what somebody has done, and what the programme has decided for itself."""

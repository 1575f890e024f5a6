"""Measurements, never asserted: `make bench`. Each prints what it did and how long it took on this machine."""

"""Homes and who lives in them. Personal data: it is shown to those alone who may open the case that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Home:
    """A property by its UPRN; `estate` is the workstream of the works there, `tenure` as the landlord calls it."""

    uprn: str
    estate: str | None = None
    address: str = ""
    block: str = ""
    postcode: str = ""
    tenure: str = ""
    s20_liable: bool = False
    moved_in: date | None = None


@dataclass(frozen=True)
class Resident:
    """Somebody who lives in a home, by the landlord's own number."""

    id: str
    uprn: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    prefers: str = ""
    language: str = ""
    access_needs: str = ""
    vulnerable: bool = False
    consents: bool = False

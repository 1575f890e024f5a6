"""The ombudsmen: who they are and how residents reach them, as every letter must say. Facts from their own public pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ombudsman:
    name: str
    phone: str
    web: str
    post: str

    @property
    def contact(self) -> str:
        """`Housing Ombudsman Service, 0300 111 3000, www.housing-ombudsman.org.uk, PO Box …`."""
        return f"{self.name}, {self.phone}, {self.web}, {self.post}"


HOUSING = Ombudsman(
    "Housing Ombudsman Service",
    "0300 111 3000",
    "www.housing-ombudsman.org.uk",
    "PO Box 1484, Unit D, Preston PR2 0ET",
)
LOCAL_GOVERNMENT = Ombudsman(
    "Local Government and Social Care Ombudsman",
    "0300 061 0614",
    "www.lgo.org.uk",
    "PO Box 4771, Coventry CV4 0EH",
)
# By the route of a complaint: landlord matters go to the first, most other services to the second, some to both.
BY_ROUTE: Mapping[str, tuple[Ombudsman, ...]] = {
    "HOS": (HOUSING,),
    "LGSCO": (LOCAL_GOVERNMENT,),
    "joint": (HOUSING, LOCAL_GOVERNMENT),
}

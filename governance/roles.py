"""Roles: which are the programme office's, and which keep what is confidential. A role counts only as it is written here, so that
nobody is let in for assisting somebody."""

from __future__ import annotations

from governance.people import Person

OFFICE = frozenset(
    {
        "pmo",
        "pmo officer",
        "pmo lead",
        "pmo manager",
        "programme office",
        "programme office manager",
        "programme management office",
        "programme manager",
        "programme director",
    }
)
# Who keeps the programme's restricted records (staff, safeguarding, legal) besides those who are named on one.
KEEPERS = OFFICE | {"monitoring officer"}
# Who handles cases: complaints, access, enquiries.
CASES = frozenset(
    {
        "case officer",
        "case manager",
        "project liaison officer",
        "resident liaison manager",
        "legal",
        "monitoring officer",
    }
)
# Who answers for what case officers handle.
CASE_MANAGERS = frozenset({"case manager", "resident liaison manager"})


def has_role(person: Person, roles: frozenset[str]) -> bool:
    """Whether somebody's role is one of `roles`, however it is spaced and capitalised."""
    return " ".join(person.role.split()).casefold() in roles

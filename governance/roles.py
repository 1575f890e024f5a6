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
# Who handles cases on the estates that they are assigned to: complaints, access, enquiries.
CASE_OFFICERS = frozenset(
    {
        "case officer",
        "complaints officer",
        "liaison officer",
        "plo",
        "project liaison officer",
        "resident liaison officer",
        "senior resident liaison officer",
    }
)
# Who answers for what case officers handle, on every estate of their landlord.
CASE_MANAGERS = frozenset({"case manager", "complaints manager", "resident liaison manager"})
# Who alone may say that a court's order allows force; they open the cases that name them.
LEGAL = frozenset({"housing solicitor", "lawyer", "legal", "legal officer", "monitoring officer", "solicitor"})
# Who keeps the register of voters and counts the votes.
BALLOT_OFFICERS = frozenset({"ballot officer", "electoral services officer", "returning officer"})
# Who works on the homes for the landlord's contractor: they are told where and when, and open no case.
CONTRACTORS = frozenset({"contractor", "contractor liaison officer", "contractor plo", "contractor rlo"})
# Who freezes a register of voters, takes in votes and counts them.
COUNTERS = BALLOT_OFFICERS | CASE_MANAGERS
# Who may look into one case after another, each look of which is in the history.
AUDITORS = frozenset({"auditor", "internal auditor"})
# Who is told when personal data was typed where others read along.
DATA_PROTECTION = frozenset({"data protection officer", "dpo"})


def has_role(person: Person, roles: frozenset[str]) -> bool:
    """Whether somebody's role is one of `roles`, however it is spaced and capitalised."""
    return " ".join(person.role.split()).casefold() in roles

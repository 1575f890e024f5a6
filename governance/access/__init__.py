"""Access by legal order: the ladder from an appointment letter to a visit under a court's order, and the gates on it."""

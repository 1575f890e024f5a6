"""Access cases: attempts with their evidence, visits and who goes there, the check, the rungs to an order, and force."""

"""Floor 1: the rules of the trade. Pure values and functions: no I/O, no `await`, no clock of its own."""

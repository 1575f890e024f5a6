"""Health: the register at a glance, what is wrong with it, and the way to put it right."""

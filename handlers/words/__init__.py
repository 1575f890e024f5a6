"""Words: what officers type, turned into commands. Reads nothing but what it is given."""

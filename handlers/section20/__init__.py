"""Section 20: serving a notice, counting observations, and what follows."""

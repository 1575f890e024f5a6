"""Changes: what a text says about records that exist."""

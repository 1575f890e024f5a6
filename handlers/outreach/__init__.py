"""What goes out to residents, to whom it should, and that they hear what came of what they said."""

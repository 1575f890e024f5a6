"""Records: logged, shown, listed, changed, handed up, turned into others, and taken back."""

"""Forms: dialogs drawn from what the kinds declare, and read back."""

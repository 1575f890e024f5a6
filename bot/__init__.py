"""Floor 5: the shell. Platforms, scheduler, delivery, settings, the command line and the composition root."""

"""Floor 4: the conversation. Words become commands, commands become replies; knows no platform and no SQL."""

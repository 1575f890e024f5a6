"""Microsoft Teams: the one folder that knows the Bot Framework. Everything else sees Turns, Replies and
the Platform's verbs."""

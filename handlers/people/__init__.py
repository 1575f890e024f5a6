"""People: who is in the programme, where they are deployed, when they are away, and who takes their work over."""

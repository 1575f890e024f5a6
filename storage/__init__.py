"""Floor 2: the register, its history and its outbox, on SQLite or PostgreSQL. Knows no chat and no documents."""

"""Items: what a text logs, read from its edges inwards."""

"""Documents and pictures, drawn from plain values. Nothing here knows of chat or SQL."""

"""People in words: leave and cover, handing over, who is put where."""

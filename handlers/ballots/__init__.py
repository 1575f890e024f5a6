"""Ballots: the register of voters frozen and put right, the votes counted, the result declared, reported and told."""

"""What is done to a ballot, as lines of its history, and the form that it is done with."""

FREEZE, CORRECT = "freeze register", "correct register"  # for good: they are never taken back
LOOKED_UP, COUNTED = "look up voter", "count"  # somebody looked at what few may see
DECLARE, REPORT = "declare result", "report result"
CORRECTING = "voter"  # the form

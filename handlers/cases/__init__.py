"""Cases: when a clock runs out, what a survey says, and the private way to log what concerns a resident."""

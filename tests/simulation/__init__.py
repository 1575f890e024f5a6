"""A simulated year of the sample programme: real processes, a strict fake Slack, bad weather, and a judge."""

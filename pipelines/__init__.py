"""Run: the command line, the flows, and the one composition of stages they share."""

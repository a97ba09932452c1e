"""Meetcyclus: the product without an orchestrator. Runs the measurement rounds of a public programme."""

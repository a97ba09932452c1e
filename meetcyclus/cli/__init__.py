"""The command line: the operator's door to the services. Every command is one call and one way of showing it."""

"""Pure rules and facts of a measurement round: standard library only, no clock, no input or output."""

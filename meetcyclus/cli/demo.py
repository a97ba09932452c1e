"""meetcyclus demo: a whole round with simulated people."""

COMMANDS = ()

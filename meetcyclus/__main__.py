"""`python -m meetcyclus`: the command line where no console script was installed."""

from meetcyclus.cli.main import main

main()

"""The only place in the package that knows Prefect: its settings, a private server, its history."""

"""Use cases: one function each, keyword-only, with `by=` and `at=` on every change. Ports stand in `ports`."""

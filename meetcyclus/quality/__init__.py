"""The quality check: round data as tables, the catalogue in `expectations/`, Great Expectations as the engine of record.

Importing this package is cheap. Great Expectations and pandas are loaded at the first `run`.
"""

from meetcyclus.quality.check import GreatExpectationsCheck

__all__ = ["GreatExpectationsCheck"]

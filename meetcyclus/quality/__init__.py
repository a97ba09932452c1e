"""The quality check: a round as tables, the catalogue of `expectations/`, Great Expectations as engine of record.

Importing this package is cheap. Great Expectations and pandas are loaded at the first `run`.
"""

from meetcyclus.quality.check import GreatExpectationsCheck

__all__ = ["GreatExpectationsCheck"]

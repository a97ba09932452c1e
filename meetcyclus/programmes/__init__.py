"""Programmes that ship with the product, each a folder in the exchange format, and the generators that made them."""

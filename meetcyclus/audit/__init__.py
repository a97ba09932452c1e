"""Proof for outsiders: the package for the Rekenhof, files of the ledger, and the open dataset of a round."""

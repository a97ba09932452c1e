"""The exchange format in and out, entry workbooks, the finance upload and the data package."""

"""WHEN and in what ORDER: one flow a file. No domain rule, no class, no SQL, no try/except."""

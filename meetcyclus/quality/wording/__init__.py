"""How texts read: transparent measures over words, with the word lists of the rules. No model, nothing is fetched."""

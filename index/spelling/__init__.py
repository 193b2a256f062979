"""Other spellings of a question, from the collection's own vocabulary."""

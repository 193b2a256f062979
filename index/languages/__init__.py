"""What the index knows of each language. A language without code of its own is a row of the table."""

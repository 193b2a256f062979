"""Documents in, clean passages out. Knows nothing of Whoosh, Flask or the index package."""

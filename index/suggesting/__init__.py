"""Suggestions while a question is typed: texts of the collection itself, each of which finds an answer when it is chosen."""

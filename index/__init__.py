"""Passages in, answers out. Knows nothing of Flask, click or printing."""

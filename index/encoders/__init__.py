"""Texts to vectors of meaning: behind one protocol, each encoder loaded when it is first asked for."""

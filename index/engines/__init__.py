"""Where passages are searched: behind one protocol, in this process or elsewhere."""

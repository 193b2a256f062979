"""The edges: command line, REST and pages. The only place where corpus and index meet."""

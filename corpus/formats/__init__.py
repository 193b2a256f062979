"""One module a file format: decoded text in, an Article of headings and paragraphs out. No I/O."""

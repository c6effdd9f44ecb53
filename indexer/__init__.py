"""Notes in, index out. Knows nothing of HTTP, chat or plans."""

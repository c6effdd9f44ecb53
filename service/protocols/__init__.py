"""What other programs read of an answer: Markdown with links, whatever protocol carries it."""

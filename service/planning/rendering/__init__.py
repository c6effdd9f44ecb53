"""A decided plan, put into the words and numbers that are given out."""

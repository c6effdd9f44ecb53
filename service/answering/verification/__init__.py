"""Checks what a model wrote against the evidence: words, numbers, denials, order, meaning."""

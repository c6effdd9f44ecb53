"""Anybody's plan, held against the graph."""

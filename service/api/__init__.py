"""Thin HTTP endpoints. Nothing below this package but `service/app.py` knows FastAPI."""

"""The steps by which the tables came to be, run by Alembic when the store is opened."""

"""What people make: answers given, and what was thought of them. SQLite by default, or PostgreSQL."""

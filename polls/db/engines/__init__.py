"""The two databases, and what makes them one: transactions, locks, changes, files."""

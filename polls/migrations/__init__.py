"""The history of the tables, and the ways to bring a database up to date."""

from polls.migrations.runner import Difference, compare, print_sql, require_current, upgrade

__all__ = ["Difference", "compare", "print_sql", "require_current", "upgrade"]

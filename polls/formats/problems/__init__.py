"""What can be wrong with a file of ballots, as types with fields: a module a format."""

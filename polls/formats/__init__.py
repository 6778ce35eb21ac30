"""Ballots in the file formats of the field: read into an election, and written from one."""

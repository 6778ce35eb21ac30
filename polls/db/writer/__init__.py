"""What one batch of ballots needs of the database, in direct statements."""

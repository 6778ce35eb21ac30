"""What the ballots of a question come to: tallies, the count, the result, its requirements."""

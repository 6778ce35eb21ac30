"""The application of the tutorial: list, ballot, vote, results."""

"""What is said of a result: the headline, the columns of its tables, other methods, recounts."""

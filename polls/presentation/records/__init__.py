"""What is said of the records of closed questions."""

"""What is said to the operator: the program cannot start, or a file cannot be used."""

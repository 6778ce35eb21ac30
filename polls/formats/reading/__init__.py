"""What the readers of all formats share: encodings, lines, numbers, names, what is wrong."""

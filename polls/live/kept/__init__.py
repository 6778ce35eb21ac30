"""What is kept until a question changes: pages, terms, tallies."""

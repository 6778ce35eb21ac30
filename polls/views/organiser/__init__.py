"""The organiser's pages: asking, sharing, and managing a question."""

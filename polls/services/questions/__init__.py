"""What becomes of a question: asked, opened, edited, closed, copied, deleted."""

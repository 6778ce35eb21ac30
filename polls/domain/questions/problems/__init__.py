"""What may be wrong with a question that is asked or edited."""

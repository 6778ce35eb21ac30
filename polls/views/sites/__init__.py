"""What other sites show of a question: a frame, a card, a picture."""

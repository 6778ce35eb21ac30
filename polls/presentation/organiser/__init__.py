"""What only the organiser of a question reads."""

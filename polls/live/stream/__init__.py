"""Who watches which question, and what is sent to them."""

"""What the methods of counting share; it knows none of them."""

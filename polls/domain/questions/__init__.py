"""What is asked, by which rules, and what may be changed when."""

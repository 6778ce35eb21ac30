"""What is true: dataclasses and pure functions, with no I/O, no clock and no chance."""

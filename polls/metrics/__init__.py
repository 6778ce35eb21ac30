"""What the program counts about itself, and the address where Prometheus reads it."""

from polls.metrics.numbers import Numbers

__all__ = ["Numbers"]

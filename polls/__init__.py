"""Polls asks a group a question and gives an answer that everyone can trust."""

__version__ = "0.1.0"

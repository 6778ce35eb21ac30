"""The record of a closed question, from which anybody can recount: docs/record-format.md."""

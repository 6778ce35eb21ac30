"""Checking a record from its file alone, with nothing but Python: docs/record-format.md.

`polls verify` and `polls-verify.pyz`, which anybody can run without installing Polls, are made of
the modules here and of the domain. All of them run on Python 3.9, which many computers have.
"""

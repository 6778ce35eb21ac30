"""Voters and their ballots: codes, invitations, votes, removals, turnout."""

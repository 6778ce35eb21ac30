"""Who may vote: credentials, invitations, and lists of people to invite."""

"""What keeps the site running: the database, limits, supervision, readiness, housekeeping."""

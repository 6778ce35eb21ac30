"""What the application does: one async function a use case, and no HTTP in here."""

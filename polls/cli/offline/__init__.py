"""Commands that read files alone: no database, no configuration."""

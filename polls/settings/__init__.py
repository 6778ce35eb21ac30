"""The configuration: its shape, and the places it is read from."""

from polls.settings.problems import SettingsError
from polls.settings.shape import LogSettings, PostgresSettings, Settings, SqliteSettings
from polls.settings.sources import SEARCHED, load

__all__ = [
    "SEARCHED",
    "LogSettings",
    "PostgresSettings",
    "Settings",
    "SettingsError",
    "SqliteSettings",
    "load",
]

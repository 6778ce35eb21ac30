"""The configuration: its shape, and the places it is read from."""

from polls.settings.problems import SettingsError
from polls.settings.shape import (
    LogSettings,
    MetricsSettings,
    PostgresSettings,
    Settings,
    SqliteSettings,
)
from polls.settings.sources import SEARCHED, load

__all__ = [
    "SEARCHED",
    "LogSettings",
    "MetricsSettings",
    "PostgresSettings",
    "Settings",
    "SettingsError",
    "SqliteSettings",
    "load",
]

"""Exports: results and ballots as files for other programs to read."""

from polls.services.exports.ballots import ballots
from polls.services.exports.elections import election, fitting
from polls.services.exports.events import calendar, events
from polls.services.exports.formats import as_csv, as_json, csv_file
from polls.services.exports.results import results
from polls.services.exports.sheets import ExportSheet

__all__ = [
    "ExportSheet",
    "as_csv",
    "as_json",
    "ballots",
    "calendar",
    "csv_file",
    "election",
    "events",
    "fitting",
    "results",
]

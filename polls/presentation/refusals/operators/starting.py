"""Sentences about why the program cannot start, with what its operator can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from polls.domain import start_errors as errors
from polls.domain.start_errors import DatabaseServer, KeyFileFault, Ownership, SchemaGrant, Use
from polls.presentation.language import gettext

if TYPE_CHECKING:
    from pathlib import Path


def sentence(error: errors.StartError) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one a refusal
    """Return the sentence, or None: the refusal is of another kind."""
    match error:
        case errors.NoDatabaseError(path):
            return gettext(
                "There is no database file %(path)s. Create it with “polls migrate” or "
                "“polls serve”.",
                path=path,
            )
        case errors.UnusableDatabaseError():
            return _unusable(error)
        case errors.ForeignTablesError(place):
            return _foreign(place)
        case errors.NewerTablesError(found, wanted):
            return gettext(
                "The database was made by a newer version of Polls (revision %(found)s; "
                "this version knows %(wanted)s). Install that version to use it.",
                found=found,
                wanted=wanted,
            )
        case errors.OlderTablesError(found, wanted):
            return gettext(
                "The database is at revision %(found)s, this version needs %(wanted)s. Run "
                "“polls migrate” first.",
                found=found or "none",
                wanted=wanted,
            )
        case errors.NotMadeError(path, is_folder, reason):
            if is_folder:
                return gettext(
                    "The folder %(path)s cannot be made: %(reason)s.", path=path, reason=reason
                )
            return gettext(
                "The database file %(path)s cannot be made: %(reason)s.", path=path, reason=reason
            )
        case errors.NotPermittedError(path, reason):
            return gettext(
                "The database file %(path)s cannot be opened: %(reason)s. The user who runs Polls "
                "needs to own the database file and what lies beside it, and to be allowed to "
                "write to the folder that they are in.",
                path=path,
                reason=reason,
            )
        case errors.FolderAsDatabaseError(path, instead):
            return gettext(
                "The database file %(path)s cannot be opened: it is a folder. Give "
                "sqlite.path a file, as %(instead)s.",
                path=path,
                instead=instead,
            )
        case errors.DeviceAsDatabaseError(path):
            return gettext(
                "The database file %(path)s cannot be opened: it is a device or a pipe. "
                "Give sqlite.path a file, as data/polls.db.",
                path=path,
            )
        case errors.SeveralNamesError(path, names):
            return gettext(
                "The database file %(path)s has %(names)s names (hard links). SQLite keeps "
                "the log of a file under its name, so a file with two names gets damaged. "
                "Find the others with “find / -samefile %(path)s” and remove them.",
                path=path,
                names=names,
            )
        case errors.LockNotOpenedError(lock, reason):
            return gettext(
                "The lock %(lock)s cannot be opened: %(reason)s. The user who runs Polls "
                "needs to own the database file and what lies beside it, and to be allowed to "
                "write to the folder that they are in.",
                lock=lock,
                reason=reason,
            )
        case errors.ServedAlreadyError(path):
            return gettext(
                "Another Polls server is using %(path)s. An SQLite file serves one process: "
                "stop the other one, name another file under sqlite.path, or use "
                "PostgreSQL.",
                path=path,
            )
        case errors.MetricsNotServedError(host, port, reason):
            return gettext(
                "Metrics cannot be served on %(host)s:%(port)s: %(reason)s.",
                host=host,
                port=port,
                reason=reason,
            )
        case errors.MetricsPortsError(workers, first, last, pages):
            return gettext(
                "%(workers)s workers serve their metrics on the ports %(first)s to "
                "%(last)s, starting with metrics.port; all of these must be valid ports, "
                "and none may be the port of the pages, %(pages)s.",
                workers=workers,
                first=first,
                last=last,
                pages=pages,
            )
        case errors.SeveralProcessesError(workers, path):
            return gettext(
                "An SQLite file serves one process, so --workers %(workers)s is not "
                "possible with %(path)s: leave --workers out, or use PostgreSQL.",
                workers=workers,
                path=path,
            )
        case errors.KeyFileError():
            return _key_file(error)
        case errors.KeyNotHereError(None, key):
            return gettext(
                "The private key of %(key)s, which signs records, is not in the database. If it is "
                "in a file, name that file in signing_key_file. If it is lost, make a new key with "
                "“polls key --rotate --at-once”.",
                key=key,
            )
        case errors.KeyNotHereError(path, key):
            return gettext(
                "The private key of %(key)s, which signs records, is not in %(path)s. Copy that "
                "file from where it was, such as the other server. If it is lost, make a new key "
                "with “polls key --rotate --at-once”.",
                key=key,
                path=path,
            )
        case _:
            return None


def _key_file(error: errors.KeyFileError) -> str:
    path, reason = error.path, error.reason
    match error.fault:
        case KeyFileFault.UNREADABLE:
            return gettext(
                "The file of signing keys %(path)s cannot be read: %(reason)s.",
                path=path,
                reason=reason,
            )
        case KeyFileFault.UNWRITABLE:
            return gettext(
                "The file of signing keys %(path)s cannot be written: %(reason)s. The user who "
                "runs Polls needs to be allowed to write to its folder.",
                path=path,
                reason=reason,
            )
        case KeyFileFault.OPEN_TO_OTHERS:
            return gettext(
                "Other users can read the file of signing keys %(path)s. Change that with “chmod "
                "600 %(path)s”.",
                path=path,
            )
        case KeyFileFault.MALFORMED:
            return gettext(
                "%(path)s is not a file of signing keys. Name another file in signing_key_file, "
                "or one that does not exist yet.",
                path=path,
            )
        case _:
            assert_never(error.fault)


def _unusable(error: errors.UnusableDatabaseError) -> str:
    place, reason = _place(error.place), error.reason or gettext("it does not answer")
    match error.use:
        case Use.USE:
            told = gettext("%(place)s cannot be used: %(reason)s.", place=place, reason=reason)
        case Use.OPEN:
            told = gettext("%(place)s cannot be opened: %(reason)s.", place=place, reason=reason)
        case _:
            assert_never(error.use)
    match error.lack:
        case None:
            return told
        case SchemaGrant(schema, role):
            grant = f'GRANT CREATE, USAGE ON SCHEMA {schema} TO "{role}"'
            return gettext("%(told)s Its owner gives it with %(grant)s.", told=told, grant=grant)
        case Ownership.OF_TABLES:
            return gettext("%(told)s Connect as the role that owns the tables.", told=told)
        case _:
            assert_never(error.lack)


def _foreign(place: DatabaseServer | Path) -> str:
    if isinstance(place, DatabaseServer):
        return gettext(
            "%(place)s has a table alembic_version that belongs to another program. Give Polls a "
            "database of its own.",
            place=_place(place),
        )
    return gettext(
        "%(place)s belongs to another program: it has tables, but not those of Polls. Name "
        "another file under sqlite.path.",
        place=_place(place),
    )


def _place(place: DatabaseServer | Path) -> str:
    if isinstance(place, DatabaseServer):
        return gettext(
            "PostgreSQL at %(host)s:%(port)s, database %(database)s,",
            host=place.host,
            port=place.port,
            database=place.database,
        )
    return gettext("The database file %(place)s", place=place)

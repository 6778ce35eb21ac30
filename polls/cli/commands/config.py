"""`polls config`: the configuration in force."""

from __future__ import annotations

import typer
import yaml

from polls.cli.options import Config, read_settings


def config(config: Config = None) -> None:
    """Print the configuration in force, with secrets masked."""
    tree = read_settings(config).model_dump(mode="json", exclude_none=True)
    if "postgres" in tree:
        del tree["sqlite"]  # with PostgreSQL nothing reads it
    typer.echo(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True).rstrip())

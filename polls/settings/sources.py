"""Where the configuration comes from: a YAML file, then the environment, then secret files."""

from __future__ import annotations

import os
from errno import EFBIG
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import yaml
from pydantic import BaseModel, SecretStr, ValidationError

from polls.settings.problems import SettingsError, describe, no_yaml
from polls.settings.shape import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic.fields import FieldInfo

SEARCHED = (Path("config/polls.yaml"), Path("/etc/polls.yaml"))
"""Where the file is looked for when none is named, first match first."""

PREFIX = "POLLS_"

_LARGEST = 1_000_000
"""Characters in a file; /dev/zero has no end."""

_MERGE = "tag:yaml.org,2002:merge"

_SECRETS = (("postgres", "password"), ("create_code",))
"""Where a secret stands; beside it, with `_file` at the end of its name, the file that holds it."""


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the configuration.

    Args:
        path: the file to read; without it the first of `SEARCHED` that exists, or none.
        environ: the environment; `POLLS_POSTGRES_PORT` overrides `postgres.port`.

    Raises:
        SettingsError: with every problem found.
    """
    found = path or next((place for place in SEARCHED if place.is_file()), None)
    tree = _read_yaml(found) if found else {}
    overrides, origins, problems = _read_environment(environ)
    for names, value in overrides.items():
        _put(tree, names, value)
    problems += _empty_blocks(tree) + _read_secrets(tree)
    try:
        settings = Settings.model_validate(tree)
    except ValidationError as error:
        known = [".".join(names) for names, _ in _leaves(Settings)]
        raise SettingsError(problems + describe(error, origins, known)) from None
    if problems:
        raise SettingsError(problems)
    return settings


def variables() -> Iterator[tuple[str, str, FieldInfo]]:
    """Yield for each setting its path, its environment variable and its description."""
    for names, field in _leaves(Settings):
        yield ".".join(names), _variable(names), field


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        tree = yaml.load(_text(path), _Loader)  # noqa: S506 - a safe one
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read ({error.strerror})"]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{path}: is not YAML in UTF-8"]) from None
    except yaml.YAMLError as error:
        raise SettingsError([f"{path}: is not YAML ({_where(error)})"]) from None
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise SettingsError([f"{path}: expected keys with values, such as “port: 8080”"])
    return {str(key): value for key, value in tree.items()}


def _text(path: Path) -> str:
    """Return the text of a file, which may be a pipe, but has an end.

    Raises:
        OSError: it cannot be read, or is too large.
    """
    with path.open(encoding="utf-8") as file:
        text = file.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise OSError(EFBIG, os.strerror(EFBIG))
    return text


class _Loader(yaml.SafeLoader):
    """Refuses a key that is given twice, of which YAML would silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        seen: set[object] = set()
        for name, _value in node.value:
            if isinstance(name, yaml.ScalarNode) and name.tag != _MERGE:
                if name.value in seen:
                    raise yaml.constructor.ConstructorError(
                        problem=f"the key “{name.value}” is given twice",
                        problem_mark=name.start_mark,
                    )
                seen.add(name.value)
        return super().construct_mapping(node, deep)


def _where(error: yaml.YAMLError) -> str:
    """Say what and where, without the lines themselves: they may hold a password."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return "it has characters that YAML does not allow"
    return f"{error.problem}, line {error.problem_mark.line + 1}"


def _read_environment(
    environ: Mapping[str, str],
) -> tuple[dict[tuple[str, ...], Any], dict[str, str], list[str]]:
    settings = {_variable(names): (names, field) for names, field in _leaves(Settings)}
    values: dict[tuple[str, ...], Any] = {}
    origins: dict[str, str] = {}
    problems: list[str] = []
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        if variable not in settings:
            problems.append(
                f"{variable}: unknown environment variable; docs/settings.md lists the known ones"
            )
            continue
        names, field = settings[variable]
        try:
            values[names] = _from_text(environ[variable], field)
        except yaml.YAMLError:
            problems.append(no_yaml(variable, ".".join(names)))
            continue
        origins[".".join(names)] = variable
    return values, origins, problems


def _from_text(text: str, field: FieldInfo) -> Any:
    """Read the variable's text as YAML would, unless the setting is a text itself."""
    kinds = {field.annotation, *get_args(field.annotation)}
    return text if kinds & {str, Path, SecretStr} else yaml.safe_load(text)


def _put(tree: dict[str, Any], names: tuple[str, ...], value: Any) -> None:
    *blocks, name = names
    for block in blocks:
        if not isinstance(tree.get(block), dict):
            tree[block] = {}
        tree = tree[block]
    tree[name] = value


def _empty_blocks(tree: dict[str, Any]) -> list[str]:
    """Take out blocks without keys: all of each, or none of it, may have been meant."""
    blocks = {names[0] for names, _ in _leaves(Settings) if len(names) > 1}
    empty = [name for name in sorted(blocks & tree.keys()) if tree[name] is None]
    for name in empty:
        del tree[name]
    return [
        f"{name}: found nothing; expected a block of keys with values, or no {name} at all"
        for name in empty
    ]


def _read_secrets(tree: dict[str, Any]) -> list[str]:
    """Put what secret files hold in the place of their names' settings."""
    return [
        problem
        for *blocks, name in _SECRETS
        if (block := _block(tree, blocks)) is not None
        for problem in _read_secret(block, ".".join([*blocks, name]), name)
    ]


def _read_secret(block: dict[str, Any], path: str, name: str) -> list[str]:
    named = block.get(f"{name}_file")
    if not isinstance(named, str):
        return []
    if not named:  # which would be the folder that the program runs in
        return [f"{path}_file: found nothing; expected the path of a file"]
    if block.get(name) is not None:
        return [f"{path}_file: expected this or {path}, not both"]
    try:
        block[name] = _text(Path(named)).rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not text in UTF-8"
        return [f"{path}_file: {named} cannot be read ({reason})"]
    return []


def _block(tree: dict[str, Any], names: Sequence[str]) -> dict[str, Any] | None:
    block: Any = tree
    for name in names:
        block = block.get(name) if isinstance(block, dict) else None
    return block if isinstance(block, dict) else None


def _leaves(
    model: type[BaseModel],
    above: tuple[str, ...] = (),
) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    for name, field in model.model_fields.items():
        block = next(
            (
                kind
                for kind in (field.annotation, *get_args(field.annotation))
                if isinstance(kind, type) and issubclass(kind, BaseModel)
            ),
            None,
        )
        if block:
            yield from _leaves(block, (*above, name))
        else:
            yield (*above, name), field


def _variable(names: tuple[str, ...]) -> str:
    return PREFIX + "_".join(names).upper()

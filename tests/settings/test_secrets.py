from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polls.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "correct-horse"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "polls.yaml"


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n", encoding="utf-8")
    return path


def password(settings: Settings) -> str | None:
    assert settings.postgres is not None
    found = settings.postgres.password
    return found.get_secret_value() if found else None


def refused(file: Path, text: str, environ: dict[str, str] | None = None) -> tuple[str, ...]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refusal:
        load(file, environ or {})
    return refusal.value.problems


def test_password_file_gives_the_password_without_its_line_end(
    file: Path,
    secret_file: Path,
) -> None:
    file.write_text(f"postgres: {{password_file: {secret_file}}}", encoding="utf-8")

    assert password(load(file, {})) == SECRET


def test_password_file_can_be_named_by_a_variable(file: Path, secret_file: Path) -> None:
    file.write_text("postgres: {user: alice}", encoding="utf-8")

    loaded = load(file, {"POLLS_POSTGRES_PASSWORD_FILE": str(secret_file)})

    assert password(loaded) == SECRET


def test_password_file_keeps_spaces_and_letters(file: Path, secret_file: Path) -> None:
    secret_file.write_text(" pässword \r\n", encoding="utf-8")
    file.write_text(f"postgres: {{password_file: {secret_file}}}", encoding="utf-8")

    assert password(load(file, {})) == " pässword "


def test_password_file_that_is_missing_is_a_problem(file: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    assert refused(file, f"postgres: {{password_file: {missing}}}") == (
        f"postgres.password_file: {missing} cannot be read (No such file or directory)",
    )


@pytest.mark.parametrize("setting", ["postgres.password_file", "create_code_file"])
def test_secret_file_without_a_name_is_a_problem(file: Path, setting: str) -> None:
    file.touch()

    with pytest.raises(SettingsError) as refusal:
        load(file, {f"POLLS_{setting.upper().replace('.', '_')}": ""})

    assert refusal.value.problems == (f"{setting}: found nothing; expected the path of a file",)


def test_password_file_that_is_no_text_is_a_problem(file: Path, secret_file: Path) -> None:
    secret_file.write_bytes(b"\xff\xfe")

    assert refused(file, f"postgres: {{password_file: {secret_file}}}") == (
        f"postgres.password_file: {secret_file} cannot be read (not text in UTF-8)",
    )


def test_password_file_beside_a_password_is_a_problem(file: Path, secret_file: Path) -> None:
    both = f"postgres: {{password: {SECRET}, password_file: {secret_file}}}"

    assert refused(file, both) == (
        "postgres.password_file: expected this or postgres.password, not both",
    )


def test_password_file_is_listed_with_the_other_problems(file: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    problems = refused(file, f"{{port: 0, postgres: {{password_file: {missing}}}}}")

    assert len(problems) == 2


def test_secrets_are_not_in_the_text_of_settings(file: Path) -> None:
    file.write_text(f"postgres: {{password: {SECRET}}}", encoding="utf-8")

    loaded = load(file, {})

    assert password(loaded) == SECRET
    for text in (repr(loaded), str(loaded), repr(loaded.postgres), loaded.model_dump_json()):
        assert SECRET not in text


@pytest.mark.parametrize(
    "text",
    [
        f"postgres: {{password: [{SECRET}]}}",
        f"postgres: {{password: {{{SECRET}: {SECRET}}}}}",
        f"postgres: {{pasword: {SECRET}}}",
        f"postgres: {{password: {SECRET}, port: 0}}",
        f"postgres: {{password: {SECRET}, minsize: 9, maxsize: 1}}",
        f"postgres: [password, {SECRET}]",
        f"postgres: postgresql://alice:{SECRET}@localhost/polls",
        f"postgres:\n  password: @{SECRET}\n",  # not YAML
        f"postgres:\n  password: '{SECRET}\n",
        f"postgres: {{password: {SECRET}",
        f"postgres:\n  password: {SECRET}: 1\n",
        f"base_url: https://alice:{SECRET}@polls.example.org",
        f"create_code: [{SECRET}]",
        f"create_cod: {SECRET}",
        f"{{create_code: {SECRET}, port: 0}}",
        f"{{create_code: {SECRET}, create: everybody}}",
        f"{{create_code: {SECRET}, create_code_file: {SECRET}}}",
    ],
)
def test_secrets_are_not_in_the_problems(file: Path, text: str) -> None:
    assert SECRET in text

    problems = refused(file, text)

    assert SECRET not in "\n".join(problems)


def test_secrets_are_not_in_the_problems_of_the_environment(file: Path) -> None:
    environ = {
        "POLLS_POSTGRES_PASSWORT": SECRET,
        "POLLS_POSTGRES_PASSWORD": SECRET,
        "POLLS_POSTGRES_PASSWORD_FILE": "/nowhere",
    }

    problems = refused(file, "", environ)

    assert problems
    assert SECRET not in "\n".join(problems)


def test_secrets_that_look_like_numbers_are_asked_for_in_quotes(file: Path) -> None:
    (problem,) = refused(file, "postgres: {password: 12345}")

    assert problem == "postgres.password: expected text: put it in quotes"


def test_creation_code_is_read_from_a_file(file: Path, secret_file: Path) -> None:
    file.write_text(f"{{create: link, create_code_file: {secret_file}}}", encoding="utf-8")

    code = load(file, {}).create_code

    assert code is not None
    assert code.get_secret_value() == SECRET


def test_creation_code_is_a_text_in_a_variable(file: Path) -> None:
    file.write_text("create: link", encoding="utf-8")

    code = load(file, {"POLLS_CREATE_CODE": "12345678"}).create_code

    assert code is not None
    assert code.get_secret_value() == "12345678"


def test_creation_code_beside_its_file_is_a_problem(file: Path, secret_file: Path) -> None:
    assert refused(file, f"{{create_code: {SECRET}, create_code_file: {secret_file}}}") == (
        "create_code_file: expected this or create_code, not both",
    )


def test_creation_by_link_needs_a_code(file: Path) -> None:
    (problem,) = refused(file, "create: link")

    assert problem == "create: “link” needs create_code or create_code_file."


def test_creation_code_that_can_be_guessed_is_a_problem(file: Path) -> None:
    (problem,) = refused(file, "create_code: letmein")

    assert problem.startswith("create_code: ")
    assert "8" in problem
    assert "letmein" not in problem

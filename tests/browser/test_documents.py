"""The checkers of HTML find what is wrong with a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.documents import html_validate, nu

if TYPE_CHECKING:
    from pathlib import Path

WRONG = """<!DOCTYPE html>
<html lang="en">
<head><title>Wrong</title></head>
<body><dl><div><svg></svg><dt>a</dt><dd>b</dd></div></dl><p id="">text</p></body>
</html>
"""


async def test_nu_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(WRONG)

    found = await nu(tmp_path)

    assert [each.partition(": ")[2].partition(" (")[0].partition(".")[0] for each in found] == [
        "Element “svg” not allowed as child of element “div” in this context",
        "Bad value “” for attribute “id” on element “p”: An ID must not be the empty string",
    ]


async def test_html_validate_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(WRONG)

    found = await html_validate(tmp_path)

    assert "valid-id)" in {each.rpartition("(")[2] for each in found}

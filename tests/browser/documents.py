"""The HTML of pages, as it was served and as scripts have made it, for two checkers of HTML."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import tools

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.pages import Visit

ROOT = Path(__file__).parents[2]
NU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
HTML_VALIDATE = ROOT / "node_modules/html-validate/bin/html-validate.mjs"
RULES = ROOT / "tests/browser/htmlvalidate.json"
"""All that html-validate recommends but what is about the way to write HTML (browsers write
`hidden=""`), the length of a title (a question is as long as it is), and the roles of lists, below,
and of regions (the Nu HTML checker wants a heading in a `section`). Names may be folded in the
head of a row: to the standard, section 4.11.1, `details` is flow content and no section."""

IGNORED = (
    "The “list” role is unnecessary",  # it is not in Safari, where a list without bullets is none
    "CSS: ",  # of a page in one file: Biome has checked it, and knows newer properties
    "Inline script violates Content Security Policy",  # it compares no hashes; a browser does
    "Inline style violates Content Security Policy",  # as above
)
"""How messages of the Nu HTML checker begin that are wrong here."""

JVM = ("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xss8m")
"""For a program that runs for seconds: start fast."""

AS_IT_IS = "`<!DOCTYPE html>\\n${document.documentElement.outerHTML}`"
CHECKER_SECONDS = 120


@dataclass(frozen=True)
class Documents:
    """A folder with two files for each page."""

    folder: Path

    def has(self, name: str) -> bool:
        return (self.folder / f"{name}.served.html").exists()

    async def keep(self, visit: Visit, page: Page, name: str) -> None:
        """Keep what `page` was made of and what became of it, under the name of its state."""
        html = {
            "served": await visit.visitors.served(page),
            "scripted": await page.evaluate(AS_IT_IS),
        }
        for kind, text in html.items():
            (self.folder / f"{name}.{kind}.html").write_text(text)


async def nu(folder: Path) -> list[str]:
    """Return what the Nu HTML checker says of the files in a folder."""
    java = tools.find("java", "default-jre-headless")
    command = (java, *JVM, "-jar", tools.require(NU), "--format", "json", "--stdout", folder)
    return [
        f"{Path(each['url']).name}: {each['message']} {each.get('extract', '')}"
        for each in json.loads(await _run(*command))["messages"]
        if not each["message"].startswith(IGNORED)
    ]


async def html_validate(folder: Path) -> list[str]:
    """Return what html-validate says of the files in a folder."""
    node = Path(sys.executable).with_name("node")
    report = folder.with_suffix(".json")  # a pipe would get the first part of a long one
    how = ("--config", RULES, "--formatter", f"json={report}")
    await _run(node, tools.require(HTML_VALIDATE), *how, *sorted(folder.iterdir()))
    return [
        f"{Path(each['filePath']).name}:{said['line']}: {said['message']} ({said['ruleId']})"
        for each in json.loads(report.read_text(encoding="utf-8"))
        for said in each["messages"]
    ]


CHECKERS = (nu, html_validate)


async def _run(*command: Any) -> str:
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(CHECKER_SECONDS):
        out, _ = await process.communicate()
    return out.decode()

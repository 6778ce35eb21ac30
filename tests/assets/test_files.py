"""The files of the site, and how its templates name them."""

from __future__ import annotations

import re
from pathlib import Path

import orjson

import polls
from polls.assets import FOLDER, KINDS, assets

TEMPLATES = Path(polls.__file__).parent / "templates"
TEXTS = {path.name: path.read_text() for path in TEMPLATES.rglob("*.html")}


def test_every_style_sheet_and_script_belongs_to_a_kind_of_page() -> None:
    styles = {f"{name}.css" for kind in KINDS.values() for name in kind.styles}
    scripts = {f"{name}.js" for kind in KINDS.values() for name in kind.scripts}
    imported = {
        f"{name}.js"
        for path in FOLDER.glob("js/**/*.js")
        for name in re.findall(r'from "\.\.?/(?:\w+/)*(\w+)\.js"', path.read_text())
    }
    files = [path.name for path in FOLDER.glob("js/**/*.js")]

    assert styles == {path.name for path in FOLDER.glob("css/*.css")}
    assert sorted(scripts | imported) == sorted(files)  # two of one name could not be told apart


def test_scripts_of_every_kind_are_whole_modules() -> None:
    for name, kind in KINDS.items():
        joined = re.sub(r"/\*.*?\*/", "", assets()[f"{name}.js"].body.decode(), flags=re.DOTALL)

        assert not re.search(r"^(import|export)\b", joined, re.MULTILINE)
        assert joined.count("reportError(error)") == len(kind.scripts)


def test_templates_load_by_kind_and_never_file_by_file() -> None:
    named = {each for text in TEXTS.values() for each in re.findall(r'sheet\("(\w+)"\)', text)}

    one_by_one = {
        name: found
        for name, text in TEXTS.items()
        if (found := re.findall(r"static_url\('(?:css|js)/[^)]*", text))
    }
    assert one_by_one == {}, "put the file into polls/assets/kinds.py instead"
    assert named == set(KINDS)


def test_manifest_names_icons_that_are_there_in_the_size_that_it_says() -> None:
    manifest = orjson.loads(assets()["site.webmanifest"].body)

    sizes = {each["src"]: each["sizes"] for each in manifest["icons"]}
    assert sizes.pop("img/polls.svg") == "any"
    assert len(sizes) == 3
    for name, size in sizes.items():
        head = assets()[name].body[:24]  # of a PNG: its width and height are the last eight bytes
        assert size == f"{int.from_bytes(head[16:20])}x{int.from_bytes(head[20:])}"

"""The page that checks records, as one file."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256

import pytest

from polls.assets import FOLDER
from polls.main import init_app
from polls.presentation import check_texts
from polls.presentation.language import PSEUDO, spoken
from polls.settings import Settings
from polls.web.check_pages import check_page

SCRIPTS = {path.stem: path.read_text() for path in FOLDER.glob("js/records/*.js")}
RECORD = b"PK what a record is like"


def page(record: bytes | None) -> str:
    return check_page(init_app(Settings()), record).decode()


def hashes(html: str, tag: str) -> list[str]:
    texts = re.findall(rf"<{tag}>(.*?)</{tag.partition(' ')[0]}>", html, re.DOTALL)
    return [f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}" for text in texts]


def test_policy_allows_the_script_and_the_style_of_the_page_alone() -> None:
    html = page(None)

    scripts, styles = hashes(html, 'script type="module"'), hashes(html, "style")
    assert len(scripts) == len(styles) == 1
    assert (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"script-src '{scripts[0]}'; style-src '{styles[0]}'\""
    ) in html.replace("&#39;", "'")
    assert not re.search(r'(?:src|href|action|style)="', html.partition("<main")[2])


@pytest.mark.parametrize("record", [RECORD, None])
def test_page_has_the_record_in_it(record: bytes | None) -> None:
    found = re.search(r'id="record">([^<]*)<', page(record))

    assert (b64decode(found[1]) if found else None) == record


def test_page_is_in_the_language_of_its_reader() -> None:
    with spoken(PSEUDO):
        html = page(None)

    assert '<html lang="en-XA" dir="rtl">' in html
    assert re.search(r"<h1>⟦[^<]+⟧</h1>", html)


def test_page_carries_each_text_that_its_scripts_say() -> None:
    whole = "\n".join(SCRIPTS.values())
    said = set(re.findall(r'\bsay\(\s*"(\w+)"', whole))
    said |= {f"fault_{code}" for code in re.findall(r'new Fault\(\s*"\w+",\s*"(\w+)"', whole)}
    ballots = re.findall(r'return "(\w+)"|\? "(\w+)"|: "(\w+)"', SCRIPTS["ballots"])
    said |= {f"ballot_{code}" for found in ballots for code in found if code}
    states = r'state: (?:\w+\([^)]*\) \? )?"(\w+)"(?: : "(\w+)")?'
    for state in {each for found in re.findall(states, SCRIPTS["receipts"]) for each in found}:
        said |= {f"receipt_{state}", f"after_{state}"} if state else set()
    said |= set(re.findall(r'\["(fact_\w+)"', whole))
    said |= {f"step_{step}" for step in re.findall(r'step\(show, "(\w+)"\)', whole)}

    texts = check_texts.check()

    said -= {"fault_number", "fault_ballot"}  # told by what is counted, or is wrong with it

    assert len(said) > 80
    assert said - set(texts) == set()

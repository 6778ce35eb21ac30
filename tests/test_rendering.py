from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

import aiohttp_jinja2
import jinja2
import pytest

from polls.assets import FOLDER
from polls.main import init_app
from polls.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import ClientFor


@pytest.fixture
def environment() -> jinja2.Environment:
    return aiohttp_jinja2.get_env(init_app(Settings()))


def test_moment_is_written_by_the_clocks_of_a_zone(environment: jinja2.Environment) -> None:
    template = environment.from_string("{{ instant | moment(zone) }}")
    instant = datetime(2026, 6, 5, 16, tzinfo=UTC)

    assert template.render(instant=instant, zone="UTC") == "5 June 2026, 16:00 UTC"
    assert template.render(instant=instant, zone="Europe/Paris") == (
        "5 June 2026, 18:00 Europe/Paris"
    )


def test_templates_escape_what_people_wrote(environment: jinja2.Environment) -> None:
    template = environment.from_string('{{ text }} <b title="{{ text }}">')

    assert template.render(text="<i>\"'&") == (
        '&lt;i&gt;&#34;&#39;&amp; <b title="&lt;i&gt;&#34;&#39;&amp;">'
    )


def test_sentences_escape_what_stands_in_their_places(environment: jinja2.Environment) -> None:
    template = environment.from_string(
        "{% trans name=name %}<b>{{ name }}</b>: 100%{% endtrans %}"
        "{% trans num=number %}{{ num }} vote{% pluralize %}{{ num }} votes{% endtrans %}",
    )

    assert template.render(name="<i>", number=1) == "<b>&lt;i&gt;</b>: 100%1 vote"
    assert template.render(name="Tea", number=1234) == "<b>Tea</b>: 100%1,234 votes"


def test_templates_refuse_what_is_not_there(environment: jinja2.Environment) -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ choise }}").render(choice="Tea")


def test_templates_are_all_sound(environment: jinja2.Environment) -> None:
    names = environment.list_templates()

    for name in names:
        environment.get_template(name)
    assert {
        "base.html",
        "questions/index.html",
        "questions/detail.html",
        "results/results.html",
        "errors/error.html",
    } <= set(names)


def test_templates_have_no_script_or_style_of_their_own(environment: jinja2.Environment) -> None:
    assert environment.loader is not None

    for name in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, name)
        assert not re.search(
            r'<script>|<style|\bstyle=|(?<![\w-])on[a-z]+=|\|\s*safe|="https?://', source
        )


def test_templates_put_nothing_before_a_text_in_its_field(environment: jinja2.Environment) -> None:
    assert environment.loader is not None
    for name in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, name)
        assert not re.search(r"^ +\{\{.*\}\}</textarea>", source, re.MULTILINE), name


def test_templates_repeat_no_limit_of_the_domain(environment: jinja2.Environment) -> None:
    assert environment.loader is not None
    for name in environment.list_templates():
        source, _, _ = environment.loader.get_source(environment, name)
        assert not re.search(r'\b(max|maxlength)="\d', source), name


def test_static_url_carries_the_hash_of_the_content(environment: jinja2.Environment) -> None:
    found = environment.from_string("{{ static_url('css/base.css') }}").render()

    content = (FOLDER / "css" / "base.css").read_bytes()
    hashed = urlsafe_b64encode(blake2b(content, digest_size=12).digest()).decode()
    assert found == f"/static/css/base.css?v={hashed}"


def test_static_url_differs_from_file_to_file(environment: jinja2.Environment) -> None:
    template = environment.from_string("{{ static_url(name) }}")

    versions = {
        template.render(name=f"css/{path.name}").partition("?v=")[2]
        for path in (FOLDER / "css").iterdir()
    }

    assert len(versions) == len(list((FOLDER / "css").iterdir()))


async def test_static_urls_of_a_page_are_all_there(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    client = await client_for(sqlite_settings)
    async with client.get("/") as response:
        text = await response.text()
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)

    for address in addresses:
        async with client.get(address.replace("&amp;", "&")) as response:
            assert response.status == 200

    assert len(addresses) == 6, addresses

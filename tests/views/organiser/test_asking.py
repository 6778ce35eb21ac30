from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import SecretStr

from polls.domain.methods import METHODS
from polls.domain.questions.rules import Visibility
from polls.forms.question_forms import FIELDS
from polls.views.organiser.asking import WRONG_CODES_PER_HOUR
from tests import asking
from tests.views.site import Answer, Site

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question
    from polls.settings import Settings
    from tests.conftest import ClientFor

TEA = {"text": "Tea or coffee?", "choices": "Tea\nCoffee"}
CODE = "correct horse"


async def create(site: Site, headers: dict[str, str] | None = None, /, **fields: str) -> Answer:
    return await site.post("/new", urlencode(TEA | fields), **headers or {})


async def newest(site: Site) -> Question:
    return (await asking.every(site.database))[0]


@pytest.fixture
async def gated(sqlite_settings: Settings, client_for: ClientFor) -> Site:
    """A site where only who has the creation code may ask, once an hour."""
    update = {"create": "link", "create_code": SecretStr(CODE), "create_per_hour": 1}
    return Site(await client_for(sqlite_settings.model_copy(update=update)))


async def test_link_that_is_broken_is_refused_in_its_form(site: Site) -> None:
    body = "text=Lunch&choices=Soup+|+Hot+|+http://[%0ATea"

    answer = await site.post("/new", body)

    assert answer.status == 422


async def test_question_is_asked_with_a_text_and_choices(empty_site: Site) -> None:
    answer = await create(empty_site)

    question = await newest(empty_site)
    assert (answer.status, answer.location) == (303, f"/poll/{question.key}/share")
    assert question.text == "Tea or coffee?"
    assert [choice.text for choice in question.choices] == ["Tea", "Coffee"]
    assert question.rules.visibility is Visibility.VOTED
    assert (await empty_site.get(f"/poll/{question.key}")).status == 200


async def test_question_is_unlisted_and_its_key_cannot_be_guessed(empty_site: Site) -> None:
    await create(empty_site)

    question = await newest(empty_site)
    assert re.fullmatch(r"\w{12}", question.key)
    assert not question.is_listed
    assert "Tea or coffee?" not in (await empty_site.get("/")).page.words


async def test_who_asks_is_the_organiser_and_nobody_else_is(empty_site: Site) -> None:
    answer = await create(empty_site)

    assert (await empty_site.get(answer.location)).status == 200
    empty_site.forget()
    assert (await empty_site.get(answer.location)).status == 403


async def test_form_comes_back_as_it_was_with_its_problems(empty_site: Site) -> None:
    answer = await create(
        empty_site,
        choices="Tea <b>\nTea <b>",
        method="approval",
        max_choices="7",
        voters="named",
        is_final="1",
    )

    assert answer.status == 422
    assert answer.page.title == "Error: Ask a question · Polls"
    assert "Tea &lt;b&gt;\nTea &lt;b&gt;</textarea>" in answer.text
    assert 'value="Tea or coffee?"' in answer.text
    for ticked in ("method-approval", "voters-named", "is_final"):
        assert re.search(rf'id="field-{ticked}"[^>]*\bchecked>', answer.text), ticked
    for field in ("choices", "max_choices"):
        assert f'href="#field-{field}"' in answer.text
        assert f'id="field-{field}"' in answer.text
        assert f'id="problem-{field}"' in answer.text
        assert re.search(rf'aria-describedby="[^"]*\bproblem-{field}"', answer.text)
    assert await asking.every(empty_site.database) == []


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in {"text", "choices"}])
async def test_settings_are_open_where_they_hold_a_problem(empty_site: Site, field: str) -> None:
    wrong = {"opens": "x", "closes": "x", "description": "x" * 3_000} | dict.fromkeys(
        ("method", "threshold", "voters", "visibility", "zone"),
        "x",
    )
    related = {
        "seats": {"seats": "x"},
        "quorum": {"quorum": "x"},
        "highest": {"method": "score", "highest": "x"},
        "labels": {"method": "score", "highest": "3", "labels": "Bad\nGood"},
        "min_choices": {"method": "approval", "min_choices": "x"},
        "max_choices": {"method": "approval", "max_choices": "x"},
        "per_network": {"voters": "network", "per_network": "x"},
        "release_step": {"voters": "invited", "release_step": "x"},
        "pub_date": {"opens": "at", "pub_date": "x"},
        "close_date": {"closes": "at", "close_date": "x"},
    }
    if field in {
        "kind",
        "winners",
        "says",
        "matters",
        "offer_none",
        "offer_blank",
        "is_shuffled",
        "is_final",
        "no_receipts",
        "wants_listing",
    }:
        assert (await create(empty_site, **{field: "x"})).status == 303  # nothing can be wrong
        return

    answer = await create(empty_site, **related.get(field) or {field: wrong[field]})

    assert answer.status == 422
    assert re.search(r'<details class="settings"\s+open>', answer.text)
    assert f'href="#field-{field}"' in answer.text
    assert f'id="problem-{field}"' in answer.text


async def test_settings_are_folded_up_where_they_are_right(empty_site: Site) -> None:
    for answer in (await empty_site.get("/new"), await create(empty_site, text="")):
        assert '<details class="settings" >' in answer.text


async def test_program_gets_the_problems_as_a_document(empty_site: Site) -> None:
    answer = await create(empty_site, {"Accept": "application/json"}, choices="Tea")

    assert answer.status == 422
    assert "A question needs 2 to 500 choices; this one has 1." in answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")


async def test_times_are_by_the_clocks_of_the_zone_and_shown_with_it(empty_site: Site) -> None:
    year = datetime.now(UTC).year + 1
    location = (
        await create(
            empty_site,
            zone="Asia/Tokyo",
            closes="at",
            close_date=f"{year}-06-05T18:00",
        )
    ).location

    question = await newest(empty_site)
    assert question.close_date == datetime(year, 6, 5, 9, tzinfo=UTC)
    for path in (location, f"/poll/{question.key}"):
        words = (await empty_site.get(path)).page.words
        assert f"5 June {year}, 18:00 Asia/Tokyo" in words


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
async def test_times_at_the_ends_of_the_calendar_can_be_shown(empty_site: Site, zone: str) -> None:
    dates = {"pub_date": "0001-01-03T00:00", "close_date": "8999-12-31T23:59"}
    location = (await create(empty_site, opens="at", closes="at", zone=zone, **dates)).location

    question = await newest(empty_site)
    for path in (location, f"/poll/{question.key}", f"/poll/{question.key}/results", "/"):
        assert (await empty_site.get(path)).status == 200


async def test_zone_is_that_of_the_site_where_none_is_said(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    settings = sqlite_settings.model_copy(update={"time_zone": "Europe/Paris"})
    site = Site(await client_for(settings))

    await create(site)

    assert (await newest(site)).zone == "Europe/Paris"
    assert re.search(r'id="field-zone"\s+value="Europe/Paris"', (await site.get("/new")).text)


async def test_list_of_500_long_choices_is_taken(empty_site: Site) -> None:
    choices = [f"{number} {'ж' * 60}" for number in range(500)]

    answer = await create(empty_site, choices="\n".join(choices))

    assert answer.status == 303
    assert [choice.text for choice in (await newest(empty_site)).choices] == choices


async def test_form_that_is_too_long_is_refused(empty_site: Site) -> None:
    assert (await create(empty_site, text="x" * 600 * 1024)).status == 413
    assert (await create(empty_site, choices="x" * 257 * 1024)).status == 413


async def test_form_of_another_site_asks_nothing(empty_site: Site) -> None:
    answer = await create(empty_site, {"Sec-Fetch-Site": "cross-site"})

    assert answer.status == 403
    assert await asking.every(empty_site.database) == []


@pytest.mark.parametrize(
    ("sent", "warning"),
    [
        ({"choices": "Tea\ntea"}, "“Tea” and “tea” differ only in capitals."),
        (
            {"choices": "2026-01-01\n2026-01-02 18:00 - 20:00", "method": "availability"},
            "2 dates are in the past: 2026-01-01 and 2026-01-02 18:00\N{EN DASH}20:00.",
        ),
    ],
)
async def test_slip_is_told_once_and_then_asked(
    empty_site: Site,
    sent: dict[str, str],
    warning: str,
) -> None:
    told = await create(empty_site, **sent, description="Kept.")
    nobody = await asking.every(empty_site.database)
    other = await create(empty_site, **sent, seen="Another warning")
    asked = await create(empty_site, **sent, seen=warning)

    assert (told.status, other.status, asked.status) == (422, 422, 303)
    assert nobody == []
    asks = "Find a date" if "method" in sent else "Ask a question"
    assert told.page.title == f"Check: {asks} · Polls"
    assert f'<a href="#field-choices">{warning}</a>' in told.text
    assert re.search(r'aria-describedby="hint-choices warning-choices"', told.text)
    assert f'id="warning-choices">{warning}</p>' in told.text
    assert f'name="seen" value="{warning}"' in told.text
    assert "aria-invalid" not in told.text
    assert "Kept.</textarea>" in told.text
    assert len(await asking.every(empty_site.database)) == 1


async def test_program_is_not_asked_whether_it_means_it(empty_site: Site) -> None:
    answer = await create(empty_site, {"Accept": "application/json"}, choices="Tea\ntea")

    assert answer.status == 303


@pytest.mark.parametrize(
    ("sent", "words", "focused"),
    [
        ({"text": "Lunch?", "choices": ""}, "Now write the choices, one per line.", "choices"),
        ({"text": "Lunch?", "choices": "\nSoup"}, "Now write the choices", "choices"),
        ({"text": " ", "choices": "Soup\nSalad"}, "Now write your question.", "text"),
    ],
)
async def test_enter_leads_on_as_long_as_there_is_too_little_to_ask(
    empty_site: Site,
    sent: dict[str, str],
    words: str,
    focused: str,
) -> None:
    answer = await create(empty_site, **sent, quorum="20", do="continue")

    assert answer.status == 200
    assert words in answer.page.words
    assert answer.page.title == "Ask a question · Polls"
    assert re.findall(r'id="field-(\w+)"[^>]*\bautofocus', answer.text) == [focused]
    assert re.search(r'id="field-quorum"\s+value="20"', answer.text)
    assert 'role="alert"' not in answer.text
    assert await asking.every(empty_site.database) == []


async def test_enter_asks_when_there_is_enough_to_ask(empty_site: Site) -> None:
    first_button = re.search(r"<button[^>]*>", (await empty_site.get("/new")).text)

    asked = await create(empty_site, do="continue")
    wrong = await create(empty_site, do="continue", seats="9")

    assert first_button
    assert 'name="do" value="continue" hidden' in first_button[0]
    assert (asked.status, wrong.status) == (303, 422)
    assert "only 2 choices" in wrong.page.words


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(fields=st.lists(st.tuples(st.sampled_from([*FIELDS, "code", "x"]), st.text(max_size=40))))
async def test_form_never_breaks_the_program(
    empty_site: Site,
    fields: list[tuple[str, str]],
) -> None:
    body = "&".join(urlencode({name: value}, errors="replace") for name, value in fields)

    answer = await empty_site.post("/new", body)

    assert answer.status in {303, 422}


# who may ask


async def test_nobody_asks_where_the_operator_does(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    site = Site(await client_for(sqlite_settings.model_copy(update={"create": "nobody"})))

    shown, sent = await site.get("/new"), await create(site)

    assert (shown.status, sent.status) == (403, 403)
    assert "only the operator can ask questions" in shown.page.words
    assert await asking.every(site.database) == []
    assert "/new" not in (await site.get("/")).page.links.values()
    # What was typed before the setting was changed is not lost.
    assert re.search(
        r"<textarea[^>]*readonly[^>]*>\nTea or coffee\?\n\nTea\nCoffee</text", sent.text
    )
    assert "readonly" not in shown.text


async def test_front_page_says_that_a_code_is_needed(gated: Site) -> None:
    words = (await gated.get("/")).page.words

    assert "Ask one of your own with this site's creation code." in words
    assert "It takes a minute" not in words


async def test_code_in_the_link_opens_the_form_and_is_sent_with_it(gated: Site) -> None:
    shown = await gated.get(f"/new?{urlencode({'code': CODE})}")

    assert shown.status == 200
    assert f'name="code" value="{CODE}"' in shown.text
    assert (await create(gated, code=CODE)).status == 303


async def test_without_the_code_nothing_is_asked(gated: Site) -> None:
    for answer in (await gated.get("/new"), await create(gated)):
        assert answer.status == 403
        assert "creation code" in answer.page.words
        assert "not the code" not in answer.page.words
    assert await asking.every(gated.database) == []


async def test_wrong_code_is_named(gated: Site) -> None:
    answer = await gated.get("/new?code=wrong")

    assert answer.status == 403
    assert "That is not the creation code." in answer.page.words
    assert (await create(gated, code="пароль")).status == 403


async def test_spaces_around_the_code_do_not_matter(gated: Site) -> None:
    assert (await gated.get(f"/new?code=+{CODE}+")).status == 200
    assert (await create(gated, code=f"{CODE} ")).status == 303


async def test_what_was_written_before_the_code_changed_is_sent_again_with_it(gated: Site) -> None:
    written = {
        "text": "Tea & <coffee>?",
        "choices": "One\nTwo",
        "is_final": "1",
        "code": "an old one",
    }

    refused = await create(gated, **written)
    carried = re.findall(r'type="hidden" name="(.*?)" value="(.*?)"', refused.text, re.DOTALL)
    form = {name: html.unescape(text) for name, text in carried}
    answer = await gated.post(refused.page.action, urlencode(form | {"code": CODE}))

    assert refused.status == 403
    assert "The question was not asked" in refused.page.words
    assert "What you wrote is still here" in refused.page.words
    assert answer.status == 303
    question = await newest(gated)
    assert (question.text, question.rules.may_change) == (written["text"], False)
    assert [choice.text for choice in question.choices] == ["One", "Two"]


async def test_empty_field_for_the_code_is_no_guess(gated: Site) -> None:
    for _ in range(WRONG_CODES_PER_HOUR + 1):
        empty = await gated.get("/new?code=+")

    assert (empty.status, "Enter the creation code." in empty.page.words) == (403, True)
    assert "not the code" not in empty.page.words
    assert (await gated.get(f"/new?code={CODE}")).status == 200


@pytest.mark.parametrize("code", ["%ED%A0%80", "%FF", "%00", "x" * 5_000])
async def test_code_that_is_no_text_is_a_wrong_one(gated: Site, code: str) -> None:
    assert (await gated.get(f"/new?code={code}")).status in {400, 403}


async def test_code_cannot_be_guessed_without_end(gated: Site) -> None:
    for _ in range(WRONG_CODES_PER_HOUR):
        assert (await gated.get("/new?code=wrong")).status == 403

    answers = [await gated.get("/new?code=wrong"), await gated.get(f"/new?code={CODE}")]

    assert [answer.status for answer in answers] == [429, 429]
    for answer in answers:
        assert "Too many wrong creation codes were entered" in answer.page.words
        assert "questions were asked" not in answer.page.words
        assert 3_590 <= int(answer.headers["Retry-After"]) <= 3_600


async def test_wrong_codes_are_no_questions_and_questions_no_wrong_codes(gated: Site) -> None:
    for _ in range(5):
        await gated.get("/new?code=wrong")

    answers = [await create(gated, code=CODE) for _ in range(2)]

    assert [answer.status for answer in answers] == [303, 429]
    assert "Too many questions were asked" in answers[-1].page.words
    assert (await gated.get(f"/new?code={CODE}")).status == 200


async def test_questions_from_one_address_are_limited(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    site = Site(await client_for(sqlite_settings.model_copy(update={"create_per_hour": 2})))

    refused = await create(site, text="")
    answers = [await create(site) for _ in range(3)]

    assert refused.status == 422  # not counted: it asked nothing
    assert [answer.status for answer in answers] == [303, 303, 429]
    assert 3_590 <= int(answers[-1].headers["Retry-After"]) <= 3_600
    assert "You can ask the next one in 60 minutes." in answers[-1].page.words
    assert len(await asking.every(site.database)) == 2


async def test_limit_is_for_the_address_that_a_trusted_proxy_reports(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    update = {"create_per_hour": 1, "trusted_proxies": ("127.0.0.0/8",)}
    settings = type(sqlite_settings).model_validate(sqlite_settings.model_dump() | update)
    site = Site(await client_for(settings))

    async def status_for(address: str) -> int:
        return (await create(site, {"X-Forwarded-For": address})).status

    assert await status_for("192.0.2.1") == 303
    assert await status_for("192.0.2.1") == 429
    assert await status_for("192.0.2.2") == 303
    assert await status_for("2001:db8::1") == 303
    assert await status_for("2001:db8::2") == 429  # the same household
    assert await status_for("2001:db8:0:1::2") == 303
    assert await status_for("192.0.2.2:51234") == 429  # as some proxies write it
    assert await status_for("192.0.2.3:443") == 303
    assert await status_for("[2001:db8::3]:443") == 429


async def test_address_that_a_stranger_writes_is_not_believed(
    sqlite_settings: Settings,
    client_for: ClientFor,
) -> None:
    site = Site(await client_for(sqlite_settings.model_copy(update={"create_per_hour": 1})))

    statuses = [
        (await create(site, {"X-Forwarded-For": f"192.0.2.{number}"})).status for number in (1, 2)
    ]

    assert statuses == [303, 429]


# the front page


async def test_front_page_leads_to_the_form(site: Site) -> None:
    assert (await site.get("/")).page.links["Ask a question"] == "/new"


async def test_empty_front_page_leads_to_the_form(empty_site: Site) -> None:
    page = (await empty_site.get("/")).page

    assert page.links["Ask a question"] == "/new"
    assert "No questions are listed here" in page.headings


@pytest.mark.parametrize(
    ("listing", "is_listed", "wants_listing"),
    [("anyone", True, False), ("approval", False, True), ("nobody", False, False)],
)
async def test_listing_is_as_the_operator_has_it(
    sqlite_settings: Settings,
    client_for: ClientFor,
    listing: str,
    is_listed: bool,
    wants_listing: bool,
) -> None:
    site = Site(await client_for(sqlite_settings.model_copy(update={"listing": listing})))

    offered = "front page" in (await site.get("/new")).page.words
    await create(site, wants_listing="1")

    question = await newest(site)
    assert (question.is_listed, question.wants_listing) == (is_listed, wants_listing)
    assert offered == (listing != "nobody")
    assert ("Tea or coffee?" in (await site.get("/")).page.words) == is_listed


async def test_draft_is_opened_where_its_links_are(empty_site: Site) -> None:
    location = (await create(empty_site, opens="later")).location
    shown = await empty_site.get(location)

    opened = await empty_site.post(shown.page.action, "revision=0")

    assert "Open voting now" in shown.page.words
    assert shown.page.action == location.replace("share", "manage/open")
    assert opened.status == 303
    assert "Voting is open." in (await empty_site.get(location)).page.words
    assert "Open voting now" not in (await empty_site.get(location)).page.words


async def test_draft_cannot_be_voted_on(empty_site: Site) -> None:
    location = (await create(empty_site, opens="later")).location

    question = await newest(empty_site)
    assert question.is_draft
    assert "This is a draft, so nobody can vote yet." in (await empty_site.get(location)).page.words
    empty_site.forget()
    page = (await empty_site.get(f"/poll/{question.key}")).page
    assert page.headings == ["This question is not open yet"]
    assert (await empty_site.vote(1, key=question.key)).status == 409


async def test_question_for_later_says_when_it_begins(empty_site: Site) -> None:
    begins = datetime.now(UTC) + timedelta(days=400)
    location = (
        await create(empty_site, opens="at", pub_date=f"{begins:%Y-%m-%d}T09:00", zone="UTC")
    ).location

    words = (await empty_site.get(location)).page.words

    assert f"Voting begins on {begins.day} {begins:%B %Y}, 09:00 UTC." in words


# the kinds


@pytest.mark.parametrize(
    ("path", "title", "ticked"),
    [
        ("/new", "Ask a question", ["method", "voters", "visibility"]),
        ("/new?kind=dates", "Find a date", ["voters-named", "visibility"]),
        (
            "/new?kind=election",
            "Rank or elect",
            ["method-instant_runoff", "voters", "visibility-closed"],
        ),
        ("/new?kind=x", "Ask a question", ["method", "voters", "visibility"]),
    ],
)
async def test_each_kind_has_an_address_and_a_form_of_its_own(
    empty_site: Site, path: str, title: str, ticked: list[str]
) -> None:
    answer = await empty_site.get(path)

    assert (answer.status, answer.page.headings[0]) == (200, title)
    pattern = r'value="(\w+)"\s+formaction="/new\?kind=(\w+)[^"]*"(\s+aria-current="true")?'
    buttons = re.findall(pattern, answer.text)
    assert [each[:2] for each in buttons] == [
        ("question", "question"),
        ("dates", "dates"),
        ("election", "election"),
    ]
    assert sum(1 for *_, current in buttons if current) == 1
    for field in ticked:
        assert re.search(rf'id="field-{field}"[^>]*\bchecked>', answer.text), field


async def test_dates_come_before_the_question_and_the_zone_is_beside_them(
    empty_site: Site,
) -> None:
    text = (await empty_site.get("/new?kind=dates")).text

    places = [text.index(f'id="{each}"') for each in ("field-choices", "field-zone", "field-text")]
    assert places == sorted(places)
    assert text.index('id="field-text"') < text.index('<details class="settings"')
    assert text.count('id="field-zone"') == 1
    assert 'type="hidden" name="method" value="availability"' in text


async def test_other_form_is_shown_with_what_was_typed(empty_site: Site) -> None:
    answer = await create(empty_site, do="dates", kind="question", quorum="9", zone="Asia/Tokyo")

    assert (answer.status, answer.page.headings[0]) == (200, "Find a date")
    assert "Tea\nCoffee</textarea>" in answer.text
    assert 'value="Tea or coffee?"' in answer.text
    assert 'value="Asia/Tokyo"' in answer.text
    assert 'name="kind" value="dates"' in answer.text
    assert re.search(r'id="field-quorum"\s+value="9"', answer.text)
    assert await asking.every(empty_site.database) == []


async def test_code_goes_along_to_the_other_forms(gated: Site) -> None:
    answer = await create(gated, code=CODE, do="dates")

    assert (answer.status, answer.page.headings[0]) == (200, "Find a date")
    assert re.search(r'name="code"\s+value="correct', answer.text)


async def test_door_leads_to_the_form_that_was_asked_for(gated: Site) -> None:
    wanted = [("kind", "dates"), ("choices", "2126-12-24"), ("choices", "<b>"), ("code", "wrong")]

    door = await gated.get(f"/new?{urlencode(wanted)}")

    kept = re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)">', door.text)
    assert [(name, html.unescape(value)) for name, value in kept] == wanted[:3]


# addresses that fill the form in


async def test_address_fills_the_form_in_and_asks_nothing(empty_site: Site) -> None:
    given = [
        ("text", 'Tea "or" <b>?'),
        ("choices", "Tea | <i>"),
        ("choices", "Coffee\nMilk"),
        ("method", "approval"),
        ("max_choices", "2"),
        ("voters", "named"),
        ("zone", "asia/tokyo"),
        ("do", "preview"),
    ]

    answer = await empty_site.get(f"/new?{urlencode(given)}")

    assert answer.status == 200
    assert 'value="Tea &#34;or&#34; &lt;b&gt;?"' in answer.text
    assert "Tea | &lt;i&gt;\nCoffee\nMilk</textarea>" in answer.text
    for ticked in ("method-approval", "voters-named"):
        assert re.search(rf'id="field-{ticked}"[^>]*\bchecked>', answer.text), ticked
    assert 'value="Asia/Tokyo"' in answer.text
    assert "data-zone" not in answer.text  # it is not guessed
    opened = re.findall(r'<details class="settings"\s+open>', answer.text)
    assert len(opened) == 2  # what it sets is in sight
    assert 'role="alert"' not in answer.text
    assert await asking.every(empty_site.database) == []


async def test_address_that_is_wrong_is_told_at_its_fields(empty_site: Site) -> None:
    path = f"/new?{urlencode({'text': 'x' * 300, 'choices': 'Tea', 'seats': 'many'})}"

    answer = await empty_site.get(path)

    assert answer.status == 200
    assert re.findall(r'<a href="#field-(\w+)">', answer.text) == ["text", "seats"]
    assert 'id="problem-seats"' in answer.text
    assert "x" * 300 in answer.text
    assert f'data-page="{html.escape(path)}"' in answer.text  # a reload shows it again


async def test_word_of_an_address_that_no_field_has_is_not_taken_for_the_usual_one(
    empty_site: Site,
) -> None:
    form = (await empty_site.get("/new?method=scores&text=Tea?&choices=A&choices=B")).text
    sent = {"text": "Tea?", "choices": "A\nB"}
    sent |= dict(re.findall(r'<input type="hidden" name="(method)" value="(\w+)">', form))

    unmarked = await empty_site.post("/new", urlencode(sent))
    # A choice stands before it on the page, so a browser sends it first.
    marked = await empty_site.post("/new", urlencode([("method", "score"), *sent.items()]))

    assert "“scores” is not offered here. Choose one of these." in form
    assert not re.search(r'name="method"[^>]*\bchecked>', form)
    assert (unmarked.status, marked.status) == (422, 303)
    assert (await newest(empty_site)).rules.method == "score"


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    fields=st.lists(
        st.tuples(st.sampled_from([*FIELDS, "option-stv-quota", "x"]), st.text(max_size=40))
    ),
    rest=st.text("%&=+0123456789abcdefABCDEF", max_size=20),
)
async def test_address_never_breaks_the_program(
    empty_site: Site,
    fields: list[tuple[str, str]],
    rest: str,
) -> None:
    query = "&".join(urlencode({name: value}, errors="replace") for name, value in fields)

    answer = await empty_site.get(f"/new?{query}&text={rest}")

    assert answer.status == 200
    assert await asking.every(empty_site.database) == []


async def test_organisers_page_has_a_link_that_asks_the_same_again(empty_site: Site) -> None:
    sent = {"kind": "election", "method": "stv", "seats": "2", "choices": "Ada\nBo & Co\nCleo"}
    location = (await create(empty_site, **sent, description="Two of us.")).location
    first = await newest(empty_site)

    page = await empty_site.get(location.replace("share", "manage"))
    link = page.page.links["A link that asks the same question again"]
    form = await empty_site.get(link)

    assert link.startswith("/new?kind=election&text=Tea+or+coffee?&choices=Ada&choices=Bo+%26+Co")
    assert "organise" not in link
    assert "Ada\nBo &amp; Co\nCleo</textarea>" in form.text
    assert 'role="alert"' not in form.text
    body = {key: value for key, value in sent.items() if key != "choices"}
    assert re.search(r'id="field-method-stv"[^>]*\bchecked>', form.text)
    assert re.search(r'id="field-seats"\s+value="2"', form.text)
    await create(empty_site, **body, choices=sent["choices"], description="Two of us.")
    again = await newest(empty_site)
    assert (again.rules, again.description) == (first.rules, first.description)


async def test_question_with_many_choices_has_such_a_link_too(empty_site: Site) -> None:
    choices = "\n".join(f"Choice {number:02}" for number in range(40))
    location = (await create(empty_site, choices=choices)).location

    page = await empty_site.get(location.replace("share", "manage"))
    form = await empty_site.get(page.page.links["A link that asks the same question again"])

    assert f"{choices}</textarea>" in form.text


async def test_link_that_would_be_too_long_is_not_offered(empty_site: Site) -> None:
    choices = "\n".join(f"{number} {'ж' * 60}" for number in range(20))
    location = (await create(empty_site, choices=choices)).location

    page = await empty_site.get(location.replace("share", "manage"))

    assert page.status == 200
    assert "A link that asks the same question again" not in page.page.links


# the method


@pytest.mark.parametrize("method", METHODS)
async def test_every_method_can_be_chosen_in_the_form(empty_site: Site, method: str) -> None:
    page = await empty_site.get("/new?kind=dates" if METHODS[method].has_dates else "/new")

    answer = await create(empty_site, method=method, choices="2026-12-24\n2026-12-25")

    assert re.search(rf'name="method"\s+value="{method}"', page.text)
    assert answer.status == 303
    question = await newest(empty_site)
    assert question.rules.method == method
    assert (await empty_site.get(f"/poll/{question.key}")).status == 200


async def test_method_comes_back_with_its_options_and_what_is_wrong(empty_site: Site) -> None:
    answer = await create(
        empty_site,
        method="stv",
        seats="5",
        **{"option-stv-quota": "hare", "option-stv-decimals": "many"},
    )

    assert answer.status == 422
    assert re.search(r'id="field-method-stv"[^>]*\bchecked>', answer.text)
    assert re.search(r'value="hare"\s+selected', answer.text)
    assert 'href="#field-option-stv-decimals"' in answer.text
    assert 'id="problem-option-stv-decimals"' in answer.text
    assert 'id="problem-seats"' in answer.text
    assert "decimals is a whole number from 0 to 1,000, not 'many'." in html.unescape(answer.text)


@pytest.mark.parametrize("do", ["advise", "preview"])
async def test_help_with_the_form_keeps_all_and_asks_nothing(empty_site: Site, do: str) -> None:
    sent = {"text": "Whom <b>?", "winners": "several", "says": "order", "voters": "named"}

    answer = await create(empty_site, do=do, seats="3", **sent)

    assert answer.status == 200
    assert 'value="Whom &lt;b&gt;?"' in answer.text
    assert "Tea\nCoffee</textarea>" in answer.text
    for ticked in ("winners-several", "says-order", "voters-named"):
        assert re.search(rf'id="field-{ticked}"[^>]*\bchecked>', answer.text), ticked
    assert re.search(r'id="field-seats"\s+value="3"', answer.text)
    assert await asking.every(empty_site.database) == []


async def test_advice_chooses_the_method_and_says_why(empty_site: Site) -> None:
    answer = await create(empty_site, do="advise", winners="one", says="order", matters="majority")

    assert re.search(r'id="field-method-ranked_pairs"[^>]*\bchecked>', answer.text)
    assert "Ranked pairs. Every two choices are compared head-to-head." in answer.page.words


async def test_preview_is_drawn_by_the_parts_of_the_ballot(empty_site: Site) -> None:
    form = {"method": "star", "choices": "Tea | black\nCoffee", "offer_blank": "1"}
    preview = await create(empty_site, do="preview", **form)

    await create(empty_site, **form)

    ballot = await empty_site.get(f"/poll/{(await newest(empty_site)).key}")
    drawn, real = (
        re.search(r'<div class="lines".*(?=<p class="consequences">)', answer.text, re.DOTALL)
        for answer in (preview, ballot)
    )
    assert drawn
    assert real
    numbers = re.compile(r"\d+|</fieldset>")  # choices have other ids in here
    assert numbers.sub("", drawn[0]).split() == numbers.sub("", real[0]).split()


async def test_preview_of_what_cannot_be_asked_is_drawn_all_the_same(empty_site: Site) -> None:
    answer = await create(
        empty_site, do="preview", text="", choices="", method="score", highest="99"
    )

    assert answer.status == 200
    assert "Your first choice" in answer.page.words


async def test_help_is_for_those_who_may_ask(gated: Site) -> None:
    for do in ("advise", "preview"):
        assert (await create(gated, do=do)).status == 403
        assert (await create(gated, do=do, code=CODE)).status == 200


async def test_help_is_not_counted_among_the_questions_asked(gated: Site) -> None:
    for _ in range(10):
        assert (await create(gated, do="preview", code=CODE)).status == 200

    assert (await create(gated, code=CODE)).status == 303


async def test_dates_are_asked_with_the_lines_that_are_none_named(empty_site: Site) -> None:
    wrong = await create(empty_site, method="availability", choices="2026-12-24\nsoon")
    right = await create(empty_site, method="availability", choices="2026-12-25\n2026-12-24 9:00")

    assert (wrong.status, right.status) == (422, 303)
    assert "Date 2, “soon”: Write a day as in 2026-12-24" in wrong.page.words
    texts = [choice.text for choice in (await newest(empty_site)).choices]
    assert texts == ["2026-12-24 09:00", "2026-12-25"]

"""The dates of a question as a calendar, read by another library than the one that writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import NewChoice
from polls.services.questions import deciding, lifecycle, questions
from tests import asking, calendars, ledgers
from tests.views.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polls.settings import Settings
    from tests.conftest import ClientFor

DASH = "\N{EN DASH}"
EVENING, DAY, NIGHT = f"2026-07-03 19:00{DASH}21:00", "2026-07-04", f"2026-07-05 23:00{DASH}01:00"
THREE = (EVENING, DAY, NIGHT)


class Sent(NamedTuple):
    """An answer with its bytes as they came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def asked(site: Site, *dates: str | NewChoice, **values: Any) -> str:
    return await asking.ask(site.database, "When shall we meet?", dates, **asking.DATED | values)


async def fetched(site: Site, key: str, query: str = "", **headers: str) -> Sent:
    path = f"/poll/{key}/event.ics{query}"
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with site.client.get(path, headers=sent) as response:
        return Sent(response.status, response.headers, await response.read())


async def read(site: Site, key: str, query: str = "") -> dict[str, Any]:
    return calendars.read((await fetched(site, key, query)).body)


async def decide(site: Site, key: str, place: int) -> None:
    chosen = (await questions.get(site.database, key)).choices[place].id
    await deciding.decide(site.database, key, OPERATOR, [chosen])


def told(calendar: dict[str, Any], *names: str) -> list[Any]:
    return [tuple(event[name] for name in names) for event in calendar["events"]]


async def test_dates_are_tentative_until_one_is_decided_on(empty_site: Site) -> None:
    key = await asked(empty_site, *THREE)

    answer = await fetched(empty_site, key)
    calendar = calendars.read(answer.body)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="poll-1-event.ics"' in answer.headers["Content-Disposition"]
    assert told(calendar, "summary", "status", "start", "end") == [
        ("When shall we meet?", "TENTATIVE", "2026-07-03T17:00:00Z", "2026-07-03T19:00:00Z"),
        ("When shall we meet?", "TENTATIVE", "2026-07-04", "2026-07-05"),
        ("When shall we meet?", "TENTATIVE", "2026-07-05T21:00:00Z", "2026-07-05T23:00:00Z"),
    ]
    assert told(calendar, "zone")[0] == ("Europe/Berlin",)
    assert (calendar["name"], calendar["refreshed"]) == ("When shall we meet?", "PT1H")


async def test_decision_confirms_one_date_and_cancels_the_others(empty_site: Site) -> None:
    key = await asked(empty_site, *THREE)
    before = await read(empty_site, key)
    await asking.close(empty_site.database, key)
    await decide(empty_site, key, 1)

    after = await read(empty_site, key)

    assert told(after, "status") == [("CANCELLED",), ("CONFIRMED",), ("CANCELLED",)]
    assert told(after, "uid") == told(before, "uid")
    assert len(set(told(after, "uid"))) == 3
    assert told(await read(empty_site, key, "?cancelled=0"), "status", "start") == [
        ("CONFIRMED", "2026-07-04")
    ]


async def test_sequence_and_stamp_grow_with_every_decision(empty_site: Site) -> None:
    key = await asked(empty_site, *THREE)
    await asking.close(empty_site.database, key)
    seen = [await read(empty_site, key)]
    for place in (0, 1):
        await decide(empty_site, key, place)
        seen.append(await read(empty_site, key))
    await deciding.undecide(empty_site.database, key, OPERATOR)
    seen.append(await read(empty_site, key))
    await lifecycle.reopen(empty_site.database, key, OPERATOR)
    seen.append(await read(empty_site, key))

    sequences = [each["events"][0]["sequence"] for each in seen]
    stamps = [each["events"][0]["stamp"] for each in seen]
    assert sequences == sorted(set(sequences))
    assert stamps == sorted(stamps)
    assert told(seen[-1], "status") == told(seen[-2], "status") == [("TENTATIVE",)] * 3


@pytest.mark.parametrize(
    ("zone", "date", "start", "end"),
    [
        ("Europe/Berlin", f"2026-03-29 01:30{DASH}03:30", "2026-03-29T00:30", "2026-03-29T01:30"),
        ("Europe/Berlin", f"2026-10-25 01:00{DASH}04:00", "2026-10-24T23:00", "2026-10-25T03:00"),
        ("Europe/Berlin", f"2026-10-24 23:00{DASH}03:00", "2026-10-24T21:00", "2026-10-25T02:00"),
        (
            "America/New_York",
            f"2026-03-08 03:00{DASH}04:00",
            "2026-03-08T07:00",
            "2026-03-08T08:00",
        ),
        (
            "Australia/Lord_Howe",
            f"2026-10-04 01:30{DASH}03:00",
            "2026-10-03T15:00",
            "2026-10-03T16:00",
        ),
        ("Asia/Kathmandu", f"2026-06-05 18:00{DASH}19:00", "2026-06-05T12:15", "2026-06-05T13:15"),
        ("Europe/Dublin", f"2026-12-05 18:00{DASH}19:00", "2026-12-05T18:00", "2026-12-05T19:00"),
        (
            "Africa/Casablanca",
            f"2027-02-20 18:00{DASH}19:00",
            "2027-02-20T18:00",
            "2027-02-20T19:00",
        ),
        ("UTC", f"2026-06-05 18:00{DASH}19:00", "2026-06-05T18:00", "2026-06-05T19:00"),
    ],
)
async def test_times_are_right_where_clocks_change(
    empty_site: Site, zone: str, date: str, start: str, end: str
) -> None:
    key = await asked(empty_site, date, "2026-06-20 12:00", "2026-12-20 12:00", zone=zone)

    calendar = await read(empty_site, key)

    assert (f"{start}:00Z", f"{end}:00Z") in told(calendar, "start", "end")
    assert told(calendar, "zone") == [(zone,)] * 3
    assert [each["id"] for each in calendar["zones"]] == ([] if zone == "UTC" else [zone])


async def test_zone_says_by_the_clocks_before_it_when_they_change(empty_site: Site) -> None:
    key = await asked(empty_site, "2026-07-03 19:00", "2026-12-03 19:00")

    (zone,) = (await read(empty_site, key))["zones"]

    assert zone["parts"] == [
        {"kind": "daylight", "since": "2026-03-29T02:00:00", "from": "+01:00", "to": "+02:00"},
        {"kind": "standard", "since": "2026-10-25T03:00:00", "from": "+02:00", "to": "+01:00"},
    ]


async def test_date_of_the_first_year_that_there_is_has_a_calendar(empty_site: Site) -> None:
    key = await asked(empty_site, "0001-01-05 10:00", "2026-07-04")

    answer = await fetched(empty_site, key)

    assert answer.status == 200
    assert b"\r\nDTSTART;TZID=Europe/Berlin:00010105T100000\r\n" in answer.body
    assert len(calendars.read(answer.body)["events"]) == 2


async def test_date_without_an_end_has_none(empty_site: Site) -> None:
    key = await asked(empty_site, "2026-07-03 19:00", "2026-07-04 19:00")

    assert told(await read(empty_site, key), "end") == [(None,)] * 2


async def test_several_days_end_on_the_day_after_the_last(empty_site: Site) -> None:
    key = await asked(empty_site, f"2026-10-24{DASH}2026-10-26", "2026-12-31")

    calendar = await read(empty_site, key)

    assert told(calendar, "start", "end") == [
        ("2026-10-24", "2026-10-27"),
        ("2026-12-31", "2027-01-01"),
    ]
    assert calendar["zones"] == []


async def test_texts_come_through_whatever_they_are(empty_site: Site) -> None:
    text = "Essen, Trinken; \\n und „Käse“: " + "長い" * 40 + " BEGIN:VEVENT"
    described = NewChoice(text="2026-07-03", description="Room 3,\nfirst floor; left")
    key = await asking.ask(
        empty_site.database,
        text,
        [described, "2026-07-04"],
        description="Bring\nEND:VCALENDAR\ncake",
        **asking.DATED,
    )

    calendar = await read(empty_site, key)

    (first, second) = calendar["events"]
    address = f"http://{empty_site.client.host}:{empty_site.client.port}/poll/{key}"
    assert first["summary"] == second["summary"] == calendar["name"] == text
    assert first["description"] == (
        f"Room 3,\nfirst floor; left\n\nBring\nEND:VCALENDAR\ncake\n\n{address}"
    )
    assert first["url"] == address


async def test_lines_have_75_bytes_and_no_character_is_cut(empty_site: Site) -> None:
    description = "".join(f"{'ä' * length}\n日本\\\\\\" for length in range(1, 45))
    key = await asked(empty_site, EVENING, DAY, description=description)

    body = (await fetched(empty_site, key)).body

    lines = body.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert all(line.decode() for line in lines[:-1])
    assert not any((len(line) - len(line.rstrip(b"\\"))) % 2 for line in lines)
    assert description in calendars.read(body)["events"][0]["description"]


async def test_calendar_that_is_known_is_not_sent_again(empty_site: Site) -> None:
    key = await asked(empty_site, *THREE)
    first = await fetched(empty_site, key)

    choice = (await questions.get(empty_site.database, key)).choices[0]
    voted = await empty_site.post(f"/poll/{key}/vote", f"score-{choice.id}=2&name=Bob")
    again = await fetched(empty_site, key, If_None_Match=first.headers["ETag"])
    await asking.close(empty_site.database, key)
    await decide(empty_site, key, 0)
    changed = await fetched(empty_site, key, If_None_Match=first.headers["ETag"])

    assert (await fetched(empty_site, key)).headers["ETag"] != first.headers["ETag"]
    assert voted.status == 303
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert changed.status == 200


async def test_votes_change_nothing_in_the_calendar(empty_site: Site) -> None:
    key = await asked(empty_site, *THREE)
    before = await fetched(empty_site, key)

    await ledgers.append(empty_site.database, key, ((1, 2), (2, 0)))

    assert (await questions.get(empty_site.database, key)).vote_count == 1
    assert (await fetched(empty_site, key)).body == before.body


async def test_question_of_something_else_has_no_calendar(site: Site) -> None:
    answer = await site.get("/poll/1/event.ics")

    assert answer.status == 404
    assert "not about dates" in answer.page.words


@pytest.mark.parametrize(
    "values",
    [
        {"is_draft": True, "is_listed": False},
        {"is_draft": True},
        {"pub_date": datetime.now(UTC) + timedelta(days=1)},
        {"pub_date": datetime.now(UTC) + timedelta(days=1), "is_listed": False},
    ],
)
async def test_question_that_has_not_begun_has_no_calendar(
    empty_site: Site, values: dict[str, Any]
) -> None:
    key = await asked(empty_site, *THREE, **values)

    answer = await fetched(empty_site, key)

    assert answer.status in {404, 409}
    assert b"VEVENT" not in answer.body


async def test_pages_offer_the_calendar_and_its_address(
    sqlite_settings: Settings, client_for: ClientFor
) -> None:
    known = sqlite_settings.model_copy(update={"base_url": "https://polls.example.org"})
    site = Site(await client_for(known))
    key = await asked(site, *THREE)
    subscribed = f"webcal://polls.example.org/poll/{key}/event.ics"
    host = {"Host": "polls.example.org"}

    before = (await site.get(f"/poll/{key}/results", **host)).page.links
    await asking.close(site.database, key)
    await decide(site, key, 0)
    await site.hear(key)
    after = (await site.get(f"/poll/{key}/results", **host)).page.links

    assert before["Subscribe in a calendar"] == after["Subscribe in a calendar"] == subscribed
    assert before["Download the dates"] == f"/poll/{key}/event.ics"
    assert after["Add to calendar"] == f"/poll/{key}/event.ics?cancelled=0"


async def test_page_without_a_known_address_offers_the_file_alone(empty_site: Site) -> None:
    key = await asked(empty_site, *THREE)
    tea = await asking.ask(empty_site.database)

    links = (await empty_site.get(f"/poll/{key}/results")).page.links

    assert "Subscribe in a calendar" not in links
    assert "Download the dates" in links
    assert "Download the dates" not in (await empty_site.get(f"/poll/{tea}/results")).page.links

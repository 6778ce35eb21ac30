from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Visibility, Voters
from polls.services.questions import lifecycle, organisers
from polls.services.results import recounts
from tests import asking, ledgers, rows
from tests.ledgers import Voter
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.domain.questions.questions import Question
    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer

HOUR = timedelta(hours=1)


async def organise(site: Site, text: str = "Tea or coffee?", **values: Any) -> str:
    """Ask a question, take its organiser's link, and return its key."""
    asked = await asking.asked(site.database, text, **{"is_listed": False} | values)
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    return asked.key


async def now(site: Site, key: str) -> Question:
    """Return the question, after making sure that its counters are right."""
    recount = await recounts.of(site.database, key)
    assert recount.differences == ()
    return recount.question


async def stage(site: Site, key: str) -> Stage:
    return (await now(site, key)).stage(datetime.now(UTC))


async def send(site: Site, key: str, form: str, revision: int = 0, **fields: str) -> Answer:
    body = urlencode({"revision": revision} | fields)
    return await site.post(f"/poll/{key}/manage/{form}", body)


def fields(answer: Answer) -> dict[str, str]:
    """Return what stands in the fields of the page, as a browser would send it."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", answer.text):
        attributes = dict(re.findall(r'(\S+)="([^"]*)"', tag))
        if attributes["type"] not in {"radio", "checkbox"} or re.search(r"\bchecked\b", tag):
            found[attributes["name"]] = attributes.get("value", "")
    texts = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?([^<]*)<', answer.text)
    return found | dict(texts)


async def edit(site: Site, key: str, **changed: str) -> Answer:
    """Open the form, write into some fields, and send it."""
    shown = fields(await site.get(f"/poll/{key}/manage/edit"))
    return await site.post(f"/poll/{key}/manage/edit", urlencode(shown | changed))


# for the organiser only

ADDRESSES = (
    ("GET", ""),
    ("POST", "/open"),
    ("POST", "/end"),
    ("POST", "/close"),
    ("POST", "/reopen"),
    ("POST", "/publish"),
    ("GET", "/edit"),
    ("POST", "/edit"),
    ("GET", "/log"),
    ("GET", "/renew"),
    ("POST", "/renew"),
    ("POST", "/duplicate"),
    ("GET", "/delete"),
    ("POST", "/delete"),
    ("GET", "/votes"),
    ("GET", "/votes/0"),
    ("POST", "/votes/0"),
)


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
async def test_manage_is_for_who_holds_the_link(site: Site, method: str, path: str) -> None:
    key = await organise(site)
    before = await now(site, key)
    site.forget()

    answer = await site.request(
        method,
        f"/poll/{key}/manage{path}",
        data=urlencode({"revision": "0", "secret": "A" * 22, "typed": key}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status == 403
    assert await now(site, key) == before


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
async def test_manage_of_a_deleted_question_is_gone(site: Site, method: str, path: str) -> None:
    key = await organise(site)
    await send(site, key, "delete", typed=key)

    answer = await site.request(
        method,
        f"/poll/{key}/manage{path}",
        data=urlencode({"revision": "0", "secret": "A" * 22, "typed": key}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status == 410
    assert "deleted" in answer.page.words


# the stages


@pytest.mark.parametrize(
    ("values", "here", "heading", "buttons"),
    [
        ({"is_draft": True}, "Draft", "Nobody else can vote yet", ["Open voting now"]),
        (
            {"pub_date": datetime(2126, 6, 5, tzinfo=UTC)},
            "Opens",
            "Voting begins on 5 June 2126, 00:00 UTC",
            [],
        ),
        ({}, "Open", "Voting is open until you end it", ["End voting"]),
        (
            {"close_date": datetime(2126, 6, 5, tzinfo=UTC), "zone": "Asia/Tokyo"},
            "Open",
            "Voting is open until 5 June 2126, 09:00 Asia/Tokyo",
            ["End voting"],
        ),
        (
            {
                "pub_date": datetime(2026, 6, 4, tzinfo=UTC),
                "close_date": datetime(2026, 6, 5, tzinfo=UTC),
                "visibility": Visibility.ORGANISER,
            },
            "Closed",
            "Voting ended on 5 June 2026, 00:00 UTC",
            ["Publish the result"],
        ),
    ],
)
async def test_overview_shows_the_stage_and_the_next_step(
    site: Site,
    values: dict[str, Any],
    here: str,
    heading: str,
    buttons: list[str],
) -> None:
    key = await organise(site, **values)

    answer = await site.get(f"/poll/{key}/manage")

    assert answer.status == 200
    assert re.findall(r'aria-current="step">([^<]*)<', answer.text) == [here]
    assert heading in answer.page.headings
    assert re.findall(r'<button class="button" type="submit">([^<]*)<', answer.text) == buttons


async def test_overview_counts_for_the_organiser_whoever_else_may_look(site: Site) -> None:
    key = await organise(site, visibility=Visibility.ORGANISER)
    tea = (await now(site, key)).choices[0].id
    await site.vote(tea, key=key)

    page = (await site.get(f"/poll/{key}/manage")).page

    assert page.rows[0][1:] == ["1", "100 %"]


@pytest.mark.parametrize("voters", Voters)
async def test_overview_tells_the_rules_and_their_weakness(site: Site, voters: Voters) -> None:
    per_network = 3 if voters is Voters.NETWORK else None
    key = await organise(site, voters=voters, per_network=per_network)

    ballot = (await site.get(f"/poll/{key}")).text
    words = (await site.get(f"/poll/{key}/manage")).page.words

    consequences = re.search(r'<p class="consequences">([^<]*)<', ballot)
    assert consequences
    assert consequences[1] in words
    assert words.count("Weakness: ") == 1


async def test_try_out_says_so_after_voting_too(site: Site) -> None:
    key = await organise(site, is_draft=True)
    tea = (await now(site, key)).choices[0].id
    await site.vote(tea, key=key)

    page = (await site.get(f"/poll/{key}/results")).page

    assert "This is a try-out." in page.words
    assert "Draft" in page.words
    assert "Back to the organiser's page" in page.links


async def test_overview_leads_to_invitations_where_there_are_some(site: Site) -> None:
    invited = await organise(site, voters=Voters.INVITED)
    others = await organise(site)

    assert "Invitations" in (await site.get(f"/poll/{invited}/manage")).page.links
    assert "Invitations" not in (await site.get(f"/poll/{others}/manage")).page.links


async def test_buttons_lead_a_question_through_its_life(site: Site) -> None:
    key = await organise(site, is_draft=True, visibility=Visibility.ORGANISER)

    for revision, (form, reached) in enumerate(
        [
            ("open", Stage.OPEN),
            ("close", Stage.CLOSED),
            ("reopen", Stage.OPEN),
            ("close", Stage.CLOSED),
            ("publish", Stage.CLOSED),
        ],
    ):
        answer = await send(site, key, form, revision)

        assert (answer.status, answer.location) == (303, f"/poll/{key}/manage")
        assert await stage(site, key) is reached
    assert (await now(site, key)).published_at is not None


async def test_ballot_of_a_published_question_that_goes_on_tells_who_sees_its_result(
    site: Site,
) -> None:
    key = await organise(site, visibility=Visibility.ORGANISER)
    for revision, form in enumerate(["close", "publish", "reopen"]):
        await send(site, key, form, revision)

    ballot = await site.get(f"/poll/{key}")

    assert "Everyone can see the results while voting is open." in ballot.text
    assert "publishes" not in ballot.text


@pytest.mark.parametrize("form", ["open", "close"])
async def test_button_pressed_twice_does_its_thing_once(site: Site, form: str) -> None:
    key = await organise(site, is_draft=form == "open")

    answers = [await send(site, key, form) for _ in range(2)]

    assert [answer.status for answer in answers] == [303, 303]
    assert (await now(site, key)).revision == 1


async def test_times_are_by_the_clocks_of_the_question(site: Site) -> None:
    key = await organise(site, is_draft=True, zone="Asia/Tokyo")

    await send(site, key, "end", closes="2126-06-05T18:00")
    await send(site, key, "open", 1, opens="2126-06-05T09:00")

    question = await now(site, key)
    assert question.close_date == datetime(2126, 6, 5, 9, tzinfo=UTC)
    assert question.pub_date == datetime(2126, 6, 5, 0, tzinfo=UTC)
    page = await site.get(f"/poll/{key}/manage")
    assert fields(page)["opens"] == "2126-06-05T09:00"
    assert fields(page)["closes"] == "2126-06-05T18:00"


async def test_end_can_be_taken_away(site: Site) -> None:
    key = await organise(site, close_date=datetime.now(UTC) + HOUR)

    await send(site, key, "end", closes="")

    assert (await now(site, key)).close_date is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("2020-01-01T00:00", "That time is in the past."),
        ("tomorrow", "Write the date and time as in 2026-06-05 18:00."),
        ("9999-12-31T23:59", "That date or time does not exist. Check it."),
    ],
)
async def test_time_that_cannot_be_is_refused_with_what_was_typed(
    site: Site,
    typed: str,
    problem: str,
) -> None:
    key = await organise(site)

    answer = await send(site, key, "end", closes=typed)

    assert answer.status == 422
    assert problem in answer.page.problem
    assert fields(answer)["closes"] == typed
    assert (await now(site, key)).close_date is None


async def test_button_of_a_page_that_is_out_of_date_changes_nothing(site: Site) -> None:
    key = await organise(site)
    await lifecycle.end_at(site.database, key, OPERATOR, datetime.now(UTC) + HOUR)

    answer = await send(site, key, "end", closes="2126-06-05T18:00")

    assert answer.status == 409
    assert "was changed in the meantime" in answer.page.problem
    assert fields(answer)["closes"] == "2126-06-05T18:00", "what was typed is kept"
    assert fields(answer)["revision"] == "1"
    assert (await now(site, key)).revision == 1


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 5_000, "1.0", "٠"])  # noqa: RUF001
async def test_form_without_a_revision_is_out_of_date(site: Site, revision: str) -> None:
    key = await organise(site)

    answer = await site.post(f"/poll/{key}/manage/publish", urlencode({"revision": revision}))

    assert answer.status == 409
    assert (await now(site, key)).revision == 0


async def test_step_that_does_not_fit_is_refused_with_the_page(site: Site) -> None:
    key = await organise(site)

    answer = await send(site, key, "reopen")

    assert answer.status == 409
    assert "Voting is already open." in answer.page.problem
    early = await send(site, key, "publish")
    assert "The question is open: end voting first." in early.page.problem


async def test_programs_get_a_problem_document(site: Site) -> None:
    key = await organise(site)

    answer = await site.post(
        f"/poll/{key}/manage/reopen",
        "revision=0",
        Accept="application/json",
    )

    assert answer.status == 409
    assert answer.headers["Content-Type"].startswith("application/problem+json")


# editing


async def test_edit_shows_the_question_and_changes_nothing_by_itself(site: Site) -> None:
    key = await organise(
        site,
        description="For the party.",
        max_choices=None,
        voters=Voters.NETWORK,
        per_network=7,
        may_change=False,
        is_shuffled=True,
        visibility=Visibility.CLOSED,
    )
    before = await now(site, key)

    answer = await edit(site, key)

    assert answer.status == 303
    assert await now(site, key) == before


async def test_edit_mends_texts_and_voters_see_what_they_said(site: Site) -> None:
    key = await organise(site, "Tea or cofee?")
    tea = (await now(site, key)).choices[0].id
    await site.vote(tea, key=key)

    answer = await edit(site, key, text="Tea or coffee?", **{f"choice-{tea}": "Green tea"})

    assert (answer.status, answer.location) == (303, f"/poll/{key}/manage")
    for path in ("", "/results"):
        words = (await site.get(f"/poll/{key}{path}")).page.words
        assert "first said: “Tea or cofee?”" in words
        assert "first said: “Tea”" in words


async def test_edit_adds_and_removes_choices(site: Site) -> None:
    key = await organise(site)
    tea = (await now(site, key)).choices[0].id

    await edit(site, key, added="- Milk\n- Water | still | https://example.org/", offer_blank="1")
    await edit(site, key, **{f"remove-{tea}": "1"}, offer_none="1")

    edited = await now(site, key)
    assert [choice.text for choice in edited.choices] == [
        "Coffee",
        "Milk",
        "Water",
        "None of these",
        "Blank vote",
    ]
    assert (edited.choices[2].description, edited.choices[2].link) == (
        "still",
        "https://example.org/",
    )


async def test_edit_says_of_a_closed_question_what_holds_by_then(site: Site) -> None:
    key = await organise(site, voters=Voters.INVITED)
    tea = (await now(site, key)).choices[0].id
    before = (await site.get(f"/poll/{key}/manage/edit")).page.words
    await asking.close(site.database, key)

    shown = await site.get(f"/poll/{key}/manage/edit")
    refused = await edit(site, key, **{f"remove-{tea}": "1"})

    assert "A choice that is on a ballot cannot be removed." in before
    assert "Voting has ended, so no choice can be added or removed." in shown.page.words
    assert "ntil voting ends" not in shown.page.words
    assert "“Tea” cannot be removed: voting has ended." in refused.page.words


async def test_edit_tells_of_a_slip_once(site: Site) -> None:
    key = await organise(site)
    warning = "“Tea” and “tea” differ only in capitals."

    told = await edit(site, key, added="tea")
    wrong = await edit(site, key, added="tea\nTea")
    before = await now(site, key)
    saved = await edit(site, key, added="tea", seen=warning)

    assert (told.status, wrong.status, saved.status) == (422, 422, 303)
    assert warning in told.page.words
    assert f'name="seen" value="{warning}"' in told.text
    assert "“Tea” is listed twice." in wrong.page.words
    assert warning not in wrong.page.words  # what cannot be comes first
    assert len(before.choices) == 2
    assert len((await now(site, key)).choices) == 3


async def test_edit_changes_rules_before_the_first_ballot(site: Site) -> None:
    key = await organise(site)

    await edit(site, key, method="approval", max_choices="2", voters="named", is_final="1")

    rules = (await now(site, key)).rules
    assert (rules.max_choices, rules.voters, rules.may_change) == (2, Voters.NAMED, False)


async def test_edit_changes_the_method_and_the_log_says_so_in_words(site: Site) -> None:
    key = await organise(site)

    await edit(
        site,
        key,
        method="stv",
        seats="2",
        quorum="20",
        max_choices="",
        **{"option-stv-quota": "hare"},
    )

    rules = (await now(site, key)).rules
    assert (rules.method, rules.seats, rules.options) == ("stv", 2, (("quota", "hare"),))
    assert (rules.quorum, rules.max_choices) == (20, None)
    shown = fields(await site.get(f"/poll/{key}/manage/edit"))
    assert (shown["method"], shown["seats"], shown["quorum"]) == ("stv", "2", "20")
    log = (await site.get(f"/poll/{key}/manage/log")).page.words
    for said in (
        "How ballots are counted was changed from “Plurality” to “Single transferable vote",
        "How many choices win was changed from “1” to “2”.",
        "How exactly ballots are counted was changed from “default” to “quota: hare”.",
    ):
        assert said in log
    overview = (await site.get(f"/poll/{key}/manage")).page.words
    assert "2 choices win. The result is valid only with at least 20 votes." in overview


async def test_edit_says_what_does_not_go_with_the_method(site: Site) -> None:
    key = await organise(site)

    answer = await edit(site, key, method="availability", threshold="absolute")

    assert answer.status == 422
    assert "This date, “Tea”: Write a day as in 2026-12-24" in answer.page.words
    assert 'id="problem-threshold"' in answer.text
    assert (await now(site, key)).rules.method == "plurality"


async def test_duplicate_keeps_the_method_and_all_that_belongs_to_it(site: Site) -> None:
    key = await organise(
        site,
        method="score",
        seats=2,
        options=(("blanks", "ignored"),),
        highest=2,
        labels=("Bad", "Fair", "Good"),
        quorum=7,
        max_choices=None,
    )

    answer = await send(site, key, "duplicate")

    copy = await now(site, answer.location.split("/")[2])
    assert copy.rules == (await now(site, key)).rules


async def test_edit_offers_no_rule_that_is_fixed(site: Site) -> None:
    key = await organise(site, visibility=Visibility.VOTED)
    tea = (await now(site, key)).choices[0].id
    await site.vote(tea, key=key)

    answer = await site.get(f"/poll/{key}/manage/edit")

    assert set(fields(answer)) >= {"text", "added"}
    assert set(fields(answer)) & {"voters", "method", "is_final", "visibility"} == set()
    assert "The result is shown To people who have voted." in answer.page.words
    assert f"remove-{tea}" not in answer.text


@pytest.mark.parametrize(
    "changed",
    [
        {"voters": "anyone"},
        {"voters": "browser", "method": "approval"},
        {"voters": "browser", "offer_blank": "1"},
        {"visibility": "always"},
        {"visibility": "organiser"},
        {"remove-{tea}": "1"},
    ],
)
async def test_edit_that_a_script_sends_is_held_to_the_same_rules(
    site: Site,
    changed: dict[str, str],
) -> None:
    key = await organise(site, visibility=Visibility.VOTED)
    await edit(site, key, added="Milk")
    tea = (await now(site, key)).choices[0].id
    await site.vote(tea, key=key)
    before = await now(site, key)

    answer = await edit(
        site, key, **{name.format(tea=tea): value for name, value in changed.items()}
    )

    assert answer.status == 422
    assert await now(site, key) == before


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"text": ""}, "The question is empty."),
        ({"text": "x" * 201}, "201 characters; 200 are allowed"),
        ({"added": "Tea"}, "is listed twice"),
        ({"added": "Milk | hot | http://["}, "is not a valid web address"),
        ({"added": "Milk | hot | http://x/" + "x" * 500}, "500 are allowed"),
        ({"method": "approval", "min_choices": "many"}, "whole number"),
        ({"voters": "cats"}, "“cats” is not offered here. Choose one of these."),
        ({"visibility": ""}, "Choose one of these."),
    ],
)
async def test_edit_that_cannot_be_comes_back_as_it_was_written(
    site: Site,
    changed: dict[str, str],
    problem: str,
) -> None:
    key = await organise(site)
    before = await now(site, key)

    answer = await edit(site, key, **{"description": "Kept."} | changed)

    assert answer.status == 422
    assert problem in answer.page.problem
    assert fields(answer)["description"] == "Kept."
    assert await now(site, key) == before


async def test_edit_from_the_later_tab_is_told_and_overwrites_nothing(site: Site) -> None:
    key = await organise(site, "Tea?")
    later = fields(await site.get(f"/poll/{key}/manage/edit"))
    await edit(site, key, text="From the first tab?", visibility="closed")
    first = await now(site, key)

    written = urlencode(later | {"text": "From the second tab?"})
    answer = await site.post(f"/poll/{key}/manage/edit", written)

    assert answer.status == 409
    assert await now(site, key) == first
    assert fields(answer)["text"] == "From the second tab?", "what was written is kept"
    assert "It now says: “From the first tab?”" in answer.page.words
    assert "Who sees the result was changed too: closed." in answer.page.words
    again = await site.post(f"/poll/{key}/manage/edit", urlencode(fields(answer)))
    assert again.status == 303
    assert (await now(site, key)).text == "From the second tab?"


@pytest.mark.parametrize("field", ["choice-", "choice-x", "choice-99999", "remove-1", "x" * 50])
async def test_edit_knows_no_fields_of_others(site: Site, field: str) -> None:
    key = await organise(site)
    before = await now(site, key)

    answer = await edit(site, key, **{field: "Mine"})

    assert answer.status == 303
    assert await now(site, key) == before
    assert (await now(site, "1")).choices[0].text == "Tea"


async def test_zone_is_changed_in_the_form_until_somebody_has_voted(site: Site) -> None:
    key = await organise(site, zone="UTC")
    path = f"/poll/{key}/manage/edit"
    before = await site.get(path)
    late = urlencode(fields(before) | {"zone": "Asia/Tokyo", "revision": "1"})

    moved = await edit(site, key, zone="america/new york")
    unknown = await edit(site, key, zone="Mars <b>")

    assert 'value="UTC"' in before.text
    assert (moved.status, unknown.status) == (303, 422)
    assert (await now(site, key)).zone == "America/New_York"
    assert 'value="Mars &lt;b&gt;"' in unknown.text
    assert 'href="#field-zone"' in unknown.text
    log = (await site.get(f"/poll/{key}/manage/log")).page.words
    assert "The time zone was changed from “UTC” to “America/New_York”." in log

    await site.vote((await now(site, key)).choices[0].id, key=key)
    refused, after = await site.post(path, late), await site.get(path)

    assert refused.status == 422
    assert "Someone has voted on times in this time zone" in refused.page.words
    for answer in (refused, after):
        assert 'id="field-zone"' in answer.text
        assert 'name="zone"' not in answer.text
        assert "All times are in the time zone America/New_York." in answer.page.words
    assert (await now(site, key)).zone == "America/New_York"


# the log, the link, a copy


async def test_log_tells_what_was_done_and_by_whom(site: Site) -> None:
    key = await organise(site, "Tea?", zone="Europe/Paris")
    await edit(site, key, text="Coffee?", added="Milk", visibility="closed")
    await send(site, key, "end", 1, closes="2126-06-05T18:00")
    await lifecycle.close(site.database, key, OPERATOR)

    words = (await site.get(f"/poll/{key}/manage/log")).page.words

    for sentence in (
        "The question was changed from “Tea?” to “Coffee?”.",
        "The choice “Milk” was added.",
        "Who sees the result was changed from “always” to “closed”.",
        "Voting was set to end on 5 June 2126, 18:00 Europe/Paris.",
        "Voting ended.",
    ):
        assert sentence in words
    assert words.index("by the operator of this site") < words.index("by the organiser's link")


async def test_log_has_a_sentence_for_everything(site: Site) -> None:
    key = await organise(site, is_draft=True, visibility=Visibility.ORGANISER)
    for revision, form in enumerate(["open", "close", "reopen", "close", "publish"]):
        await send(site, key, form, revision)
    await organisers.renew(site.database, key, OPERATOR, "A" * 22)
    await site.get(f"/poll/{key}/organise/{'A' * 22}")

    answer = await site.get(f"/poll/{key}/manage/log")

    assert answer.status == 200
    assert len(re.findall(r"<time ", answer.text)) == 6


async def test_renewed_link_is_shown_before_the_old_one_ends(site: Site) -> None:
    asked = await asking.asked(site.database, is_listed=False)
    key, old = asked.key, f"/poll/{asked.key}/organise/{asked.secret}"
    await site.get(old)

    offered = await site.get(f"/poll/{key}/manage/renew")
    assert (await site.get(old)).status == 303, "the old one still opens"
    secret = fields(offered)["secret"]
    assert f"/poll/{key}/organise/{secret}" in offered.page.words
    assert offered.headers["Cache-Control"] == "no-store"

    answer = await site.post(f"/poll/{key}/manage/renew", urlencode(fields(offered)))

    assert (answer.status, answer.location) == (303, f"/poll/{key}/share")
    assert (await site.get(f"/poll/{key}/manage")).status == 200, "with the new cookie"
    site.forget()
    assert (await site.get(old)).status == 403
    assert (await site.get(f"/poll/{key}/organise/{secret}")).status == 303


async def test_renewal_whose_answer_was_lost_can_be_sent_again(site: Site) -> None:
    key = await organise(site)
    offered = fields(await site.get(f"/poll/{key}/manage/renew"))
    await organisers.renew(site.database, key, OPERATOR, offered["secret"])  # the cookie is the old

    answer = await site.post(f"/poll/{key}/manage/renew", urlencode(offered))

    assert answer.status == 303
    assert (await site.get(f"/poll/{key}/manage")).status == 200


@pytest.mark.parametrize("secret", ["", "short", "A" * 23, "é" * 22])
async def test_renewal_takes_no_secret_that_could_be_guessed(site: Site, secret: str) -> None:
    key = await organise(site)

    answer = await send(site, key, "renew", secret=secret)

    assert answer.status == 422
    assert "was not made by this page, so your present link still works." in answer.page.words
    assert (await now(site, key)).revision == 0


async def test_program_that_makes_a_secret_itself_is_told_of_it(site: Site) -> None:
    asked = await asking.asked(site.database)
    path = f"/poll/{asked.key}/manage/renew"

    stranger = await site.post(path, "secret=short", Accept="application/json")
    await site.get(f"/poll/{asked.key}/organise/{asked.secret}")
    organiser = await site.post(path, "secret=short", Accept="application/json")

    assert (stranger.status, organiser.status) == (403, 422)
    assert "so your present link still works." in organiser.text


async def test_duplicate_is_a_draft_with_links_of_its_own(site: Site) -> None:
    key = await organise(site, "Tea?", max_choices=None, visibility=Visibility.CLOSED)
    tea = (await now(site, key)).choices[0].id
    await site.vote(tea, key=key)

    answer = await send(site, key, "duplicate")

    copied = answer.location.split("/")[2]
    assert copied != key
    original, copy = await now(site, key), await now(site, copied)
    assert (copy.text, copy.rules) == (original.text, original.rules)
    assert copy.lot_seal != original.lot_seal
    assert [choice.text for choice in copy.choices] == [c.text for c in original.choices]
    assert (copy.is_draft, copy.vote_count, copy.is_listed) == (True, 0, False)
    assert (await site.get(f"/poll/{copied}/manage")).status == 200
    assert (await site.get(f"/poll/{key}/manage")).status == 200, "both are organised here now"


async def test_duplicate_is_refused_where_nobody_may_ask(
    settings: Settings,
    client_for: ClientFor,
) -> None:
    closed = settings.model_copy(update={"create": "nobody"})
    site = Site(await client_for(closed))
    key = await organise(site)

    answer = await send(site, key, "duplicate")

    assert answer.status == 403
    assert (await rows.numbers(site.database))["question"] == 1


# deleting


async def test_delete_wants_the_question_typed(site: Site) -> None:
    key = await organise(site)
    page = await site.get(f"/poll/{key}/manage/delete")
    assert key in page.page.words

    wrong = await send(site, key, "delete", typed="Something else")
    right = await send(site, key, "delete", typed="tea or coffee?")

    assert wrong.status == 422
    assert "neither the question nor its key" in wrong.text
    assert fields(wrong)["typed"] == "Something else"
    assert right.status == 200
    assert "The question is deleted" in right.page.headings


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/results"),
        ("GET", "/events"),
        ("GET", "/screen"),
        ("GET", "/share"),
        ("GET", "/results.csv"),
        ("GET", "/ballots.json"),
        ("GET", "/manage/invitations"),
        ("GET", "/mine"),
        ("GET", f"/organise/{'A' * 22}"),
        ("POST", "/vote"),
    ],
)
async def test_every_page_of_a_deleted_question_says_so(site: Site, method: str, path: str) -> None:
    key = await organise(site)
    await send(site, key, "delete", typed=key)

    answer = await site.request(
        method,
        f"/poll/{key}{path}",
        data="choice=1" if method == "POST" else None,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status == 410
    assert "This question and all its votes were deleted." in answer.page.words


async def test_pages_say_when_a_question_will_be_deleted(
    settings: Settings,
    client_for: ClientFor,
) -> None:
    keeping = settings.model_copy(update={"retention_days": 30})
    site = Site(await client_for(keeping))
    end = datetime(2126, 6, 5, tzinfo=UTC)
    key, endless = await organise(site, close_date=end), await organise(site)

    for path in ("", "/results", "/manage"):
        words = (await site.get(f"/poll/{key}{path}")).page.words
        assert "will be deleted on 5 July 2126, 00:00 UTC" in words
        assert "will be deleted" not in (await site.get(f"/poll/{endless}{path}")).page.words


async def test_pages_say_that_voting_was_reopened(site: Site) -> None:
    key = await organise(site)
    await send(site, key, "close")
    await send(site, key, "reopen", 1)

    for path in ("", "/results"):
        assert "reopened it on" in (await site.get(f"/poll/{key}{path}")).page.words


async def test_page_of_a_vote_that_ended_for_good_offers_no_way_back(site: Site) -> None:
    key = await organise(site, voters=Voters.INVITED)
    await send(site, key, "close")
    before = (await site.get(f"/poll/{key}/manage")).text
    await ledgers.append(site.database, key, (1,))

    after = await site.get(f"/poll/{key}/manage")
    refused = await send(site, key, "reopen", 1)

    assert "Reopen voting" in before
    assert "Reopen voting" not in after.text
    assert "Voting cannot be reopened." in after.page.words
    assert refused.status == 409
    assert "Duplicate the question to vote again." in refused.page.problem


# votes under names


async def two_bobs(site: Site, **rules: Any) -> str:
    """Ask who comes, and let two vote as Bob, the second with this browser."""
    key = await organise(site, voters=Voters.NAMED, **rules)
    await ledgers.append(site.database, key, (1,), by=Voter(name="Bob"))
    coffee = (await now(site, key)).choices[1].id
    await site.get(f"/poll/{key}")
    await site.post(f"/poll/{key}/vote", f"choice={coffee}&name=BOB")
    return key


async def test_organiser_removes_one_of_two_votes_under_a_name(site: Site) -> None:
    key = await two_bobs(site)

    overview = (await site.get(f"/poll/{key}/manage")).page
    listed = (await site.get(overview.links["Look at these votes"])).page
    asked = await site.get(f"/poll/{key}/manage/votes/0")
    removed = await site.post(asked.page.action, urlencode(fields(asked)))
    after = (await site.get(removed.location)).page.words

    assert listed.words.count(" (this name is used more than once)") == 2
    assert "Remove the vote by Bob?" in asked.page.words
    assert "More than one vote carries the name" in overview.words
    assert (removed.status, removed.location) == (303, f"/poll/{key}/manage/votes")
    assert "this name is used more than once" not in after
    assert "BOB: Coffee" in after
    assert [each.votes for each in (await now(site, key)).choices] == [0, 1]
    log = (await site.get(f"/poll/{key}/manage/log")).page.words
    assert "A vote by “Bob” was removed." in log


async def test_everybody_sees_that_a_vote_was_removed(site: Site) -> None:
    key = await two_bobs(site, visibility=Visibility.CLOSED)
    await send(site, key, "votes/0")
    site.forget()

    words = (await site.get(f"/poll/{key}/results")).page.words

    assert "The organiser removed 1 vote." in words


async def test_vote_is_removed_from_a_page_that_is_up_to_date_only(site: Site) -> None:
    key = await two_bobs(site)
    await send(site, key, "votes/0")

    again = await send(site, key, "votes/0")
    gone = await send(site, key, "votes/0", revision=1)

    assert (again.status, gone.status) == (409, 422)
    assert "That vote was changed or removed in the meantime." in gone.page.words
    assert (await now(site, key)).vote_count == 1


async def test_vote_can_be_removed_while_voting_is_open_only(site: Site) -> None:
    key = await two_bobs(site)
    await send(site, key, "close")

    page = await site.get(f"/poll/{key}/manage/votes")
    refused = await send(site, key, "votes/0", revision=1)

    assert "Remove…" not in page.text
    assert refused.status == 409
    assert "Voting has ended, so this vote was not removed." in refused.page.words


async def test_votes_without_names_have_no_page(site: Site) -> None:
    key = await organise(site)

    assert (await site.get(f"/poll/{key}/manage/votes")).status == 404
    assert "Votes" not in (await site.get(f"/poll/{key}/manage")).page.links


@pytest.mark.parametrize(
    ("visibility", "is_told"),
    [
        (Visibility.ALWAYS, True),
        (Visibility.VOTED, True),
        (Visibility.CLOSED, False),
        (Visibility.ORGANISER, False),
    ],
)
async def test_second_voter_under_a_name_is_told_where_names_are_seen(
    site: Site,
    visibility: Visibility,
    *,
    is_told: bool,
) -> None:
    key = await two_bobs(site, visibility=visibility)
    cookies = site.client.session.cookie_jar
    cookies.clear(lambda cookie: cookie.key == "organiser")

    words = (await site.get(f"/poll/{key}/results")).page.words

    assert "Your vote is recorded" in words
    assert ("Someone else has voted as BOB." in words) is is_told


async def test_voter_with_a_name_of_their_own_is_told_nothing(site: Site) -> None:
    key = await organise(site, voters=Voters.NAMED)
    await ledgers.append(site.database, key, (1,), by=Voter(name="Anna"))
    coffee = (await now(site, key)).choices[1].id
    await site.get(f"/poll/{key}")
    await site.post(f"/poll/{key}/vote", f"choice={coffee}&name=BOB")

    assert "Somebody else" not in (await site.get(f"/poll/{key}/results")).page.words

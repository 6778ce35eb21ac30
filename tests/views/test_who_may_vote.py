from __future__ import annotations

import json
import re
from ipaddress import IPv4Network
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from polls.domain.electorate.invitation_codes import shown_code
from polls.domain.questions.log import OPERATOR
from polls.domain.questions.questions import Kind, NewChoice
from polls.domain.questions.rules import Visibility, Voters
from polls.services.voters import invitations
from polls.typedefs import POLICIES
from tests import asking, ledgers
from tests.views.site import Site

if TYPE_CHECKING:
    from polls.settings import Settings
    from tests.conftest import ClientFor
    from tests.views.site import Answer

pytestmark = pytest.mark.both_databases

NONE = NewChoice(text="None of these", kind=Kind.NONE)
BLANK = NewChoice(text="Blank vote", kind=Kind.BLANK)
DAYS = ("Mon", "Tue", "Wed", NONE, BLANK)
NUMBERS = ("One", "Two", "Three", "Four", "Five", NONE, BLANK)


async def post(site: Site, key: str, *marks: int, **fields: str) -> Answer:
    """Vote with marks that count from 1, the question's first choice."""
    question = await site.question(key)
    pairs = [("choice", str(question.choices[mark - 1].id)) for mark in marks]
    return await site.post(f"/poll/{key}/vote", urlencode([*pairs, *fields.items()]))


# anyone


async def test_anyone_votes_again_and_again(empty_site: Site) -> None:
    key = await empty_site.ask("Sweets?", ["Yes", "No"], voters=Voters.ANYONE)

    for mark in (1, 1, 2):
        await post(empty_site, key, mark)
        page = (await empty_site.get(f"/poll/{key}/results")).page

        assert page.notice == f"Your vote is recorded: {('Yes', 'No')[mark - 1]}"

    assert await empty_site.votes(key) == [2, 1]
    assert page.links["Vote again"] == f"/poll/{key}"


async def test_anyone_who_voted_gets_an_empty_ballot_that_says_so(empty_site: Site) -> None:
    key = await empty_site.ask("Sweets?", ["Yes", "No"], voters=Voters.ANYONE, may_change=False)
    await post(empty_site, key, 1)

    page = (await empty_site.get(f"/poll/{key}")).page

    assert page.marked == []
    assert page.button == "Vote again"
    assert "If you vote again, both votes count." in page.notice


# one a browser, and so many a network


@pytest.fixture
async def proxied_site(settings: Settings, client_for: ClientFor) -> Site:
    proxies = (IPv4Network("127.0.0.0/8"),)
    return Site(await client_for(settings.model_copy(update={"trusted_proxies": proxies})))


async def test_network_has_so_many_votes_and_no_more(proxied_site: Site) -> None:
    site = proxied_site
    key = await site.ask("Lunch?", ["Yes", "No"], voters=Voters.NETWORK, per_network=2)
    mark = (await site.question(key)).choices[0].id
    statuses = []

    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.9", "2001:db8::1"):
        site.forget()
        answer = await site.vote(mark, key=key, X_Forwarded_For=address)
        statuses.append(answer.status)

    assert statuses == [303, 303, 409, 303, 303]
    assert await site.votes(key) == [4, 0]


async def test_network_that_is_full_gets_a_page_with_a_next_step(site: Site) -> None:
    key = await site.ask("Lunch?", ["Yes", "No"], voters=Voters.NETWORK, per_network=1)
    await post(site, key, 1)
    site.forget()

    answer = await post(site, key, 1)

    assert answer.status == 409
    assert answer.page.headings == ["No votes left for your network"]
    assert answer.page.links["See the results"] == f"/poll/{key}/results"


async def test_network_forged_by_a_voter_is_not_believed(site: Site) -> None:
    key = await site.ask("Lunch?", ["Yes", "No"], voters=Voters.NETWORK, per_network=1)
    mark = (await site.question(key)).choices[0].id
    statuses = []
    for number in range(3):
        site.forget()
        answer = await site.vote(mark, key=key, X_Forwarded_For=f"192.0.2.{number}")
        statuses.append(answer.status)

    assert statuses == [303, 409, 409]


# named


async def test_name_is_asked_and_recorded_with_the_vote(empty_site: Site) -> None:
    key = await empty_site.ask("Who comes?", ["I", "Not I"], voters=Voters.NAMED)

    page = (await empty_site.get(f"/poll/{key}")).page
    await post(empty_site, key, 1, name="Bob")
    results = (await empty_site.get(f"/poll/{key}/results")).page
    again = await empty_site.get(f"/poll/{key}")

    assert page.fields == ["Your name, shown with your vote"]
    assert results.notice == "Your vote is recorded: I (as Bob)"
    assert 'value="Bob"' in again.text


async def test_name_can_be_corrected(empty_site: Site) -> None:
    key = await empty_site.ask("Who comes?", ["I", "Not I"], voters=Voters.NAMED)
    await post(empty_site, key, 1, name="Bbo")

    await post(empty_site, key, 1, name="Bob")

    notice = (await empty_site.get(f"/poll/{key}/results")).page.notice
    assert notice == "Your vote is recorded: I (as Bob)"
    assert await empty_site.votes(key) == [1, 0]


@pytest.mark.parametrize("name", ["", "   ", "B" * 201, "Bob\nCharlie", "\u202eboB"])
async def test_name_that_cannot_be_shown_is_refused_beside_its_field(
    empty_site: Site,
    name: str,
) -> None:
    key = await empty_site.ask("Who comes?", ["I", "Not I"], voters=Voters.NAMED)

    answer = await post(empty_site, key, 2, name=name)

    assert answer.status == 422
    assert answer.page.problem
    assert 'aria-describedby="problem-name"' in answer.text
    assert answer.page.marked == ["Not I"]
    assert await empty_site.votes(key) == [0, 0]


async def test_name_is_kept_when_the_marks_are_missing(empty_site: Site) -> None:
    key = await empty_site.ask("Who comes?", ["I", "Not I"], voters=Voters.NAMED)

    answer = await post(empty_site, key, name='"Bob" <b>')

    assert answer.status == 422
    assert 'value="&#34;Bob&#34; &lt;b&gt;"' in answer.text


# invited


async def invited(site: Site, number: int = 1, **values: object) -> tuple[str, list[str]]:
    """Ask a question for the invited, and return its key with their codes."""
    key = await site.ask("Who leads?", ["Ann", "Ben"], voters=Voters.INVITED, **values)
    made = await invitations.make(site.database, key, number, OPERATOR)
    return key, [each.code for each in made]


async def test_code_in_a_link_shows_a_button_and_uses_nothing_up(empty_site: Site) -> None:
    key, (code,) = await invited(empty_site)

    for path in (f"/poll/{key}/code/{code}", f"/poll/{key}/code/{shown_code(code).lower()}"):
        answer = await empty_site.get(path)

        assert answer.status == 200
        assert answer.page.button == "Open my ballot"
        assert "Set-Cookie" not in answer.headers
    assert await empty_site.votes(key) == [0, 0]


async def test_code_opens_the_ballot_and_votes_once(empty_site: Site) -> None:
    key, (code,) = await invited(empty_site)

    opened = await empty_site.post(f"/poll/{key}/code", urlencode({"code": shown_code(code)}))
    ballot = (await empty_site.get(f"/poll/{key}")).page
    await post(empty_site, key, 1)
    await post(empty_site, key, 2)

    assert (opened.status, opened.location) == (303, f"/poll/{key}/mine/{code}/ballot")
    assert (await empty_site.get(opened.location)).location == f"/poll/{key}"
    assert ballot.fields == []
    assert ballot.button == "Vote"
    assert (await empty_site.get(f"/poll/{key}")).page.marked == ["Ben"]
    assert await empty_site.votes(key) == [0, 1]


async def test_whole_link_fits_where_its_code_is_asked_for(empty_site: Site) -> None:
    key, (code,) = await invited(empty_site)
    link = f"https://{'polls.' * 40}example.org/poll/{key}/code/{shown_code(code)}"

    page = await empty_site.get(f"/poll/{key}/code")
    answer = await post(empty_site, key, 2, code=link)

    assert int(page.text.partition('maxlength="')[2].partition('"')[0]) >= len(link)
    assert answer.status == 303
    assert await empty_site.votes(key) == [0, 1]


async def test_code_can_be_typed_on_the_ballot(empty_site: Site) -> None:
    key, (code,) = await invited(empty_site)

    ballot = (await empty_site.get(f"/poll/{key}")).page
    answer = await post(empty_site, key, 1, code=shown_code(code).lower())
    notice = (await empty_site.get(answer.location)).page.notice

    assert ballot.fields == ["Invitation code"]
    assert answer.status == 303
    assert notice == "Your vote is recorded: Ann"


async def test_code_is_the_private_link(empty_site: Site) -> None:
    key, (code,) = await invited(empty_site)
    await post(empty_site, key, 1, code=code)

    words = (await empty_site.get(f"/poll/{key}/mine")).page.words

    assert re.findall(r"http://[^/ ]+(/poll/\S+)", words) == [
        f"/poll/{key}/code/{shown_code(code)}",
    ]


async def test_code_used_on_two_devices_is_one_vote(empty_site: Site) -> None:
    key, (code,) = await invited(empty_site)
    await post(empty_site, key, 1, code=code)
    empty_site.forget()

    await post(empty_site, key, 2, code=code)

    assert await empty_site.votes(key) == [0, 1]


async def test_code_that_was_used_where_votes_are_final_says_what_to_do(empty_site: Site) -> None:
    key, (code,) = await invited(empty_site, may_change=False)
    await post(empty_site, key, 1, code=code)
    empty_site.forget()

    late = await post(empty_site, key, 2, code=code)
    opened = await empty_site.post(f"/poll/{key}/code", urlencode({"code": code}))
    page = (await empty_site.get(opened.location)).page

    assert late.status == 409
    assert late.page.headings == ["You have already voted"]
    assert "If it was not you" in page.words
    assert page.action == ""
    assert await empty_site.votes(key) == [1, 0]


@pytest.mark.parametrize("code", ["", "0" * 16, "AAAA", "A" * 41, "ÄÖÜ", "<b>", "\0"])
async def test_code_that_is_wrong_keeps_the_ballot_as_it_was_marked(
    empty_site: Site,
    code: str,
) -> None:
    key, _ = await invited(empty_site)

    answer = await post(empty_site, key, 2, code=code)

    assert answer.status == 403
    assert answer.page.problem
    assert answer.page.marked == ["Ben"]
    assert answer.page.fields == ["Invitation code"]
    assert await empty_site.votes(key) == [0, 0]


@pytest.mark.parametrize(
    "code", ["%00", "%2F", "%FF", "%F0%9F%8D%B5", "<b>", "A" * 41, "%ED%A0%80"]
)
async def test_code_that_is_odd_in_a_link_does_no_harm(empty_site: Site, code: str) -> None:
    key, _ = await invited(empty_site)

    answer = await empty_site.get(f"/poll/{key}/code/{code}")

    assert answer.status in {200, 404}
    assert "<b>" not in answer.text


@pytest.mark.parametrize("code", ["0" * 16, "A" * 41, "<b>", "\0"])
async def test_code_that_opens_nothing_is_asked_for_again(empty_site: Site, code: str) -> None:
    key, _ = await invited(empty_site)

    answer = await empty_site.post(f"/poll/{key}/code", urlencode({"code": code}))

    assert answer.status == 403
    assert answer.page.problem.startswith(
        "That code does not belong to any invitation to this question."
    )
    assert answer.page.button == "Open my ballot"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("form", ["", "code=", "code=+"])
async def test_code_that_was_not_typed_is_asked_for(empty_site: Site, form: str) -> None:
    key, _ = await invited(empty_site)

    answer = await empty_site.post(f"/poll/{key}/code", form)
    told = await empty_site.post(f"/poll/{key}/code", form, Accept="application/json")

    assert (answer.status, told.status) == (422, 422)
    assert answer.page.problem == "Enter your invitation code, or open the link in your invitation."
    assert json.loads(told.text)["detail"].startswith(answer.page.problem)


async def test_code_that_was_revoked_opens_nothing(empty_site: Site) -> None:
    key, (code, _) = await invited(empty_site, 2)
    await empty_site.post(f"/poll/{key}/code", urlencode({"code": code}))
    await invitations.revoke(empty_site.database, key, [1], OPERATOR)

    vote = await post(empty_site, key, 2)
    empty_site.forget()
    opened = await empty_site.post(f"/poll/{key}/code", urlencode({"code": code}))

    for answer in (vote, opened):
        assert answer.status == 403
        assert answer.page.problem.startswith("The organiser has revoked this invitation")
        assert answer.page.fields == ["Invitation code"]
    assert await empty_site.votes(key) == [0, 0]


async def test_code_of_another_question_opens_nothing(empty_site: Site) -> None:
    _, (code,) = await invited(empty_site)
    key, _ = await invited(empty_site)

    assert (await post(empty_site, key, 1, code=code)).status == 403


async def test_code_means_nothing_where_nobody_is_invited(site: Site) -> None:
    await site.get("/poll/1", Cookie=f"ballot={'0' * 16}")

    answer = await site.vote(1, Cookie=f"ballot={'0' * 16}")

    assert answer.status == 303
    assert await site.votes() == [1, 0]


async def test_code_problem_is_told_to_programs(empty_site: Site) -> None:
    key, _ = await invited(empty_site)

    for path in (f"/poll/{key}/vote", f"/poll/{key}/code"):
        answer = await empty_site.post(path, "choice=1&code=0", Accept="application/json")

        assert answer.status == 403
        assert json.loads(answer.text)["detail"].startswith("That code does not belong to")


# several choices


async def test_several_choices_are_boxes_with_a_line_that_says_how_many(empty_site: Site) -> None:
    key = await empty_site.ask("When?", DAYS, min_choices=1, max_choices=2)

    answer = await empty_site.get(f"/poll/{key}")

    assert answer.text.count('type="checkbox"') == 5
    assert "Mark up to 2." in answer.page.words
    assert list(answer.page.choices)[-2:] == ["None of these", "Blank vote"]


async def test_several_choices_are_recorded_and_changed(empty_site: Site) -> None:
    key = await empty_site.ask("When?", ["Mon", "Tue", "Wed"], max_choices=2)

    await post(empty_site, key, 1, 2)
    first = (await empty_site.get(f"/poll/{key}/results")).page.notice
    await post(empty_site, key, 3)

    assert first == "Your vote is recorded: Mon, Tue"
    assert (await empty_site.get(f"/poll/{key}")).page.marked == ["Wed"]
    assert await empty_site.votes(key) == [0, 0, 1]


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        ((1, 2, 3), "You marked 3 choices; mark 1 or 2, then vote."),
        ((1, 4), "“None of these” cannot be combined with other choices."),
        ((1, 5), "“Blank vote” cannot be combined with other choices."),
    ],
)
async def test_several_choices_that_do_not_fit_are_kept_with_the_reason(
    empty_site: Site,
    marks: tuple[int, ...],
    problem: str,
) -> None:
    key = await empty_site.ask("When?", DAYS, max_choices=2)

    answer = await post(empty_site, key, *marks)

    assert answer.status == 422
    assert answer.page.problem.startswith(problem)
    assert answer.page.marked == [
        text for number, text in enumerate(answer.page.choices, start=1) if number in marks
    ]


# what the organiser wrote


async def test_choices_show_what_explains_them(empty_site: Site) -> None:
    link = "https://beans.example/menu?day=1&x=2"
    coffee = NewChoice(text="Coffee", description="Black.\nNo sugar.", link=link)
    key = await empty_site.ask("Drink?", ["Tea", coffee], description="For the\nmeeting.")

    answer = await empty_site.get(f"/poll/{key}")

    assert "For the meeting." in answer.page.words
    assert "Black. No sugar." in answer.page.words
    assert answer.page.links["beans.example (opens in a new tab)"] == link
    assert 'target="_blank"' in answer.text
    assert 'rel="noopener noreferrer"' in answer.text


async def test_choices_are_shuffled_for_each_voter_and_stay_so(empty_site: Site) -> None:
    key = await empty_site.ask("Which?", NUMBERS, is_shuffled=True)
    orders = set()

    for _ in range(12):
        empty_site.forget()
        met = [list((await empty_site.get(f"/poll/{key}")).page.choices) for _ in range(2)]
        await post(empty_site, key, 3)
        after = (await empty_site.get(f"/poll/{key}")).page

        assert met == [list(after.choices)] * 2
        assert after.marked == ["Three"]
        assert met[0][-2:] == ["None of these", "Blank vote"]
        orders.add(tuple(met[0]))

    assert len(orders) > 3


async def test_results_are_no_next_step_while_they_may_not_be_seen(empty_site: Site) -> None:
    key = await empty_site.ask("Well?", ["Yes", "No"], visibility=Visibility.CLOSED)

    page = (await empty_site.get(f"/poll/{key}")).page

    assert "See the results" not in page.links


# drafts


async def test_organiser_tries_the_draft_out(empty_site: Site) -> None:
    asked = await asking.asked(empty_site.database, is_draft=True)
    await empty_site.get(f"/poll/{asked.key}/organise/{asked.secret}")

    answer = await empty_site.vote(1, key=asked.key)
    page = (await empty_site.get(f"/poll/{asked.key}")).page

    assert answer.status == 303
    assert page.marked == ["Tea"]
    assert (await empty_site.get(f"/poll/{asked.key}/mine")).status == 200
    empty_site.forget()
    assert (await empty_site.vote(1, key=asked.key)).status == 404


# the rules that are remembered


async def test_policy_that_is_edited_before_the_first_vote_holds_at_once(site: Site) -> None:
    policies = site.client.app[POLICIES]
    before = (await policies.of("1")).voters

    await ledgers.change(site.database, "1", voters=Voters.ANYONE.value)
    await site.hear()
    for _ in range(3):
        await site.vote(1)

    assert before is Voters.BROWSER
    assert await site.votes() == [3, 0]


async def test_policy_is_settled_by_the_first_vote_that_counts(site: Site) -> None:
    policies = site.client.app[POLICIES]
    draft = await site.ask("Milk?", ["Yes", "No"], is_draft=True)
    await ledgers.append(site.database, draft, (1,))
    before = await policies.of("1")

    await site.vote(1)

    assert not before.is_settled
    assert (await policies.of("1")).is_settled
    assert not (await policies.of(draft)).is_settled

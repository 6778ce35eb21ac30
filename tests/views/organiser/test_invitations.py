from __future__ import annotations

import csv
import io
import re
from base64 import b64decode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import FormData

from polls.domain.electorate.invitation_codes import credential, parse_code
from polls.domain.electorate.turnout import Show
from polls.domain.questions.log import Actor, By
from polls.domain.questions.rules import Voters
from polls.services.questions import lifecycle
from polls.services.voters import turnout
from polls.typedefs import BALLOT_BOX
from polls.views.organiser import slips
from tests import asking, voting

if TYPE_CHECKING:
    from tests.views.site import Answer, Site

ANYTIME = By(Actor.ORGANISER)


class Organiser:
    """Alice at the page of invitations of her question."""

    def __init__(self, site: Site, key: str) -> None:
        self.site = site
        self.key = key
        self.path = f"/poll/{key}/manage/invitations"

    async def page(self, query: str = "") -> Answer:
        return await self.site.get(self.path + query)

    async def revision(self) -> str:
        return str(re.findall(r'name="revision" value="(\d+)"', (await self.page()).text)[0])

    async def make(self, number: str = "3", **fields: str) -> Answer:
        revision = fields.get("revision") or await self.revision()
        return await self.site.post(f"{self.path}/make", f"number={number}&revision={revision}")

    async def invite(
        self,
        names: str = "",
        *,
        file: bytes | None = None,
        revision: str | None = None,
    ) -> Answer:
        form = FormData(default_to_multipart=True)
        form.add_field("revision", revision or await self.revision())
        form.add_field("names", names)
        form.add_field("file", file or b"", filename="list.csv" if file else "")
        return await self.site.request("POST", f"{self.path}/list", data=form)

    async def post(self, act: str, *numbers: int, **more: str) -> Answer:
        fields = [f"invitation={number}" for number in numbers]
        fields += [f"{name}={value}" for name, value in more.items()]
        fields += [f"revision={await self.revision()}"] if "revision" not in more else []
        return await self.site.post(f"{self.path}/{act}", "&".join(fields))

    async def ids(self) -> list[int]:
        return [
            int(id_)
            for id_ in re.findall(r'name="invitation"\s+value="(\d+)"', (await self.page()).text)
        ]

    async def vote(self, code: str) -> None:
        question = await self.site.question(self.key)
        held = parse_code(code)
        box = self.site.client.app[BALLOT_BOX]
        mark = str(question.choices[0].id)
        await voting.cast(box, self.key, [mark], credential(held), code=held)


@pytest.fixture
async def alice(site: Site) -> Organiser:
    return await organiser(site)


async def organiser(site: Site, **rules: Any) -> Organiser:
    asked = await asking.asked(site.database, **{"voters": Voters.INVITED} | rules)
    assert (await site.get(f"/poll/{asked.key}/organise/{asked.secret}")).status == 303
    return Organiser(site, asked.key)


def file_of(answer: Answer) -> list[list[str]]:
    """Return the rows of the file that a page of codes has in it."""
    (data,) = re.findall(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', answer.text)
    text = b64decode(data).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def codes(answer: Answer) -> list[str]:
    return re.findall(r'class="key">([0-9A-Z-]{19})<', answer.text)


async def test_codes_are_shown_once_as_slips_and_as_a_file(site: Site, alice: Organiser) -> None:
    answer = await alice.invite("Anna Berg;3\n=Bob")

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    heading, anna, bob = file_of(answer)
    host = site.client.make_url("/")
    assert heading == ["name", "weight", "code", "link"]
    assert anna[:2] == ["Anna Berg", "3"]
    assert bob[:2] == ["'=Bob", "1"]
    assert codes(answer) == [anna[2], bob[2]]
    assert anna[3] == f"{host}poll/{alice.key}/code/{anna[2].replace('-', '')}"
    assert "Counts 3 times." in answer.page.words
    assert answer.text.count('class="picture"') == 2
    page = await alice.page()
    assert "0 of 2 have voted." in page.page.words
    assert all(code not in page.text for code in codes(answer))


async def test_slip_says_until_when_its_code_can_be_used(site: Site) -> None:
    end = datetime(2126, 6, 5, 16, tzinfo=UTC)
    alice = await organiser(site, close_date=end, zone="Europe/Paris", is_draft=True)

    answer = await alice.invite("Anna")

    host = site.client.make_url("/").authority
    assert (
        "Until 5 June 2126, 18:00 Europe/Paris: scan the code, "
        f"or open {host}/poll/{alice.key} and enter"
    ) in answer.page.words


async def test_turnout_is_shown_and_nothing_of_the_vote(alice: Organiser) -> None:
    first, _ = codes(await alice.invite("Anna;2\nBob"))
    await alice.vote(first)

    page = (await alice.page()).page

    assert "1 of 2 has voted. By weight: 2 of 3." in page.words
    assert "Anna weight 2 · has voted" in page.words
    assert "Bob weight 1 · has not voted" in page.words
    assert "Tea or coffee?" in page.words
    assert "Coffee" not in page.words


async def test_organisers_page_says_how_many_have_voted(alice: Organiser) -> None:
    before = (await alice.site.get(f"/poll/{alice.key}/manage")).page
    first, _ = codes(await alice.invite("Anna;2\nBob"))
    await alice.vote(first)
    after = (await alice.site.get(f"/poll/{alice.key}/manage")).page

    assert "Nobody has been invited yet." in before.words
    assert before.links["Make the invitations"] == alice.path
    assert "1 of 2 has voted." in after.words
    assert after.links["Who has voted"] == alice.path


async def test_file_is_read_instead_of_the_field(alice: Organiser) -> None:
    answer = await alice.invite(file="Jörg;2\r\nZoë\r\n".encode("utf-16"))

    assert [row[:2] for row in file_of(answer)[1:]] == [["Jörg", "2"], ["Zoë", "1"]]
    assert "Check in the names" not in answer.page.words


async def test_guess_at_the_letters_of_a_file_is_told(alice: Organiser) -> None:
    answer = await alice.invite(file="Jörg".encode("latin-1"))

    assert file_of(answer)[1][0] == "Jörg"
    assert "Check in the names" in answer.page.words


async def test_list_with_problems_is_shown_again_with_all_of_them(alice: Organiser) -> None:
    for options in ({"names": "Anna;0\n<b>\n;"}, {"file": b"Anna;0\n<b>\n;"}):
        answer = await alice.invite(**options)

        assert answer.status == 422
        assert answer.page.problem.startswith("Line 1: “0” is not a valid weight")
        assert "Anna;0\n&lt;b&gt;\n;</textarea>" in answer.text
        assert "Nobody has been invited yet." in answer.page.words


async def test_second_submit_makes_nothing_and_says_why(alice: Organiser) -> None:
    revision = await alice.revision()
    first = await alice.invite("Anna", revision=revision)

    again = await alice.invite("Anna", revision=revision)
    made = await alice.make(revision=revision)

    assert (first.status, again.status, made.status) == (200, 409, 409)
    assert "your request was carried out the first time" in again.page.words
    assert "0 of 1 have voted." in made.page.words


async def test_form_without_its_revision_changes_nothing(alice: Organiser) -> None:
    await alice.make("1")

    for body in ("number=1", "number=1&revision=", "number=1&revision=x"):
        assert (await alice.site.post(f"{alice.path}/make", body)).status == 409


async def test_codes_without_names_are_made(alice: Organiser) -> None:
    answer = await alice.make("3")

    assert [row[0] for row in file_of(answer)[1:]] == ["No. 1", "No. 2", "No. 3"]


@pytest.mark.parametrize("number", ["", "0", "-1", "1.5", "10001", "9" * 30, "x", "%00"])
async def test_number_that_is_none_is_told(alice: Organiser, number: str) -> None:
    answer = await alice.make(number)

    assert answer.status == 422
    assert "1 to 10,000 at once" in answer.page.problem


async def test_marked_codes_are_revoked(alice: Organiser) -> None:
    await alice.invite("Anna\nBob")
    anna, _ = await alice.ids()

    answer = await alice.post("revoke", anna)

    assert answer.status == 303
    page = (await alice.site.get(answer.location)).page
    assert "1 code revoked." in page.words
    assert "0 of 1 have voted." in page.words
    assert "Anna revoked" in (await alice.page("?show=revoked")).page.words


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (1, "1 other could not be revoked, because it has been used to vote."),
        (2, "2 others could not be revoked, because they have been used to vote."),
    ],
)
async def test_codes_that_were_kept_are_counted(alice: Organiser, kept: int, said: str) -> None:
    page = (await alice.page(f"?revoked=2&kept={kept}")).page

    assert f"2 codes revoked. {said}" in page.words


async def test_used_code_stays_and_the_page_says_why(alice: Organiser) -> None:
    made = codes(await alice.invite("Anna\nBob"))
    anna, bob = await alice.ids()
    await alice.vote(made[0])

    alone = await alice.post("revoke", anna)
    together = await alice.post("revoke", anna, bob)

    assert alone.status == 409
    assert "has been used to vote cannot be revoked" in alone.page.problem
    assert "1 other could not be" in (await alice.site.get(together.location)).page.words


@pytest.mark.parametrize("button", ["revoke", "reissue"])
async def test_button_for_nobody_asks_to_tick_somebody(alice: Organiser, button: str) -> None:
    await alice.invite("Anna\nBob")

    answer = await alice.post(button)

    assert answer.status == 409
    assert "Nobody is selected. Select the people" in answer.page.problem
    assert "has voted" not in answer.page.problem
    assert answer.page.problem.count("Nothing was changed") == 1


async def test_new_codes_are_shown_for_those_who_are_marked(alice: Organiser) -> None:
    old = codes(await alice.invite("Anna;2\nBob"))
    _, bob = await alice.ids()

    answer = await alice.post("reissue", bob)

    assert [row[0] for row in file_of(answer)[1:]] == ["Bob"]
    assert "earlier codes no longer work" in answer.page.words
    assert codes(answer)[0] not in old


async def test_all_who_have_not_voted_get_new_codes(alice: Organiser) -> None:
    made = codes(await alice.invite("Anna\nBob\nCharlie"))
    await alice.vote(made[0])

    answer = await alice.post("reissue", all="1")

    assert [row[0] for row in file_of(answer)[1:]] == ["Bob", "Charlie"]


@pytest.mark.parametrize(
    "marked",
    [
        "",
        "invitation=x",
        "invitation=99999999999999999999",
        "invitation=0",
        "invitation=2147483647&invitation=%00",
    ],
)
@pytest.mark.parametrize("act", ["revoke", "reissue"])
async def test_marks_that_are_none_change_nothing(
    alice: Organiser,
    act: str,
    marked: str,
) -> None:
    await alice.make("1")

    body = f"revision={await alice.revision()}&{marked}"
    answer = await alice.site.post(f"{alice.path}/{act}", body)

    assert answer.status == 409
    assert "0 of 1 have voted." in answer.page.words


async def test_those_who_have_not_voted_can_be_downloaded(alice: Organiser) -> None:
    made = codes(await alice.invite("Anna\n@Bob;2"))
    await alice.vote(made[0])

    answer = await alice.site.get(f"{alice.path}/not-voted.csv")

    assert answer.text == "\ufeffname,weight\r\n'@Bob,2\r\n"
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="not-voted-{alice.key}.csv"'
    )


async def test_names_are_searched_and_sifted(alice: Organiser) -> None:
    made = codes(await alice.invite("Anna Berg\nBob Berg\nCharlie"))
    await alice.vote(made[0])

    words = {
        query: (await alice.page(query)).page.words
        for query in ("?search=berg", "?show=voted", "?show=waiting&search=b", "?search=%00x")
    }

    assert [re.findall(r"(Anna|Bob|Charlie)(?: Berg)? has ", text) for text in words.values()] == [
        ["Anna", "Bob"],
        ["Anna"],
        ["Bob"],
        [],
    ]


@pytest.mark.parametrize(
    "query",
    ["?show=x", "?after=x", "?after=99999999999", "?revoked=x&kept=-1", "?search=" + "x" * 900],
)
async def test_strange_queries_show_the_page(alice: Organiser, query: str) -> None:
    await alice.make("1")

    assert (await alice.page(query)).status == 200


async def test_long_list_is_paged(alice: Organiser) -> None:
    await alice.make("150")

    first = (await alice.page("?search=no.")).page
    second = (await alice.site.get(first.links["Next page"])).page

    assert "No. 100 " in first.words
    assert "No. 101 " in second.words
    assert "First page" in second.links
    assert "Next page" not in second.links


async def test_weight_that_gives_somebody_away_is_told(alice: Organiser) -> None:
    await alice.invite("Anna;5\nBob\nCharlie")

    assert "These weights are unique: 5." in (await alice.page()).page.words


async def test_too_many_slips_come_as_a_file_only(
    alice: Organiser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slips, "MOST_SLIPS", 2)

    two, three = await alice.make("2"), await alice.make("3")

    assert len(codes(two)) == 2
    assert codes(three) == []
    assert len(file_of(three)) == 4
    assert "too many codes for slips" in three.page.words


async def test_other_questions_say_how_to_switch(site: Site) -> None:
    alice = await organiser(site, voters=Voters.BROWSER)

    answer = await alice.page()

    assert answer.status == 200
    assert "does not use invitations" in answer.page.words
    assert (await alice.make("1", revision="0")).status == 409


async def test_after_the_end_the_page_only_shows(alice: Organiser) -> None:
    await alice.invite("Anna")
    revision = await alice.revision()
    await lifecycle.close(alice.site.database, alice.key, ANYTIME)

    answer = await alice.page()
    late = await alice.make(revision=str(int(revision) + 1))

    assert "Voting has ended, so codes can no longer be made" in answer.page.words
    assert "<textarea" not in answer.text
    assert 'type="checkbox"' not in answer.text
    assert late.status == 409


async def test_every_address_is_the_organisers_only(alice: Organiser, site: Site) -> None:
    await alice.invite("Anna")
    (anna,) = await alice.ids()
    revision = await alice.revision()
    site.forget()

    answers = [
        await alice.page(),
        await site.get(f"{alice.path}/not-voted.csv"),
        await alice.make(revision=revision),
        await alice.invite("Bob", revision=revision),
        await alice.post("revoke", anna, revision=revision),
        await alice.post("reissue", anna, revision=revision),
    ]

    assert {answer.status for answer in answers} == {403}
    assert all("Anna" not in answer.text for answer in answers)
    shown = await turnout.overview(site.database, await site.question(alice.key), Show.INVITED)
    assert (shown.turnout.invited, shown.turnout.revoked) == (1, 0)


async def test_names_are_written_as_text(alice: Organiser) -> None:
    answer = await alice.invite("<script>alert(1)</script>")

    assert "<script>alert" not in answer.text
    assert "<script>alert" not in (await alice.page()).text


async def test_programs_get_a_problem_document(alice: Organiser) -> None:
    answer = await alice.site.post(f"{alice.path}/make", "number=1", Accept="application/json")

    assert answer.status == 409
    assert answer.headers["Content-Type"].startswith("application/problem+json")

"""`polls ask`: a new question."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from polls.cli import counting, links
from polls.cli.numbers import whole
from polls.cli.options import Config, instant, read_settings, run
from polls.cli.printing import need_output, print_once
from polls.domain.questions import asking
from polls.domain.questions.questions import NewQuestion
from polls.domain.questions.rules import PER_NETWORK, Rules, Threshold, Visibility, Voters
from polls.domain.text import times
from polls.forms import cautions, lists
from polls.presentation.refusals import messages
from polls.presentation.rule_labels import VISIBILITIES, VOTERS, options
from polls.services.questions import questions
from polls.services.questions.questions import Asked
from polls.services.running import databases
from polls.settings import Settings

Text = Annotated[str, typer.Argument(metavar="QUESTION", help="The text of the question.")]
Choices = Annotated[list[str], typer.Argument(metavar="CHOICE…", help="The possible answers.")]
Description = Annotated[str, typer.Option(metavar="TEXT", help="More about the question.")]
OfferNone = Annotated[bool, typer.Option("--none", help="Offer “None of these”.")]
OfferBlank = Annotated[bool, typer.Option("--blank", help="Offer a blank vote.")]
Shuffle = Annotated[
    bool,
    typer.Option("--shuffle", help="Show the choices to each voter in a different order."),
]
Who = Annotated[
    Voters,
    typer.Option(
        metavar="WHO",
        help=f"Who may vote: {options({each: VOTERS[each].option for each in Voters})}.",
    ),
]
PerNetwork = Annotated[
    int | None,
    typer.Option(
        parser=whole(1),
        metavar="N",
        help="With --voters network: how many votes are accepted from one network; "
        f"by default {PER_NETWORK}.",
    ),
]
Results = Annotated[
    Visibility,
    typer.Option(
        metavar="WHEN",
        help="Who sees the result: "
        f"{options({each: VISIBILITIES[each].option for each in Visibility})}.",
    ),
]
Closes = Annotated[
    str | None,
    typer.Option(
        metavar="WHEN",
        help="When voting ends, as in 2026-06-05T18:00+02:00; a time without a zone is in UTC.",
    ),
]
Publish = Annotated[
    str | None,
    typer.Option(metavar="WHEN", help="When the question appears; at once by default."),
]
Zone = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The time zone of the question's pages, such as Europe/Paris; by default the one "
        "in the settings.",
    ),
]
Draft = Annotated[bool, typer.Option("--draft", help="Nobody can vote before `polls open`.")]
Final = Annotated[bool, typer.Option("--final", help="Votes cannot be changed.")]
NoReceipts = Annotated[
    bool,
    typer.Option(
        "--no-receipts",
        help="Voters cannot show others how they voted, nor check that their vote was counted.",
    ),
]
Listed = Annotated[
    bool,
    typer.Option(
        "--listed",
        help="Show it on the front page; by default only people with its address can find it.",
    ),
]


def ask(  # noqa: PLR0913 - one parameter an option
    text: Text,
    choices: Choices,
    config: Config = None,
    *,
    description: Description = "",
    method: counting.MethodName = "plurality",
    seats: counting.Seats = 1,
    option: counting.Given = None,
    highest: counting.Highest = None,
    label: counting.Labels = None,
    least: counting.Least = 1,
    most: counting.Most = None,
    quorum: counting.Quorum = "",
    threshold: counting.Needs = Threshold.SIMPLE,
    none: OfferNone = False,
    blank: OfferBlank = False,
    shuffle: Shuffle = False,
    voters: Who = Voters.BROWSER,
    per_network: PerNetwork = None,
    results: Results = Visibility.VOTED,
    closes: Closes = None,
    publish: Publish = None,
    zone: Zone = None,
    draft: Draft = False,
    final: Final = False,
    no_receipts: NoReceipts = False,
    listed: Listed = False,
) -> None:
    """Ask a question. Prints its key, the address of its page, and the organiser's link."""
    need_output()
    settings = read_settings(config)
    close_date, pub_date = instant("--closes", closes), instant("--publish", publish)
    if close_date and close_date <= (pub_date or datetime.now(UTC)):
        raise typer.BadParameter("voting would end before it begins", param_hint="--closes")
    if draft and pub_date:
        raise typer.BadParameter(
            "a draft waits for “polls open”. Leave out --draft to let the question appear at this "
            "time, or leave out --publish and give the time to “polls open --at”",
            param_hint="--publish",
        )
    if per_network is not None and voters is not Voters.NETWORK:
        raise typer.BadParameter("it works only with --voters network", param_hint="--per-network")
    how = counting.chosen(
        method,
        seats=seats,
        option=option,
        highest=highest,
        label=label,
        least=least,
        most=most,
        quorum=quorum,
        threshold=threshold,
    )
    new = NewQuestion(
        text=text,
        description=description,
        choices=(*map(lists.choice, choices), *asking.extras(none=none, blank=blank)),
        close_date=close_date,
        pub_date=pub_date,
        zone=times.spelled(zone) if zone else settings.time_zone,
        is_draft=draft,
        is_listed=listed,
        rules=Rules(
            **how,
            voters=voters,
            per_network=_seats(voters, per_network),
            may_change=not final,
            has_receipts=not no_receipts,
            visibility=results,
            is_shuffled=shuffle,
        ),
    )
    asked = run(_ask(settings, new))
    for warning in messages(cautions.of_new(new, datetime.now(UTC))):
        typer.echo(f"Is this what you mean? {warning.text}", err=True)
    link = links.organise(settings, asked.key, asked.secret)
    print_once(
        f"Asked as {asked.key}: {links.page(settings, asked.key)}\n"
        f"Organiser's link (keep it secret): {link}\n",
        otherwise=f"The question was asked as {asked.key}: “polls organiser {asked.key}” makes a"
        " link for its organiser.",
    )


def _seats(voters: Voters, given: int | None) -> int | None:
    return PER_NETWORK if voters is Voters.NETWORK and given is None else given


async def _ask(settings: Settings, new: NewQuestion) -> Asked:
    async with databases.opened(settings) as database:
        return await questions.ask(database, asking.checked(new, datetime.now(UTC)))

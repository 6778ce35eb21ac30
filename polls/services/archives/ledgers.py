"""The ballots of an archive: checked as the ballot box checks them, and counted."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Any, NamedTuple

from polls.ballotbox.batch import LARGEST
from polls.domain.ballots.ballots import check_name
from polls.domain.ballots.checking import check
from polls.domain.ballots.refusals import InvalidNameError, InvalidSelectionError
from polls.domain.ballots.selections import Marking, encode, named, renamed
from polls.domain.methods import METHODS
from polls.domain.questions.questions import alone
from polls.domain.questions.rules import Voters
from polls.services.archives.refusals import AnotherVoter, LineFault, TurnoutError, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polls.domain.ballots.selections import Selection
    from polls.domain.questions.questions import Kind
    from polls.domain.questions.rules import Rules
    from polls.services.archives.shape import BallotLine


class _Earlier(NamedTuple):
    """A ballot whose place a later one is to take."""

    line: int
    key_hash: bytes


class Ledger:
    """What has been read of a ledger so far.

    Args:
        rules: of the question.
        kinds: what its choices are, down the ballot.
        choice_ids: the ids that they have here.
    """

    def __init__(self, rules: Rules, kinds: Sequence[Kind], choice_ids: Sequence[int]) -> None:
        self._rules = rules
        self._marking = _marking(rules, kinds)
        self._places = {place: place for place in range(len(kinds))}
        self._ids = dict(enumerate(choice_ids))
        self._awaited: dict[int, _Earlier] = {}
        """By the position of the ballot that is to come."""
        self._latest: deque[bytes] = deque(maxlen=LARGEST)
        """The key hashes of as many ballots as one transaction may have written."""
        self.ballots = 0
        self.current = 0
        self.weight = 0
        """Of the current ones."""
        self.votes: Counter[int] = Counter()
        """Choice id → current ballots that name it."""

    def add(self, line: int, ballot: BallotLine) -> dict[str, Any]:
        """Count a ballot and return its row.

        Raises:
            ArchiveError: nobody could have cast it.
        """
        self._check_voter(line, ballot)
        selection = self._selection(line, ballot)
        self._replace(line, ballot)
        self._latest.append(ballot.key_hash)
        position = self.ballots
        self.ballots += 1
        if ballot.replaced_by is None:
            self.current += 1
            self.weight += ballot.weight
            self.votes.update(named(selection, self._rules.style))
        return {**vars(ballot), "position": position, "selection": encode(selection)}

    def finish(self) -> None:
        """Make sure that every ballot came whose coming was told.

        Raises:
            ArchiveError: one did not.
        """
        for earlier in self._awaited.values():
            refuse(earlier.line, LineFault.LACKS_REPLACEMENT)

    def _check_voter(self, line: int, ballot: BallotLine) -> None:
        voters = self._rules.voters
        if ballot.weight > 1 and voters is not Voters.INVITED:
            refuse(line, LineFault.WEIGHT_WITHOUT_INVITATION)
        is_withdrawal = ballot.name is None and ballot.replaced_by == self.ballots
        if (ballot.name is None) is (voters is Voters.NAMED) and not is_withdrawal:
            refuse(line, LineFault.NAME_AGAINST_RULES)
        if ballot.name is not None:
            try:
                check_name(ballot.name)
            except InvalidNameError:
                refuse(line, LineFault.BAD_NAME)

    def _selection(self, line: int, ballot: BallotLine) -> Selection:
        """Return what a ballot says with the ids that the choices have here."""
        written, style = ballot.selection, self._rules.style
        try:
            names = named(written, style)
            if len(set(names)) < len(names):
                raise ValueError  # noqa: TRY301 - told as the others are
            if written != renamed(written, style, self._places):
                raise ValueError  # noqa: TRY301
            check(written, self._marking)
            return renamed(written, style, self._ids)
        except (KeyError, TypeError, ValueError, InvalidSelectionError):
            refuse(line, LineFault.BAD_SELECTION)

    def _replace(self, line: int, ballot: BallotLine) -> None:
        earlier = self._awaited.pop(self.ballots, None)
        if earlier and earlier.key_hash != ballot.key_hash:
            refuse(line, AnotherVoter(earlier.line))
        # A ballot that takes the place of one and its own at once lets that one count no more:
        # under its name the organiser removed it, without one its voter withdrew it.
        is_own = earlier is not None and ballot.replaced_by == self.ballots
        is_removal = is_own and ballot.name is not None
        if earlier and not (is_removal or self._rules.may_change):
            refuse(earlier.line, LineFault.CHANGED_AGAINST_RULES)
        if ballot.replaced_by is None or is_own or self._came_late(ballot):
            return
        if ballot.replaced_by <= self.ballots or ballot.replaced_by in self._awaited:
            refuse(line, LineFault.IMPOSSIBLE_REPLACEMENT)
        self._awaited[ballot.replaced_by] = _Earlier(line, ballot.key_hash)

    def _came_late(self, ballot: BallotLine) -> bool:
        """Tell whether a ballot stands behind the one that took its place.

        Earlier versions shuffled the ballots of one voter in a batch, too.
        """
        behind = self.ballots - (ballot.replaced_by or 0)
        is_in_reach = self._rules.may_change and 0 < behind <= len(self._latest)
        return is_in_reach and self._latest[-behind] == ballot.key_hash


def check_turnout(ledger: Ledger, used: int, weight: int) -> None:
    """Make sure that those who voted are those who were invited.

    Args:
        ledger: with all ballots.
        used: how many invitations were used.
        weight: of all of these.

    Raises:
        ArchiveError: as many ballots of this weight do not count.
    """
    if (used, weight) != (ledger.current, ledger.weight):
        raise TurnoutError(used, weight, ledger.current, ledger.weight)


def _marking(rules: Rules, kinds: Sequence[Kind]) -> Marking:
    """Return what a ballot can say, with the places of the choices for their ids."""
    style = rules.style
    return Marking(
        frozenset(range(len(kinds))),
        alone(enumerate(kinds), style),
        rules.min_choices,
        rules.max_choices,
        style,
        rules.highest,
        METHODS[rules.method].has_equal_ranks,
        bool(rules.labels),
        rules.has_dates,
    )

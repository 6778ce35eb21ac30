"""Who sees what, when: the table that the program is held to, written by hand."""

from __future__ import annotations

from typing import NamedTuple

from polls.domain.questions.questions import Stage
from polls.domain.questions.rules import Visibility
from polls.domain.questions.visibility import Role, Sight

_TABLE = """
| visibility | stage     | published | somebody       | voter          | organiser |
|------------|-----------|-----------|----------------|----------------|-----------|
| always     | draft     | no        | unseen         | unseen         | whole     |
| always     | scheduled | no        | whole          | whole          | whole     |
| always     | open      | no        | whole          | whole          | whole     |
| always     | ending    | no        | whole          | whole          | whole     |
| always     | closed    | no        | whole          | whole          | whole     |
| voted      | draft     | no        | unseen         | unseen         | whole     |
| voted      | scheduled | no        | once voted     | whole          | whole     |
| voted      | open      | no        | once voted     | whole          | whole     |
| voted      | ending    | no        | once voted     | whole          | whole     |
| voted      | closed    | no        | whole          | whole          | whole     |
| closed     | draft     | no        | unseen         | unseen         | whole     |
| closed     | scheduled | no        | once closed    | once closed    | whole     |
| closed     | open      | no        | once closed    | once closed    | whole     |
| closed     | ending    | no        | once closed    | once closed    | whole     |
| closed     | closed    | no        | whole          | whole          | whole     |
| organiser  | draft     | no        | unseen         | unseen         | whole     |
| organiser  | scheduled | no        | once published | once published | whole     |
| organiser  | open      | no        | once published | once published | whole     |
| organiser  | ending    | no        | once published | once published | whole     |
| organiser  | closed    | no        | once published | once published | whole     |
| organiser  | draft     | yes       | unseen         | unseen         | whole     |
| organiser  | open      | yes       | whole          | whole          | whole     |
| organiser  | closed    | yes       | whole          | whole          | whole     |
| voted      | open      | yes       | once voted     | whole          | whole     |
| closed     | open      | yes       | once closed    | once closed    | whole     |
"""


class Row(NamedTuple):
    """Rules and a moment, and what each role sees then, unless the numbers move in steps."""

    visibility: Visibility
    stage: Stage
    is_published: bool
    seen: dict[Role, Sight]


def _read(line: str) -> Row:
    visibility, stage, published, *seen = (cell.strip() for cell in line.strip("|").split("|"))
    roles = (Role.SOMEBODY, Role.VOTER, Role.ORGANISER)
    by_role = dict(zip(roles, map(Sight, seen), strict=True))
    return Row(Visibility(visibility), Stage(stage), published == "yes", by_role)


ROWS = tuple(map(_read, _TABLE.strip().splitlines()[2:]))

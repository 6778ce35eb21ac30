from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench import checking
from polls.verifying import reports

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("electorate", checking.ELECTORATES)
def test_record_that_is_measured_is_right(electorate: str, tmp_path: Path) -> None:
    path = tmp_path / "record.zip"

    checking.write(path, electorate, 300)

    assert reports.of(path).status == reports.RIGHT

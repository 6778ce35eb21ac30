from __future__ import annotations

from tools.catalogue import CATALOGUE, catalogue


def test_catalogue_has_the_texts_of_the_program() -> None:
    assert CATALOGUE.read_text(encoding="utf-8") == catalogue(), "run make format"

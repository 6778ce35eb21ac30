"""The language of what people read: marks texts for translation, and translates them.

Texts are whole sentences in English with named places, `gettext("%(name)s wins.", name=…)`, as
GNU gettext has them; a percent sign is written twice. What stands in a constant, before anybody's
language is known, is marked by `gettext_noop` and translated where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from polls.presentation.pseudo_locale import PseudoTranslations

if TYPE_CHECKING:
    from collections.abc import Iterator

Key = TypeVar("Key")
Constant = TypeVar("Constant", bound=str | tuple[str, ...])


class Language(NamedTuple):
    """A language that pages can be in."""

    code: str
    """By BCP 47, as it stands in `lang`."""
    direction: str
    """As it stands in `dir`."""
    translations: NullTranslations


ENGLISH = Language("en", "ltr", NullTranslations())
PSEUDO = Language("en-XA", "rtl", PseudoTranslations())
"""Not a language, but what shows that pages are ready for others."""
LANGUAGES = {each.code: each for each in (ENGLISH, PSEUDO)}

_current: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def current() -> Language:
    """Return the language of whoever is answered now."""
    return _current.get()


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Use a language in this task, and in what it starts."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def gettext_noop(text: str) -> str:
    """Return a text as it is, marked for translation."""
    return text


def gettext(text: str, /, **fields: object) -> str:
    """Return a text in the current language, with its places filled in."""
    return _current.get().translations.gettext(text) % fields


def translated(text: str) -> str:
    """Return a text that a method declares, or a constant, in the current language."""
    return _current.get().translations.gettext(text) if text else ""


def ngettext(singular: str, plural: str, num: int, /, **fields: object) -> str:
    """Return the text for this number, which `%(num)s` stands for unless `fields` write it."""
    text = _current.get().translations.ngettext(singular, plural, num)
    return text % {"num": f"{num:,}", **fields}


class Texts(Mapping[Key, Constant]):
    """Constants that `gettext_noop` marks, or tuples of such, as a reader's language has them."""

    def __init__(self, texts: Mapping[Key, Constant]) -> None:
        self._texts = texts

    def __getitem__(self, key: Key) -> Constant:
        text = self._texts[key]
        if isinstance(text, str):
            return cast("Constant", translated(text))
        return cast("Constant", type(text)(*map(translated, text)))

    def __iter__(self) -> Iterator[Key]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

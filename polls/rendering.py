"""The Jinja2 environment: how templates are found, and the words that they can use."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import aiohttp_jinja2
import jinja2
from markupsafe import Markup, escape

from polls.assets import assets, inlined
from polls.compiled_templates import COMPILED_TEMPLATES
from polls.domain.ballots.ballots import NAME_LENGTH
from polls.domain.counting import cycles
from polls.domain.electorate.invitation_codes import TYPED_LENGTH
from polls.domain.questions import join_codes
from polls.domain.questions.retention import removal
from polls.domain.results import counts, phrases
from polls.domain.text import directions, texts, times, words
from polls.domain.text.texts import TEXT_LENGTH
from polls.presentation import (
    addresses,
    agenda,
    check_texts,
    dates,
    decisions,
    emphasis,
    field_notes,
    language,
    rule_labels,
    script_texts,
    wording,
)
from polls.presentation.charts import rings, stacks
from polls.presentation.organiser import endings, log_entries, stages
from polls.presentation.results import (
    chapters,
    columns,
    contrasts,
    headline,
    score_labels,
    sentences,
)
from polls.presentation.steps import additions, availability, comparisons, gradings, rounds
from polls.typedefs import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from gettext import NullTranslations

    from aiohttp import web

    from polls.domain.questions.questions import Question


def setup_rendering(app: web.Application) -> None:
    """Attach the environment to the application."""
    environment = aiohttp_jinja2.setup(
        app,
        loader=_Loader("polls"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED_TEMPLATES,
        filters=_FILTERS,
        extensions=["jinja2.ext.i18n"],
        default_helpers=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # `extend` would leave it as the extension set it.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals |= {"gettext": _gettext, "ngettext": _ngettext}
    environment.globals["language"] = language.current
    static_url = environment.globals["static_url"] = _StaticUrls(app)
    environment.globals["sheet"] = partial(_sheet, static_url)
    environment.globals["script"] = partial(_script, static_url)
    environment.globals["inline_sheet"] = _inline_sheet
    environment.globals["inline_script"] = _inline_script
    environment.globals["inline_policy"] = inlined.policy
    environment.globals["additions"] = additions
    environment.globals["availability"] = availability
    environment.globals["comparisons"] = comparisons
    environment.globals["gradings"] = gradings
    environment.globals["stacks"] = stacks
    environment.globals["labels"] = rule_labels
    environment.globals["script_texts"] = script_texts
    environment.globals["check_texts"] = check_texts
    environment.globals["limits"] = _LIMITS
    environment.globals["log_entries"] = log_entries
    environment.globals["described_by"] = field_notes.describing
    environment.globals["problems"] = ()  # a form that was refused has them, and perhaps a notice
    environment.globals["notice"] = None
    environment.globals["warnings"] = ()  # what a form was not taken with at once
    environment.globals["base_url"] = app[SETTINGS].base_url
    environment.globals["webcal"] = _webcal(app[SETTINGS].base_url)
    environment.globals["may_embed"] = bool(app[SETTINGS].embed_origins)
    environment.globals["removal"] = partial(removal, days=app[SETTINGS].retention_days)


def render(template: str, request: web.Request, context: Mapping[str, Any]) -> str:
    """Render a template for the application that `request` came to."""
    return render_for(request.app, template, context)


def render_for(app: web.Application, template: str, context: Mapping[str, Any]) -> str:
    """Render a template without a request."""
    return aiohttp_jinja2.get_env(app).get_template(template).render(context)


def _gettext(text: str, /, **fields: object) -> Markup:
    """Return our own HTML in the reader's language, with fields escaped unless they are HTML."""
    if not fields:
        return _whole(language.current().translations, text)
    translated = language.current().translations.gettext(text)
    return Markup(translated % {name: escape(field) for name, field in fields.items()})  # noqa: S704


def _ngettext(singular: str, plural: str, num: int, /, **fields: object) -> Markup:
    """Return the text for this number, which is `{{ num }}` in it."""
    translations = language.current().translations
    text = translations.ngettext(singular, plural, num)
    written = {name: escape(field) for name, field in fields.items()}
    return Markup(text % {"num": f"{num:,}", **written})  # noqa: S704


@cache  # a text without places is written once; a page of a form has two hundred
def _whole(translations: NullTranslations, text: str) -> Markup:
    return Markup(translations.gettext(text) % {})  # noqa: S704


def _webcal(base_url: str | None) -> str | None:
    """Return how addresses begin that calendars subscribe to, where it is known."""
    return base_url and f"webcal://{base_url.partition('://')[2]}"


def _sheet(static_url: Callable[[str], str], kind: str) -> Markup:
    """Return the style sheet of this kind of page."""
    return Markup('<link rel="stylesheet" href="{}">').format(static_url(f"{kind}.css"))


def _script(static_url: Callable[[str], str], kind: str) -> Markup:
    """Return the script of this kind of page."""
    return Markup('<script type="module" src="{}"></script>').format(static_url(f"{kind}.js"))


def _inline_sheet(kind: str) -> Markup:
    """Return the style sheet of this kind of page, for a page that is one file."""
    return Markup(f"<style>{inlined.style(kind)}</style>")  # noqa: S704 - it is our own


def _inline_script(kind: str) -> Markup:
    """Return the script of this kind of page, for a page that is one file."""
    return Markup(f'<script type="module">{inlined.script(kind)}</script>')  # noqa: S704 - as above


def _emphasised(sentence: str) -> Markup:
    return Markup(emphasis.html(sentence))  # noqa: S704 - it has escaped everything


def _decided(question: Question) -> Markup:
    return Markup(decisions.html(question))  # noqa: S704 - it has escaped everything


def _unbroken(address: str) -> Markup:
    return Markup(addresses.html(address))  # noqa: S704 - it has escaped everything


def _bdi(text: str) -> Markup:
    # A third of the time of `Markup.format`, for the names of 60 people at 40 dates.
    return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - it is escaped


_LIMITS = {
    "text": TEXT_LENGTH,
    "name": NAME_LENGTH,
    "code": TYPED_LENGTH,
    "join_code": join_codes.TYPED_LENGTH,
}
"""Characters that a field of a form takes; what is longer is also refused where it arrives."""

_FILTERS: dict[str, Callable[..., Any]] = {
    "at": field_notes.at,
    "ballots": wording.ballots,
    "barred": counts.barred,
    "bdi": _bdi,
    "beats_all": comparisons.beats_all,
    "brief": agenda.brief,
    "chapters": chapters.chapters,
    "choices": wording.choices,
    "circle": cycles.telling,
    "columns": columns.of,
    "contrasted": contrasts.lines,
    "decided": _decided,
    "decision": decisions.sentence,
    "counting": rule_labels.counting,
    "emphasised": _emphasised,
    "first_text_of": dates.first_text_of,
    "has_times": agenda.has_times,
    "headline": headline.headline,
    "host": texts.host,
    "exact": times.exact,
    "isolated": directions.isolated,
    "decided_for": decisions.log_texts,
    "in_field": times.in_field,
    "instant": datetime.fromisoformat,
    "amount": words.number,
    "method": counts.method_of,
    "moment": dates.moment,
    "moment_type": times.field_type,
    "months": agenda.months,
    "notes": field_notes.notes,
    "ordinal": wording.ordinal,
    "options": counts.options_of,
    "phrases": dates.phrases,
    "ring": rings.ring,
    "rule": rule_labels.value,
    "rule_name": rule_labels.name,
    "ranked": phrases.ranked,
    "replies": availability.replies,
    "score_labels": score_labels.of,
    "score_name": words.score_name,
    "shown_at_the_end": endings.consequences,
    "stage_name": stages.name,
    "text_of": dates.text_of,
    "set_apart": emphasis.set_apart,
    "short_names": agenda.short_names,
    "told_rounds": rounds.parts,
    "told_ties": sentences.first_ties,
    "translated": language.translated,
    "unbroken": _unbroken,
    "under": field_notes.under,
    "unusual_options": counts.unusual_options,
    "votes_cast": wording.votes_cast,
    "written_share": words.written_share,
}


class _Loader(jinja2.PackageLoader):
    """Loads templates that share the globals of their environment.

    Jinja gives each its own layer above them, which nothing here writes to. Every include copies
    the layers, and every import of a macro compares them, name by name in Python: that was two
    fifths of the time of a ballot of 500 choices.
    """

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002 - the name is Jinja's
    ) -> jinja2.Template:
        """Load a template, whatever globals it is to have."""
        return super().load(environment, name, environment.globals)


class _StaticUrls:
    """Addresses of static files, each with the hash of its content.

    Not known before the application has its place: mounting it in another one puts a prefix
    before every address.
    """

    def __init__(self, app: web.Application) -> None:
        self._app = app
        self._known: dict[str, str] = {}

    def __call__(self, filename: str) -> str:
        if filename not in self._known:
            url = self._app.router["static"].url_for(filename=filename)
            self._known[filename] = str(url.with_query(v=assets()[filename].tag))
        return self._known[filename]

from __future__ import annotations

import pytest

from polls.assets.joining import module, style_sheet

MODULES = {
    "words": "export const locale = 1;\n\nexport function say() {\n  return locale;\n}\n",
    "speak": 'import { say } from "./words.js";\n\nexport function speak() {\n  say();\n}\n',
    "live": (
        'import { speak } from "./speak.js";\n'
        'import {\n  locale,\n  say,\n} from "./words.js";\n\nspeak();\n'
    ),
    "alone": "const element = 1;\n",
    "far": 'import { say } from "../speech/words.js";\n\nsay();\n',
    "foreign": "/*\nimport * as all from 'here';\n*/\nconst a = 1;\nexport { a, b, };\n",
}

FAILED = "} catch (error) {\n  reportError(error);\n}\n"


def joined(*names: str) -> str:
    return module(names, MODULES.__getitem__)


def test_modules_come_behind_those_that_they_import_once_each() -> None:
    found = joined("live", "alone", "speak")

    order = [found.index(part) for part in ("const $words", "const $speak", "speak();\n}")]
    assert order == sorted(order)
    assert found.count("const $words = ") == found.count("const $speak = ") == 1
    assert found.index("speak();\n}") < found.index("const element")


def test_modules_keep_scopes_of_their_own() -> None:
    found = joined("live", "alone")

    assert found == (
        "const $words = (() => {\n"
        "const locale = 1;\n\nfunction say() {\n  return locale;\n}\n"
        "return { locale, say };\n})();\n"
        "const $speak = (() => {\n"
        "const { say } = $words;\n\nfunction speak() {\n  say();\n}\n"
        "return { speak };\n})();\n"
        "try {\n"
        "const { speak } = $speak;\nconst { locale,\n  say } = $words;\n\nspeak();\n"
        "} catch (error) {\n  reportError(error);\n}\n"
        "try {\nconst element = 1;\n} catch (error) {\n  reportError(error);\n}\n"
    )


def test_modules_of_other_folders_are_joined_by_their_names() -> None:
    found = joined("far")

    assert found.startswith("const $words = ")
    assert found.endswith("try {\nconst { say } = $words;\n\nsay();\n" + FAILED)


def test_module_may_list_what_it_exports_and_comment_on_imports() -> None:
    found = joined("foreign")

    comment = "/*\nimport * as all from 'here';\n*/\n"
    assert found == (
        f"const $foreign = (() => {{\n{comment}const a = 1;\n\nreturn {{ a, b }};\n}})();\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        'import words from "./words.js";\n',
        'import { say as tell } from "./words.js";\n',
        'import "./words.js";\n',
        "export default class {}\n",
        "export let count = 0;\n",
        "const { say } = await import(path);\n",
        "const here = import.meta.url;\n",
    ],
)
def test_module_that_cannot_be_joined_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^odd\.js: .* cannot be joined$"):
        module(["odd"], {"odd": text}.__getitem__)


def test_style_sheets_come_in_order_and_the_one_for_paper_on_paper_only() -> None:
    texts = {"base": "p {}\n", "print": "b {}\n", "form": "i {}\n"}

    found = style_sheet(["base", "print", "form"], texts.__getitem__, "print")

    assert found == "p {}\n@media print {\nb {}\n}\ni {}\n"

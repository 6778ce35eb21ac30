"""Style sheets and scripts that stand in a page itself, for pages that are one file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from polls.assets.files import assets


def style(kind: str) -> str:
    """Return the style sheet of a kind of page, as it stands between the tags of `style`."""
    return assets()[f"{kind}.css"].body.decode()


def script(kind: str) -> str:
    """Return the script of a kind of page, as it stands between the tags of `script`.

    Raises:
        ValueError: it would end earlier there than in a file.
    """
    text = assets()[f"{kind}.js"].body.decode()
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError(f"the script of “{kind}” cannot stand in a page")
    return text


def policy(kind: str) -> str:
    """Return the content security policy of such a page: it runs these two, and loads nothing.

    By the hashes of what it runs, CSP level 3, section 2.3.1.
    """
    return (
        f"default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"script-src '{_hash(script(kind))}'; style-src '{_hash(style(kind))}'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"

"""Content codings: which one a client gets, and bodies in it."""

from polls.codings.packing import Coding, content_tag, packed, packed_for_good, tag
from polls.codings.preferences import preferred

__all__ = ["Coding", "content_tag", "packed", "packed_for_good", "preferred", "tag"]

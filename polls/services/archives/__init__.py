"""Archives: a file that holds one whole question, to move it between servers and databases."""

from polls.services.archives.reading import Restored, restore
from polls.services.archives.writing import write

__all__ = ["Restored", "restore", "write"]

"""Why a run cannot go on, or what it found wrong."""


class BenchError(Exception):
    """The measurement could not be made; the text says what to do about it."""


class WrongCountError(Exception):
    """A program's own recount says that its counters are wrong."""

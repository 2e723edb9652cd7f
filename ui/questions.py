"""The questions the dock answers; each chooses the pages below it. Inputs are shared by all."""

from __future__ import annotations

from typing import NamedTuple

ALWAYS = ("results", "setup")
"""Pages below every question, last."""


class Question(NamedTuple):
    """One question.

    Attributes
    ----------
    name : str
        As the project remembers it.
    words : str
    pages : tuple of str
        Besides `ALWAYS`, in the order of the rail.
    run : bool
        Whether the footer runs the physics; else a page has a button of its own.
    """

    name: str
    words: str
    pages: tuple
    run: bool

    @property
    def rail(self) -> tuple:
        """Every page it shows."""
        return (*self.pages, *ALWAYS)


QUESTIONS = (
    Question("rain", "What if it rains like this?", ("terrain", "soil", "rain", "method"), True),
    Question("where", "Where do slopes fail?", ("terrain", "susceptibility", "models"), False),
)


def question_of(name: str) -> Question:
    """Give a question by its name; the first one where a project names none that is known."""
    return next((each for each in QUESTIONS if each.name == name), QUESTIONS[0])

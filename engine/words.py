"""Numbers and codes in sentences."""

from __future__ import annotations

from enum import IntEnum


def percent(share: float) -> str:
    """Write a share in percent with two decimals; what is there but too little for them is "under 0.01%"."""
    return "under 0.01%" if 0.0 < share < 5e-5 else f"{share:.2%}"


class WordedCode(IntEnum):
    """Codes of a map that carry their words; a member is its code.

    Attributes
    ----------
    word : str
        For legends and tables.
    meaning : str
        One sentence without its full stop.
    """

    def __new__(cls, code: int, word: str, meaning: str):
        """Make a member that is its code and carries its words."""
        member = int.__new__(cls, code)
        member._value_, member.word, member.meaning = int(code), word, meaning
        return member

    @classmethod
    def shares_in_words(cls, counts) -> str:
        """Say what share of the cells each status has: "converged 96.80%, flat 3.20%".

        Parameters
        ----------
        counts : (256,) int array
            Cells by code; that of 255, no data, does not count.
        """
        total = counts[:255].sum()
        return ", ".join(f"{each.word.lower()} {percent(counts[each] / total)}" for each in cls
                         if each < 255 and counts[each])

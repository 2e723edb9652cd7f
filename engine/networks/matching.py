"""Which raster is which factor: by name, never by position."""

from __future__ import annotations

import difflib
import os
from typing import List, NamedTuple, Sequence

from ..errors import InputError
from .card import Card

SAME = {"dem": "elevation", "filled_elevation": "elevation", "twi": "topographic_wetness_index", "pof":
        "probability_of_failure", "soil_thickness": "thickness"}
"""Other names under which a factor is known."""


class Match(NamedTuple):
    """For each factor of a card the place of its raster in the list; and the names of rasters not used."""

    places: List[int]
    unused: List[str]


def plain(name: str) -> str:
    """Bring a name into the form factors have: lower case, underscores, its usual name."""
    words = "_".join(name.strip().lower().replace("-", " ").split())
    return SAME.get(words, words)


def names_of(given: str, scarp_names: Sequence[str], layers: Sequence[str], paths: Sequence[str],
             known: Sequence[str] = ()) -> List[str]:
    """Name rasters.

    Parameters
    ----------
    given : str
        FACTOR_NAMES, separated by ``;`` or ``,``; may be empty.
    scarp_names, layers, paths : sequence of str
        ``SCARP_NAME``, layer name and path of each raster; a name may be empty.
    known : sequence of str
        Names the model knows; the file name counts where it is one of them and the layer name is not.

    Raises
    ------
    InputError
        FACTOR_NAMES has another number of names.
    """
    chosen = [plain(name) for name in given.replace(",", ";").split(";") if name.strip()]
    if chosen:
        if len(chosen) != len(paths):
            raise InputError("FACTOR_NAMES", f"there are {len(chosen)} names for {len(paths)} rasters",
                             "Give one for each, in their order.")
        return chosen
    found = []
    for own, layer, path in zip(scarp_names, layers, paths):
        stem = plain(os.path.splitext(os.path.basename(path))[0])
        title = plain(layer) or stem
        found.append(plain(own) or (stem if title not in known and stem in known else title))
    return found


def match(names: Sequence[str], card: Card) -> Match:
    """Find the raster of each factor.

    Raises
    ------
    InputError
        A factor has no raster, or two.
    """
    wanted = [factor.name for factor in card.factors]
    twice = [name for name in wanted if names.count(name) > 1]
    if twice:
        raise InputError("FACTORS", f"{names.count(twice[0])} rasters are called {twice[0]}",
                         "Give one, or name them with FACTOR_NAMES.")
    missing = [name for name in wanted if name not in names]
    unused = [name for name in names if name not in wanted]
    if missing:
        near = {name: difflib.get_close_matches(name, unused, n=1, cutoff=0.6) for name in missing}
        hints = [f"'{found[0]}' may be {name}" for name, found in near.items() if found]
        remedy = (f"Of the rasters given, {'; '.join(hints)}: name them with FACTOR_NAMES." if hints else
                  "Add them, or name the rasters with FACTOR_NAMES.")
        raise InputError("FACTORS", f"the model needs {', '.join(wanted)}; missing: {', '.join(missing)}", remedy)
    return Match([names.index(name) for name in wanted], unused)

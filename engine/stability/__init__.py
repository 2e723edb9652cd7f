"""The limit state: factor of safety of an infinite slope behind a wetting front, and its gradient.

    FOS = c' / (p S) + tan phi' (N - u / p) / S                             fails where FOS < 1

with p the overburden pressure on the failure plane (unit weight times vertical depth), u the pore pressure there,
S = sin b cos b and N = cos^2 b. With an earthquake of horizontal coefficient k_h, S = sin b cos b + k_h cos^2 b and
N = cos^2 b - k_h sin b cos b. (Cui et al. 2024, doi:10.1016/j.jrmge.2024.08.005, Eq. 2, with typesetting mended;
pseudo-static form: Kramer 1996, Geotechnical Earthquake Engineering, Eq. 10.1.)

The depth of the wetting front has kinks: it is the least of the soil thickness and of one line in k_s for every
distinct supply of the storm. While c' >= 0 the factor of safety falls with that depth, so it is the greatest over
smooth branches, and failure is the intersection of their events. Reliability methods see only the branches, which
one governs and ``factor_of_safety``; a further limit state is a further class with the same members.
"""

from __future__ import annotations

from .branches import BASE
from .formula import factor_of_safety
from .slope import InfiniteSlope, PseudoStaticSlope

__all__ = ["BASE", "InfiniteSlope", "PseudoStaticSlope", "factor_of_safety"]

"""Correlation between variables: as users write it, and as the standard normal space needs it.

``gaussian`` correlation belongs to the equivalent normals, that is to the Gaussian copula; HLRF-x uses it as it is.
``pearson`` correlation belongs to the variables themselves and is converted first, as Nataf's model does
(Der Kiureghian & Liu 1986, doi:10.1061/(ASCE)0733-9399(1986)112:1(85)).
"""

from __future__ import annotations

import re

import numpy as np
from scipy import optimize

from ..errors import CorrelationError
from .distributions import Lognormal, Normal

PARAMETER = "CORRELATION"
_HERMITE_ORDER = 40
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(120)


def parse(text, names):
    """Read a correlation as users write it.

    Parameters
    ----------
    text : str
        Pairs such as ``"first:second=-0.3; first:third=0.5"``; pairs left out are 0.
    names : sequence of str
        Names of the variables (``variables`` of a limit state), in matrix order.

    Returns
    -------
    (n, n) float64 array
        The symmetric matrix with ones on its diagonal.

    Raises
    ------
    CorrelationError
        If a pair cannot be read, is named twice with different values, or the matrix is not positive definite.
    """
    matrix = np.eye(len(names))
    example = f"Write it as {':'.join(names[:2])}=-0.3"
    seen = {}
    for item in filter(None, (part.strip() for part in re.split(r"[;\n]", text or ""))):
        match = re.fullmatch(r"(\w+)\s*:\s*(\w+)\s*=\s*([-+0-9.,eE]+)", item)
        if match is None:
            raise CorrelationError(PARAMETER, f"'{item}' cannot be read", example)
        first, second = match.group(1).lower(), match.group(2).lower()
        for name in (first, second):
            if name not in names:
                raise CorrelationError(PARAMETER, f"there is no variable '{name}'", f"Use {', '.join(names)}")
        try:
            value = float(match.group(3).replace(",", "."))
        except ValueError:
            raise CorrelationError(PARAMETER, f"'{match.group(3)}' in '{item}' is no number", example) from None
        pair = frozenset((first, second))
        if first == second:
            raise CorrelationError(PARAMETER, f"'{item}' pairs a variable with itself", "Name two variables")
        if not -1.0 < value < 1.0:
            raise CorrelationError(PARAMETER, f"{first}-{second} {value:g} is outside -1 to 1",
                                   "Give a value between, for example -0.3")
        if seen.setdefault(pair, value) != value:
            raise CorrelationError(PARAMETER, f"{first}-{second} is given twice, {seen[pair]:g} and {value:g}",
                                   "Keep one")
        i, j = names.index(first), names.index(second)
        matrix[i, j] = matrix[j, i] = value
    check_positive_definite(matrix, names)
    return matrix


def check_positive_definite(matrix, names):
    """Refuse a correlation matrix that no random variables can have.

    Parameters
    ----------
    matrix : (n, n) float64 array
        Symmetric, ones on the diagonal.
    names : sequence of str
        Names for the message.

    Raises
    ------
    CorrelationError
        Naming the pairs that cannot hold together.
    """
    values, vectors = np.linalg.eigh(matrix)
    if values[0] > 1e-10:
        return
    # The variables that carry the offending eigenvector are those whose pairs contradict each other.
    heavy = np.flatnonzero(np.abs(vectors[:, 0]) > 1e-6)
    pairs = [f"{names[i]}-{names[j]} {matrix[i, j]:g}" for i in heavy for j in heavy if i < j and matrix[i, j] != 0.0]
    raise CorrelationError(PARAMETER, f"{', '.join(pairs)} cannot hold together (the matrix is not positive definite)",
                           "Weaken one")


def normal_correlation(rho, first, second, where="a pair"):
    """Give the correlation of the equivalent normals that yields Pearson correlation `rho` (Nataf).

    Parameters
    ----------
    rho : float
        Pearson correlation of the variables themselves, between -1 and 1.
    first, second : Marginal
        Their marginals, with plain numbers as parameters.
    where : str
        The pair's name in an error.

    Returns
    -------
    float
        Correlation in standard normal space. Closed forms for normal and lognormal pairs; otherwise the root of
        ``rho(r) = sum a_k b_k r^k`` with the Hermite coefficients of both variables (Mehler's formula).

    Raises
    ------
    CorrelationError
        If no Gaussian copula of these marginals reaches `rho`.
    """
    if rho == 0.0 or (isinstance(first, Normal) and isinstance(second, Normal)):
        return rho
    if isinstance(first, Lognormal) and isinstance(second, Lognormal):
        zeta1, zeta2 = first.parameters[1], second.parameters[1]
        inside = 1.0 + rho * np.sqrt(np.expm1(zeta1**2) * np.expm1(zeta2**2))
        result = np.log(inside) / (zeta1 * zeta2) if inside > 0.0 else -np.inf
    elif {type(first), type(second)} == {Normal, Lognormal}:
        zeta = (first if isinstance(first, Lognormal) else second).parameters[1]
        result = rho * np.sqrt(np.expm1(zeta**2)) / zeta
    else:
        result = _mehler_root(rho, _hermite_coefficients(first) * _hermite_coefficients(second))
    if not -1.0 < result < 1.0:
        raise CorrelationError(PARAMETER, f"{where} {rho:g} (pearson) cannot be reached by their distributions",
                               "Weaken it, lower the COVs or use the gaussian meaning")
    return float(result)


def _hermite_coefficients(marginal):
    """Give the normalised Hermite coefficients of the standardised variable, orders 1 to the last."""
    x = marginal.value(_NODES)
    weights = _WEIGHTS / _WEIGHTS.sum()
    x = x - np.dot(weights, x)
    x = x / np.sqrt(np.dot(weights, x * x))
    coefficients = np.empty(_HERMITE_ORDER)
    before, now = np.ones_like(_NODES), _NODES.copy()
    for k in range(1, _HERMITE_ORDER + 1):
        coefficients[k - 1] = np.dot(weights, x * now)
        before, now = now, (_NODES * now - np.sqrt(k) * before) / np.sqrt(k + 1.0)
    return coefficients


def _mehler_root(rho, products):
    def miss(r):
        return np.polynomial.polynomial.polyval(r, np.concatenate(([0.0], products))) - rho

    if miss(-1.0) > 0.0 or miss(1.0) < 0.0:
        return np.inf
    return optimize.brentq(miss, -1.0, 1.0, xtol=1e-12)


def nataf(matrix, marginals, names):
    """Convert a Pearson correlation matrix to that of the equivalent normals.

    Parameters
    ----------
    matrix : (r, r) float64 array
        Pearson correlations.
    marginals : sequence of Marginal
        One a variable, with plain numbers as parameters.
    names : sequence of str
        Variable names, for messages.

    Returns
    -------
    (r, r) float64 array

    Raises
    ------
    CorrelationError
        If a pair cannot be reached or the converted matrix is not positive definite.
    """
    result = np.eye(len(marginals))
    for i in range(len(marginals)):
        for j in range(i):
            result[i, j] = result[j, i] = normal_correlation(
                matrix[i, j], marginals[j], marginals[i], f"{names[j]}-{names[i]}")
    check_positive_definite(result, names)
    return result

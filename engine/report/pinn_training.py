"""The report of a training of a PINN: tests on units never seen, effective strength with its caveats, the card."""

from __future__ import annotations

from typing import Mapping

from .page import Page

TESTS = {"blocks": "Spatial blocks", "random": "At random"}
STRENGTHS = {"c_over_t": ("Cohesion over thickness", "kPa/m"), "friction": ("Friction angle", "deg"),
             "factor_of_safety": ("Factor of safety at rest", ""),
             "critical_acceleration": ("Critical acceleration", "g")}

SETTINGS = {"depth": "dense blocks", "width": "units of a block", "prior": "weight of the weak prior",
            "subsample": "share of the units each member sees", "reference_area": "reference area A0, m2",
            "slope_deviations_added": "standard deviations added to the mean slope", "slope_range": "slope, deg",
            "pga_range_g": "PGA, g"}
"""By name in the card, what a setting is."""

HONESTY = (
    ("one rock drives both", "0.96", "0.91", "0.82", "0.95", "0.91"),
    ("independent drivers", "0.96", "0.72", "0.70", "0.93", "0.86"),
    ("opposed drivers (-0.9)", "0.97", "0.78", "0.39", "0.96", "0.89"),
    ("independent, wetness known", "0.95", "0.78", "0.74", "0.93", "0.85"),
    ("independent, wetness ignored", "0.92", "0.76", "0.57", "0.89", "0.79"),
    ("independent, slope a predictor", "0.96", "0.67", "0.57", "0.93", "0.86"),
    ("independent, poor proxies", "0.88", "0.38", "0.40", "0.80", "0.60"),
)
"""From docs/pinn.md, ground of known strength: AUC, and correlation of recovered and true ln c/t, phi, ln FS, a_c."""


def render_pinn_training(results: Mapping, *, version: str, created: str, command: str = "") -> str:
    """Report of a training as one HTML file.

    Parameters
    ----------
    results : mapping
        As training/pinn/job.py writes them: ``rows``, ``units``, ``random``, ``blocks``, ``strength``, ``card``.
    version, created, command : str
    """
    card = results["card"]
    page = Page(card["title"], [f"Scarp {version}, {created}"])
    tested = {name: results[name] for name in TESTS if results[name]}
    page.section("Result")
    page.cards([(f"{found['auc']:.2f}", f"ROC AUC, {TESTS[name].lower()}",
                 "95 % by blocks {:.2f} to {:.2f}; chance is 0.50".format(*found["auc_interval"]))
                for name, found in tested.items()])
    page.paragraph(f"{results['units']} of {results['rows']} rows are complete and were used; "
                   f"{100 * card['prevalence']:.0f} % have a landslide.")
    if not results["blocks"]:
        page.paragraph("There was no test in spatial blocks: nothing is known of other ground.")
    page.note(card["caveats"], "Read with it")
    page.section("Tests on units never seen")
    page.table(("Test", "ROC AUC", "95 % by blocks", "PR AUC", "Prevalence", "Brier score", "Units"), [
        (TESTS[name], f"{found['auc']:.3f}", "{:.3f} to {:.3f}".format(*found["auc_interval"]),
         f"{found['pr_auc']:.3f}", f"{found['prevalence']:.3f}", f"{found['brier']:.3f}", found["units"])
        for name, found in tested.items()], numeric=range(1, 7))
    page.section("Effective strength")
    page.paragraph("Effective, not unique. A label says on which side of 5 cm a slope ended; many pairs of cohesion "
                   "and friction put it there. On synthetic ground of known strength the ranks of susceptibility, "
                   "factor of safety and critical acceleration were recovered; friction and cohesion one by one much "
                   "less, unless one rock governed both, while the AUC was high in any case (docs/pinn.md).")
    page.table(("Ground of known strength", "ROC AUC", "r of ln c/t", "r of friction", "r of ln FS", "r of a_c"),
               HONESTY, "What such a network recovered where the truth is known; your own ground may be any of these.",
               numeric=range(1, 6))
    page.table(("Quantity", "Unit", "5 % of the units below", "Half of them below", "95 % below"), [
        (*STRENGTHS[name], *(f"{value:.3g}" for value in values)) for name, values in results["strength"].items()],
        numeric=(2, 3, 4))
    block = dict(card["pinn"])
    roles = block.pop("roles")
    page.section("The model")
    page.table(("Predictor", "Kind", "Range it is used in"), [
        (factor["name"], factor["kind"], ", ".join(map(str, factor["classes"])) if factor["kind"] == "category" else
         f"{factor['low']:.4g} to {factor['high']:.4g}") for factor in card["factors"]])
    settings = [(SETTINGS.get(name, name.replace("_", " ")), " to ".join(f"{each:.4g}" for each in value)
                 if isinstance(value, list) else value) for name, value in {**card["training"], **block}.items()
                if name != "reference_area" or roles["area"]]
    factor = roles["pga_factor"]
    page.table(("Setting", "Value"), [*settings, ("PGA in g is the column times", f"{factor:.4g}")]
               + [(f"column of {name.replace('_', ' ')}", ", ".join(value) if isinstance(value, list) else value)
                  for name, value in roles.items() if value != "" and name != "pga_factor"])
    if command:
        page.section("How to repeat this")
        page.code(command)
    return page.render()

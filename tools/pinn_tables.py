"""Put what was measured into the tables of docs/pinn.md: ``python tools/pinn_tables.py``.

The numbers come from pinn_honesty.json and pinn_wenchuan.json, which the commands named on that page write.
"""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STUDIES = ROOT / "studies"
PAGE = ROOT / "docs" / "pinn.md"
QUANTITIES = {"log_c_over_t": "ln c/t", "friction": "phi, deg", "log_safety": "ln FS", "critical": "a_c, g",
              "probability": "p"}


def honesty() -> str:
    """Give the table of the synthetic worlds."""
    worlds = json.loads((STUDIES / "pinn_honesty.json").read_text(encoding="utf-8"))["worlds"]
    lines = ["| world | AUC (of the truth) | " + " | ".join(f"r {name}" for name in QUANTITIES.values()) + " |",
             "| --- |" + " --- |" * (len(QUANTITIES) + 1)]
    for world, found in worlds.items():
        cells = [f"{found['auc'][0]:.2f} ({found['auc_of_truth'][0]:.2f})"]
        cells += ["{:.2f} ({:.2f} to {:.2f})".format(*found[name]["r"]) for name in QUANTITIES]
        lines.append(f"| {world} | " + " | ".join(cells) + " |")
    lines += ["", "| world | bias: " + " | bias: ".join(QUANTITIES.values()) + " |",
              "| --- |" + " --- |" * len(QUANTITIES)]
    for world, found in worlds.items():
        cells = [f"{found[name]['bias'][0]:+.2f} (sd {found[name]['sd_true'][0]:.2f})" for name in QUANTITIES]
        lines.append(f"| {world} | " + " | ".join(cells) + " |")
    lines += ["", "| world | within p05 to p95: " + " | within: ".join(QUANTITIES.values()) + " |",
              "| --- |" + " --- |" * len(QUANTITIES)]
    for world, found in worlds.items():
        lines.append(f"| {world} | " + " | ".join(f"{100 * found[name]['covered'][0]:.0f} %" for name in QUANTITIES)
                     + " |")
    return "\n".join(lines)


def wenchuan() -> str:
    """Give the table of the comparison."""
    methods = json.loads((STUDIES / "pinn_wenchuan.json").read_text(encoding="utf-8"))["methods"]
    splits = ["random", *sorted({split for found in methods.values() for split in found} - {"random"})]
    lines = ["| method | " + " | ".join(f"AUC, {split}" for split in splits) + " | Brier, " + splits[-1] + " |",
             "| --- |" + " --- |" * (len(splits) + 1)]
    for method, found in methods.items():
        cells = ["{:.3f} ({:.3f} to {:.3f})".format(found[split]["auc"], *found[split]["auc_interval"])
                 if split in found else "" for split in splits]
        brier = f"{found[splits[-1]]['brier']:.3f}" if splits[-1] in found else ""
        lines.append(f"| {method} | " + " | ".join(cells) + f" | {brier} |")
    differences = json.loads((STUDIES / "pinn_wenchuan.json").read_text(encoding="utf-8"))["differences"]
    lines += ["", "| difference of AUC, blocks resampled for both alike | " + " | ".join(differences) + " |",
              "| --- |" + " --- |" * len(differences)]
    for pair in next(iter(differences.values())):
        lines.append(f"| {pair} | " + " | ".join("{:+.3f} ({:+.3f} to {:+.3f})".format(*found[pair])
                                                 for found in differences.values()) + " |")
    return "\n".join(lines)


TABLES = {"honesty": honesty, "wenchuan": wenchuan}


def filled(text: str) -> str:
    """Give the page with its tables as the numbers are now."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: written by tools/pinn_tables.py -->", f"<!-- end of {name} -->"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{table()}\n{end}{rest.split(end)[1]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

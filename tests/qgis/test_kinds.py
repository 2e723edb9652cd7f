"""Kinds of network: what each one says it has is there."""

from __future__ import annotations

import importlib.util

import pytest
from qgis.core import QgsApplication
from scarp.engine.networks.card import Section
from scarp.engine.networks.kinds import BY_PARAMETER, KINDS, PREDICTORS


def algorithm(identifier):
    return QgsApplication.processingRegistry().algorithmById(identifier)


def names(identifier):
    return {each.name() for each in algorithm(identifier).parameterDefinitions()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_its_algorithms_are_there(plugin, kind):
    assert "MODEL_OUT" in names(kind.train)
    given = names(kind.predict)
    assert "MODEL" in given
    assert kind.tables == ({"INPUT", "OUTPUT"} <= given)
    assert kind.shaking == ({"PGA", "PGA_VALUE", "PGA_UNIT"} <= given)
    assert set(kind.mapped) <= given


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_full_analysis_takes_it(plugin, kind):
    full = algorithm("scarp:fullanalysis")
    assert bool(kind.parameter) == bool(kind.mapped) == bool(kind.stage)
    assert not kind.parameter or full.parameterDefinition(kind.parameter) is not None
    assert not kind.result or full.outputDefinition(kind.result) is not None


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_it_has_a_section_a_graph_and_a_training(kind, root):
    assert issubclass(kind.section, Section)
    assert {tensor.name for tensor in (*kind.inputs, *kind.outputs)}
    assert len({tensor.name for tensor in kind.inputs}) == len(kind.inputs)
    assert len({tensor.name for tensor in kind.outputs}) == len(kind.outputs)
    assert kind.caveats
    assert (root / "training" / kind.id / "job.py").is_file()
    assert importlib.util.find_spec(f"scarp.engine.networks.{kind.id}") is not None


def test_nothing_is_shared_by_two_kinds():
    kinds = list(KINDS.values())
    assert list(KINDS) == [kind.id for kind in kinds]
    for values in ([kind.train for kind in kinds], PREDICTORS, [kind.title for kind in kinds],
                   [each.file_name for kind in kinds for each in kind.maps.values()]):
        assert len(set(values)) == len(values)
    assert set(BY_PARAMETER) == {"MODEL", "PINN_MODEL", "SUSCEPTIBILITY_MODEL"}


def test_no_question_of_kind_is_asked_elsewhere(root):
    """The names of kinds stand in their own modules and folders, and in studies of one of them."""
    asked = [f"{path.relative_to(root)}" for folder in ("engine", "algorithms", "ui")
             for path in (root / folder).rglob("*.py") for kind in KINDS
             if f'== "{kind}"' in path.read_text(encoding="utf-8") or f'"{kind}":' in path.read_text(encoding="utf-8")]
    assert asked == ["engine/networks/card_reader.py"] * 2      # what the cards of 0.1 were

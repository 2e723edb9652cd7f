"""What holds for every algorithm: names, help, defaults, pages, styles, use in models and on worker threads."""

from __future__ import annotations

import importlib.util
import json

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QUrl
from scarp.engine.grid import read_array
from scarp.engine.outputs import maps_of

ADVANCED = QgsProcessingParameterDefinition.FlagAdvanced
OPTIONAL = QgsProcessingParameterDefinition.FlagOptional


@pytest.fixture(scope="module")
def algorithms(plugin):
    return {algorithm.name(): algorithm for algorithm in plugin.provider.algorithms()
            if not isinstance(algorithm, QgsProcessingModelAlgorithm)}


@pytest.fixture(scope="module")
def interface(root):
    spec = importlib.util.spec_from_file_location("scarp_interface", root / "tools" / "interface.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_published_name_is_gone_and_every_new_one_is_pinned(plugin, interface):
    """Saved models, scripts and tables rely on names of parameters, options, outputs and columns."""
    pinned, found = json.loads(interface.PIN.read_text(encoding="utf-8")), interface.present(plugin.provider)
    assert interface.missing(pinned, found) == []
    assert interface.missing(found, pinned) == [], "run tools/interface.py"


def test_a_name_that_is_gone_would_be_seen(interface):
    pinned = {"algorithms": {"newmark": {"inputs": {"DEM": [], "PGA_UNIT": ["g", "m/s2"]}, "outputs": ["FOS"]}}}
    found = {"algorithms": {"newmark": {"inputs": {"PGA_UNIT": ["g"]}, "outputs": []}}}
    assert interface.missing(pinned, found) == ["/algorithms/newmark/inputs/DEM",
                                                "/algorithms/newmark/inputs/PGA_UNIT: m/s2",
                                                "/algorithms/newmark/outputs: FOS"]


def test_no_name_is_given_twice(algorithms):
    """QGIS drops the second one silently, so the algorithm is asked what it adds."""
    for algorithm in algorithms.values():
        added = []
        twin = type(algorithm)()
        twin.addParameter = lambda parameter, *rest, added=added: added.append(parameter.name()) or True
        twin.addOutput = lambda output, added=added: added.append(output.name()) or True
        twin.define()
        assert len(added) == len(set(added)), algorithm.name()
        assert all(name == name.upper() for name in added)


def test_the_first_output_alone_is_made_by_default(algorithms):
    for algorithm in algorithms.values():
        made = [d.createByDefault() for d in algorithm.destinationParameterDefinitions()]
        needed = [d.name() for d in algorithm.destinationParameterDefinitions() if not d.flags() & OPTIONAL]
        assert made == [True] + [False] * (len(made) - 1), algorithm.name()
        assert needed in ([], ["FOLDER"]), algorithm.name()


def test_raster_outputs_are_those_of_the_table_of_maps(algorithms):
    for name, algorithm in algorithms.items():
        rasters = [each.name() for each in algorithm.destinationParameterDefinitions()
                   if isinstance(each, QgsProcessingParameterRasterDestination)]
        assert rasters == list(maps_of(name)), name


def test_everything_is_explained(algorithms):
    for algorithm in algorithms.values():
        assert len(algorithm.shortHelpString()) > 200
        assert algorithm.shortDescription()
        assert QUrl(algorithm.helpUrl()).toLocalFile().rpartition(".")[0].endswith(f"/algorithms/{algorithm.name()}")
        assert algorithm.group()
        for parameter in algorithm.parameterDefinitions():
            assert len(parameter.help()) > 10, (algorithm.name(), parameter.name())
            if isinstance(parameter, QgsProcessingParameterEnum):
                assert parameter.usesStaticStrings()
                assert all(f"{option}: " in parameter.help() for option in parameter.options()), parameter.name()


def test_the_basic_form_is_short(algorithms):
    for algorithm in algorithms.values():
        basic = [d.name() for d in algorithm.parameterDefinitions() if not (d.isDestination() or d.flags() & ADVANCED)]
        assert len(basic) <= 12, (algorithm.name(), basic)


def test_pages_say_what_the_algorithms_say(algorithms, root):
    spec = importlib.util.spec_from_file_location("scarp_docs_tables", root / "tools" / "docs_tables.py")
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    for name, algorithm in algorithms.items():
        page = (root / "docs" / "algorithms" / f"{name}.md").read_text(encoding="utf-8")
        assert tables.refreshed(page, algorithm) == page, f"run tools/docs_tables.py for {name}"


def test_a_model_passes_maps_and_numbers_on(plugin, basin, plane, csv, soil_row, tmp_path):
    model = QgsProcessingModelAlgorithm("model", "test")
    model.addModelParameter(QgsProcessingParameterRasterLayer("DEM", "DEM"), QgsProcessingModelParameter("DEM"))
    source = QgsProcessingModelChildParameterSource
    chain = {
        "thickness": ("scarp:soilthickness", {
            "DEM": source.fromModelParameter("DEM"), "METHOD": source.fromStaticValue("z"),
            "H_MIN": source.fromStaticValue(0.5), "H_MAX": source.fromStaticValue(2.0)}),
        "safety": ("scarp:factorofsafety", {
            "DEM": source.fromModelParameter("DEM"), "THICKNESS": source.fromChildOutput("thickness", "THICKNESS"),
            "SOIL_TABLE": source.fromStaticValue(str(csv("soil", soil_row()))),
            "RAIN_INTENSITY": source.fromExpression("2 * 5"), "DURATION": source.fromStaticValue(3)}),
    }
    children = {}
    for name, (algorithm, sources) in chain.items():
        children[name] = QgsProcessingModelChildAlgorithm(algorithm)
        children[name].setChildId(name)
        for parameter, value in sources.items():
            children[name].addParameterSources(parameter, [value])
    output = QgsProcessingModelOutput("fos")
    output.setChildId("safety")
    output.setChildOutputName("FOS")
    children["safety"].setModelOutputs({"fos": output})
    for child in children.values():
        model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    target = tmp_path / "fos.tif"
    results, ok = model.run({"DEM": str(basin("dem", plane(35.0))), "safety:fos": str(target)}, QgsProcessingContext(),
                            QgsProcessingFeedback())
    assert ok
    assert results["CHILD_RESULTS"]["safety"]["MIN_FOS"] == pytest.approx(read_array(str(target)).min(), rel=1e-6)


def test_a_worker_thread_gives_the_same(plugin, basin, plane, tmp_path):
    """As QGIS Desktop runs it; its task skips the check of parameters, so that the run itself must refuse."""
    dem, context, feedback = str(basin("dem", plane(33.0))), QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:terrainfactors")
    done = []
    task = QgsProcessingAlgRunnerTask(algorithm, {"DEM": dem, "SLOPE": str(tmp_path / "s.tif")}, context, feedback)
    task.executed.connect(lambda ok, results: done.append((ok, results)))
    QgsApplication.taskManager().addTask(task)
    while not done:
        QgsApplication.processEvents()
    assert done[0][0]
    assert read_array(done[0][1]["SLOPE"]) == pytest.approx(33.0, abs=1e-3)
    refused = QgsProcessingAlgRunnerTask(algorithm, {"DEM": dem, "SLOPES": "x.tif"}, context, feedback)
    assert refused.isCanceled()
    assert "Did you mean SLOPE?" in feedback.textLog()


def test_layers_are_styled_when_loaded(plugin, basin, csv, soil_row, tmp_path):
    project, context = QgsProject(), QgsProcessingContext()
    names = ("POF", "BETA", "FOS", "STATUS", "WETTING_FRONT_OUT")
    given = {"SLOPE": str(basin("slope", [[0.5, 20.0, 30.0, 40.0, 50.0, 86.0]])), "RAIN_INTENSITY": 15, "DURATION": 6,
             "SOIL_TABLE": str(csv("soil", soil_row(cohesion_kpa_cov=0.3, cohesion_kpa_dist="lognormal"))),
             "TIMES": "3; 6"}
    for name in names:
        given[name] = QgsProcessingOutputLayerDefinition(str(tmp_path / f"{name}.tif"), project)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("scarp:probabilityoffailure")
    results, ok = algorithm.run(given, context, QgsProcessingFeedback())
    assert ok
    layers = {}
    for name in names:
        details = context.layerToLoadOnCompletionDetails(results[name])
        layers[name] = QgsRasterLayer(results[name], "loaded")
        details.postProcessor().postProcessLayer(layers[name], context, QgsProcessingFeedback())
    pof, shown = layers["POF"], layers["POF"].renderer()
    assert pof.name() == "Probability of failure - 6 h"
    assert shown.band() == 2
    items = shown.shader().rasterShaderFunction().colorRampItemList()
    assert [item.value for item in items][:4] == [0.0013, 0.023, 0.16, 0.5]
    assert [item.color.name().upper() for item in items] == ["#FFFBE0", "#E9C46A", "#DC7414", "#A3223A", "#4F0A3C"]
    assert [item.label for item in items][-2:] == ["0.16 to 0.5", "> 0.5"]
    assert "Linear 0 to 1" in pof.styleManager().styles()
    safety = layers["FOS"].renderer().shader().rasterShaderFunction().colorRampItemList()
    assert [item.value for item in safety][:4] == [0.75, 1.0, 1.25, 1.5]
    assert {c.label for c in layers["STATUS"].renderer().classes()} >= {"Flat", "Dry", "Too steep"}
    water = layers["WETTING_FRONT_OUT"].renderer().shader().rasterShaderFunction().colorRampItemList()
    assert len(water) == 5
    assert all(item.label.endswith(" m") for item in water)
    assert len({layers["BETA"].renderer().type(), shown.type()}) == 1
    layers.clear()


def test_numbers_reach_models(algorithms):
    """What is promised as a number is declared as one, since models are offered nothing else."""
    for name, numbers in {"wettingfront": {"RAIN_TOTAL", "MASS_ERROR"}, "factorofsafety": {"MIN_FOS", "UNSTABLE_SHARE"},
                          "probabilityoffailure": {"MAX_POF", "UNSTABLE_SHARE", "NOT_CONVERGED"},
                          "calibrate": {"AUC_BEFORE", "AUC_AFTER"},
                          "evaluate": {"AUC", "PR_AUC", "PRECISION_AT_80", "BRIER"}}.items():
        assert numbers == {each.name() for each in algorithms[name].outputDefinitions()
                           if isinstance(each, QgsProcessingOutputNumber)}, name

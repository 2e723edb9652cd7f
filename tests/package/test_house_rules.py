"""The rules of the house that a machine can check, read from the syntax tree of all that is shipped."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

FORBIDDEN_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "subprocess", "pty", "telnetlib", "ftplib",
                     "socket", "requests", "urllib", "http"}
FORBIDDEN_CALLS = {"exec", "eval", "compile", "__import__", "os.system", "os.popen"}
HEAVY_MODULES = ("qgis", "PyQt5", "PyQt6", "cv2", "onnxruntime", "torch", "pyflwdir", "numba", "sklearn", "matplotlib",
                 "mapclassify")
SECRET = re.compile(r"\b[0-9a-fA-F]{32,}\b")


def imports(tree, outermost=False):
    """Yield (module, level, line) of every import; only those run on import with `outermost`."""
    nodes = tree.body if outermost else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((name.name, 0, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.level, node.lineno


@pytest.fixture(scope="module")
def sources(build, root):
    """Syntax tree by path for every Python file that is shipped; newer syntax than that of Python 3.9 is an error."""
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
            for path in build.shipped() if path.suffix == ".py"}


def faults(sources, find):
    """Gather ``file:line`` of whatever `find` yields line numbers for."""
    return [f"{name}:{line}" for name, tree in sources.items() for line in find(name, tree)]


def test_the_scan_of_the_plugin_site_finds_nothing(sources):
    def find(name, tree):
        for node in ast.walk(tree):
            silent = isinstance(node, ast.ExceptHandler) and all(isinstance(line, (ast.Pass, ast.Continue))
                                                                 for line in node.body)
            called = isinstance(node, ast.Call) and ast.unparse(node.func) in FORBIDDEN_CALLS
            secret = isinstance(node, ast.Constant) and isinstance(node.value, str) and SECRET.search(node.value)
            if isinstance(node, ast.Assert) or silent or called or secret:
                yield node.lineno
        yield from (line for module, level, line in imports(tree)
                    if not level and module.split(".")[0] in FORBIDDEN_MODULES)

    assert faults(sources, find) == []


def test_shipped_text_holds_nothing_like_a_secret(build):
    texts = [path for path in build.shipped() if path.suffix in {".json", ".csv", ".qml", ".model3", ".md", ".ui"}]
    assert [path.name for path in texts if SECRET.search(path.read_text(encoding="utf-8"))] == []


def test_imports_are_relative(sources):
    assert faults(sources, lambda name, tree: (line for module, level, line in imports(tree)
                                               if not level and module.split(".")[0] == "scarp")) == []


def test_qt_comes_through_qgis(sources):
    assert faults(sources, lambda name, tree: (line for module, level, line in imports(tree)
                                               if not level and module.startswith("PyQt"))) == []


def test_arrows_point_down(sources):
    shell = {"compat", "paths", "settings", "translate", "plugin"}
    above = {"engine": {"algorithms", "ui", *shell}, "algorithms": {"ui", "plugin"}}

    def find(name, tree):
        folder, *rest = name.split("/")
        for module, level, line in imports(tree):
            if level == len(rest) + 1 and module.split(".")[0] in above.get(folder, ()):
                yield line

    assert faults(sources, find) == []


def test_gdal_lives_in_grid_alone(sources):
    assert faults(sources, lambda name, tree: (
        line for module, level, line in imports(tree)
        if name.startswith("engine/") and not name.startswith("engine/grid/")
        and module.split(".")[0] in ("osgeo", "gdal"))) == []


def test_zip_has_no_strict(sources):
    """It came with Python 3.10."""
    assert faults(sources, lambda name, tree: (
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip"
        and any(word.arg == "strict" for word in node.keywords))) == []


def test_annotations_are_not_evaluated(sources):
    """``X | None`` in an annotation fails on Python 3.9 unless annotations stay text."""
    assert [name for name, tree in sources.items() if any(isinstance(node, ast.BinOp) for hint in ast.walk(tree)
            for node in ast.walk(getattr(hint, "annotation", None) or getattr(hint, "returns", None) or ast.Pass()))
            and not any(module == "__future__" for module, _, _ in imports(tree))] == []


def test_training_needs_no_gdal(build, root, sources):
    """The Python that trains need not be that of QGIS: what training uses of the engine comes without GDAL."""
    used = set()
    for name, tree in sources.items():
        depth = name.count("/") + 1
        for node in ast.walk(tree) if name.startswith("training/") else ():
            if isinstance(node, ast.ImportFrom) and node.level == depth and (node.module or "").startswith("engine"):
                path = node.module.replace(".", "/")
                used |= {f"{node.module}.{each.name}" for each in node.names if f"{path}/{each.name}.py" in sources}
                used |= {node.module}
    code = ("import sys, importlib\nsys.modules['osgeo'] = None\n"
            f"for name in {sorted(used)!r}: importlib.import_module('scarp.' + name)")
    build.make_link(build.PLUGINS / "scarp")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root,
                          env={**build.clean_environment(), "PYTHONPATH": str(build.PLUGINS)})
    assert len(used) > 5
    assert done.returncode == 0, done.stderr


def test_engine_is_light(build, root, sources):
    """Importing every engine module brings no QGIS, no Qt and none of the packages users may lack."""
    modules = ["scarp." + name[:-3].replace("/", ".").replace(".__init__", "") for name in sources
               if name.startswith("engine/")]
    code = (f"import sys, importlib\nfor name in {modules!r}: importlib.import_module(name)\n"
            f"print(*sorted(set({HEAVY_MODULES!r}) & set(sys.modules)))")
    build.make_link(build.PLUGINS / "scarp")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root,
                          env={**build.clean_environment(), "PYTHONPATH": str(build.PLUGINS)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_reliability_knows_no_soil(sources):
    """Limit states own their random variables; what is generic names none of them, and imports nothing that does."""
    from scarp.engine.quantities import QUANTITIES

    generic = {name: tree for name, tree in sources.items() if name.startswith("engine/reliability/")}
    assert len(generic) > 10
    words = re.compile("|".join([*QUANTITIES, "QUANTITIES", "VARIABLES"]))
    assert [name for name, tree in generic.items() if words.search(ast.unparse(tree))] == []
    assert [(name, module) for name, tree in generic.items() for module, level, _ in imports(tree)
            if level == 2 and module != "errors"] == []

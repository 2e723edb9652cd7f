"""Outputs come together or not at all, also where the run is killed between two of its moves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from scarp.engine import commit as outputs
from scarp.engine.commit import JOURNAL, Move, beside, commit, recover
from scarp.engine.errors import InputError, ResourceError

NAMES = ("a.txt", "b.txt", "c.txt")


def made(folder, words, names=NAMES):
    """Give moves of files in the making that hold `words`."""
    moves = []
    for name in names:
        temporary = beside(str(folder / name))
        Path(temporary).write_text(words)
        moves.append(Move(temporary, str(folder / name), name[0].upper()))
    return moves


def held(folder):
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.is_file()}


def test_all_are_moved_and_nothing_else_is_left(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "a.txt.aux.xml").write_text("statistics of the old one")
    commit(made(tmp_path, "new"))
    assert held(tmp_path) == dict.fromkeys(NAMES, "new")


def test_a_path_always_has_a_file(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old")
    seen, really = [], os.replace

    def watch(source, target):
        seen.append((tmp_path / "a.txt").read_text())
        really(source, target)

    monkeypatch.setattr(os, "replace", watch)
    commit(made(tmp_path, "new", ["a.txt"]))
    assert seen == ["old"]


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_half_way_puts_everything_back(tmp_path, monkeypatch, fault, links):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "c.txt").write_text("old")
    before, really = held(tmp_path), os.replace

    def locked(source, target):
        if os.path.basename(target) == fault and not source.endswith(".former"):
            raise PermissionError(13, "held by another program")
        really(source, target)

    def none(*_):
        raise OSError(95, "no hard links")

    monkeypatch.setattr(os, "replace", locked)
    if not links:
        monkeypatch.setattr(os, "link", none)
    moves = made(tmp_path, "new")
    with pytest.raises(InputError, match=rf"{fault[0].upper()}: '.*{fault}' cannot be written.*Close programs"):
        commit(moves)
    for move in moves:
        if os.path.exists(move.temporary):
            os.remove(move.temporary)
    assert held(tmp_path) == before


def test_what_cannot_be_put_back_is_named(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old")
    really, calls = os.replace, []

    def breaks(source, target):
        calls.append(source)
        if len(calls) > 1:
            raise OSError(5, "Input/output error")
        really(source, target)

    monkeypatch.setattr(os, "replace", breaks)
    with pytest.raises(ResourceError, match=r"What was there before is kept as .*\.former"):
        commit(made(tmp_path, "new"))
    assert "old" in held(tmp_path).values()


@pytest.mark.parametrize(("name", "words"), [("folder", "is a folder"), ("mine.txt", "is read-only"),
                                             ("x" * 252 + ".txt", "is too long"), ("none/x.txt", "there is no folder")])
def test_what_is_not_replaced(tmp_path, name, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "mine.txt").chmod(0o444)
    move, *_ = made(tmp_path, "new", ["a.txt"])
    with pytest.raises(InputError, match=words):
        commit([move, Move(move.temporary, str(tmp_path / name), "OUTPUT")])
    os.remove(move.temporary)
    assert held(tmp_path) == {"mine.txt": "mine"}
    assert (tmp_path / "folder").is_dir()


def test_a_name_as_long_as_names_can_be(tmp_path):
    name = "x" * 251 + ".txt"
    (tmp_path / name).write_text("old")
    commit(made(tmp_path, "new", [name]))
    assert held(tmp_path) == {name: "new"}


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "real.txt").write_text("old")
    (tmp_path / "a.txt").symlink_to(tmp_path / "store" / "real.txt")
    commit(made(tmp_path, "new", ["a.txt"]))
    assert (tmp_path / "a.txt").is_symlink()
    assert (tmp_path / "store" / "real.txt").read_text() == "new"
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "store"]


KILLED = textwrap.dedent("""
    import json, os, sys
    sys.path.insert(0, sys.argv[1])
    from scarp.engine.commit import Move, commit
    folder, last, links = sys.argv[2], int(sys.argv[3]), sys.argv[4] == "links"
    count = 0

    def counted(function):
        def call(*arguments):
            global count
            count += 1
            if count == last:
                os._exit(9)
            return function(*arguments)
        return call

    if not links:
        def none(*_):
            raise OSError(95, "no hard links")
        os.link = none
    for name in ("open", "write", "fsync", "ftruncate", "replace", "remove") + (("link",) if links else ()):
        setattr(os, name, counted(getattr(os, name)))
    try:
        commit([Move(*move) for move in json.loads(sys.argv[5])])
    finally:
        print(count)
    """)


def killed(folder, last, links, moves, plugins):
    words = [str(plugins), str(folder), str(last), "links" if links else "none", json.dumps(moves)]
    return subprocess.run([sys.executable, "-c", KILLED, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("links", [True, False])
def test_killed_at_any_call_the_next_run_settles_it(tmp_path, build, links):
    build.make_link(build.PLUGINS / "scarp")
    old = {"a.txt": "old", "c.txt": "old"}
    outcomes, last = [], 0
    while True:
        last += 1
        folder = tmp_path / str(last)
        folder.mkdir()
        for name, words in old.items():
            (folder / name).write_text(words)
        moves = made(folder, "the new one")
        done = killed(folder, last, links, moves, build.PLUGINS)
        if done.returncode == 0:
            break
        assert done.returncode == 9, done.stderr
        now = held(folder)
        if links:
            assert set(old) <= set(now)
        recover(str(folder))
        for move in moves:       # made by this process, which goes on
            if os.path.exists(move.temporary):
                os.remove(move.temporary)
        outcomes.append(held(folder))
        assert outcomes[-1] in (old, dict.fromkeys(NAMES, "the new one")), last
    assert last > 10
    assert old in outcomes
    assert outcomes[-1] == dict.fromkeys(NAMES, "the new one")


def test_what_was_written_since_a_run_was_killed_stays(tmp_path, build):
    build.make_link(build.PLUGINS / "scarp")
    for last in range(1, 30):
        folder = tmp_path / str(last)
        folder.mkdir()
        (folder / "c.txt").write_text("old")
        if killed(folder, last, True, made(folder, "new"), build.PLUGINS).returncode == 0:
            break
        (folder / "c.txt").write_text("mine, written later")
        recover(str(folder))
        assert (folder / "c.txt").read_text() == "mine, written later", last


def test_a_journal_of_nonsense_is_passed_over(tmp_path):
    for text in ("", "{", "[]\n", '{"moves": 3}\n', "\0" * 100 + "\n"):
        (tmp_path / JOURNAL).write_text(text)
        recover(str(tmp_path))
        assert held(tmp_path) == {}


def test_a_journal_moves_no_files_that_no_run_made(tmp_path):
    (tmp_path / "here").mkdir()
    for name in ("theirs.txt", "here/mine.txt"):
        (tmp_path / name).write_text(name)
    here, theirs = str(tmp_path / "here" / "mine.txt"), str(tmp_path / "theirs.txt")
    good = {"temporary": str(tmp_path / "here" / ".scarp-1.txt"), "target": here, "size": 1, "before": None,
            "former": str(tmp_path / "here" / ".scarp-1.former")}
    for change in ({"target": theirs}, {"temporary": theirs, "size": 10}, {"former": theirs}):
        text = json.dumps({"moves": [{**good, **change}], "leftovers": []})
        (tmp_path / "here" / JOURNAL).write_text(text + "\n")
        recover(str(tmp_path / "here"))
    (tmp_path / "here" / JOURNAL).write_text(json.dumps({"moves": [], "leftovers": [theirs]}) + "\n")
    recover(str(tmp_path / "here"))
    assert held(tmp_path) == {"theirs.txt": "theirs.txt"}
    assert held(tmp_path / "here") == {"mine.txt": "here/mine.txt"}


def test_runs_at_once_do_not_mix(tmp_path):
    def work(number):
        for turn in range(20):
            commit(made(tmp_path, f"{number}-{turn}"))
            with lock:
                now = held(tmp_path)
                seen.append(len({now.get(name) for name in NAMES}))

    seen, lock = [], threading.Lock()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    now = held(tmp_path)
    assert set(now) == set(NAMES)
    assert len(set(now.values())) == 1
    assert len(seen) == 60


def test_what_a_run_that_is_no_more_had_in_the_making_goes(tmp_path, build):
    build.make_link(build.PLUGINS / "scarp")
    code = ("import sys, os; sys.path.insert(0, sys.argv[1]); from scarp.engine.commit import beside\n"
            "open(beside(sys.argv[2]), 'w').close(); os.mkdir(beside(sys.argv[2], '.part')); os._exit(9)")
    subprocess.run([sys.executable, "-c", code, str(build.PLUGINS), str(tmp_path / "a.txt")], check=False)
    assert len(list(tmp_path.iterdir())) == 2
    Path(beside(str(tmp_path / "a.txt"))).write_text("of a run that goes on")
    recover(str(tmp_path))
    assert list(held(tmp_path).values()) == ["of a run that goes on"]
    assert len(list(tmp_path.iterdir())) == 1


def test_what_comes_last_undoes_the_moves_where_it_fails(tmp_path):
    (tmp_path / "a.txt").write_text("old")

    def refused():
        raise ResourceError("the database said no")

    with pytest.raises(ResourceError, match="the database said no"):
        commit(made(tmp_path, "new", ["a.txt", "b.txt"]), last=refused)
    assert held(tmp_path) == {"a.txt": "old"}


def test_messages_do_not_name_files_in_the_making():
    hidden = beside("/maps/a.tif")
    assert outputs.plain(f"A: `{hidden}' is cut short") == "A: `' is cut short"
    assert outputs.plain(f"A: '{beside('/maps/a', '.part')}/a.gpkg' is no database") == "A: 'a.gpkg' is no database"


def test_a_run_that_holds_the_folder_is_waited_for_and_then_named(tmp_path, monkeypatch):
    monkeypatch.setattr(outputs, "PATIENCE_SECONDS", 0.2)
    with outputs._held(str(tmp_path), "X"):
        recover(str(tmp_path))
        with pytest.raises(ResourceError, match="A: another run is writing to"):
            commit(made(tmp_path, "new"))
    commit(made(tmp_path, "newer"))
    assert {held(tmp_path)[name] for name in NAMES} == {"newer"}

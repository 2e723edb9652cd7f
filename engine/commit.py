"""Outputs come all or not at all: files made beside their places are moved there together.

A small journal lies beside the outputs while they are moved. It is the lock that keeps two runs apart, and it tells the
next run how to finish what a killed one left half done. Every file stands at its path before, while and after it is
replaced, wherever the file system knows hard links.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import platform
import re
import shutil
import stat
import time
import uuid
from functools import lru_cache
from typing import Callable, Iterable, Iterator, NamedTuple, Sequence

from .errors import InputError, ResourceError

try:
    import fcntl
except ImportError:      # Windows
    fcntl = None
    import msvcrt

JOURNAL = ".scarp-outputs"
"""Name of the journal in each folder that outputs go to."""

MARK = ".scarp-"
"""How the names of all files in the making begin; short, as a target's own name may be as long as names can be."""

STALE = (".aux.xml", ".ovr", ".msk", "-wal", "-shm", "-journal")
"""What GDAL keeps beside a raster and SQLite beside a database; of the former file it would be taken for that of the
new one.
"""

PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.05
_LONGEST_NAME = 255
_UNLOCKABLE = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_UNDO = b"undo\n"
_HIDDEN_FOLDER = re.compile(r"(?:(?<=['\"`\s])[^\s'\"`]*[/\\])?\.scarp-[^/\\'\"`\s]*\.part[/\\]")
_HIDDEN_FILE = re.compile(r"(?:(?<=['\"`\s])[^\s'\"`]*[/\\])?\.scarp-[^/\\'\"`\s:]*")


class Move(NamedTuple):
    """A finished file and the place it goes to.

    Attributes
    ----------
    temporary, target : str
        On one file system.
    parameter : str
        What the user calls the output, for messages.
    """

    temporary: str
    target: str
    parameter: str = "OUTPUT"


def place(path: str) -> str:
    """Give the path a file is really written to: links are followed, so that a link stays one."""
    return os.path.realpath(os.path.abspath(os.fspath(path)))


def beside(path: str, ending: str | None = None) -> str:
    """Give a path for a file in the making, in the folder of `path` and with its ending, unless another is named."""
    folder, name = os.path.split(place(path))
    ending = os.path.splitext(name)[1] if ending is None else ending
    return os.path.join(folder, f"{MARK}{_machine()}-{os.getpid()}-{uuid.uuid4().hex[:8]}{ending}")


def check_target(parameter: str, path: str) -> None:
    """Check that a file can be made or replaced at `path`.

    Raises
    ------
    InputError
        It is a folder, it is read-only, its name is too long, or its folder is missing or cannot be written in.
    """
    target = place(path)
    folder, name = os.path.split(target)
    if len(os.fsencode(name)) > _LONGEST_NAME:
        raise InputError(parameter, f"the file name '{name[:40]}...' is too long ({len(os.fsencode(name))} bytes)",
                         f"Use {_LONGEST_NAME} at most.")
    if os.path.isdir(target):
        raise InputError(parameter, f"'{path}' is a folder", "Give the name of a file.")
    if not os.path.isdir(folder):
        raise InputError(parameter, f"there is no folder '{folder}'", "Make it, or choose another.")
    if not os.access(folder, os.W_OK):
        raise InputError(parameter, f"the folder '{folder}' cannot be written to", "Choose another.")
    if os.path.exists(target):
        mode = os.stat(target).st_mode
        if not stat.S_ISREG(mode):
            raise InputError(parameter, f"'{path}' is no ordinary file", "Choose another file name.")
        # An administrator may write anything; that the file is marked read-only is a wish all the same.
        if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
            raise InputError(parameter, f"'{path}' is read-only", "Make it writable, or choose another file name.")


def plain(text: str) -> str:
    """Take the names of files in the making out of a message: they are gone before anyone reads it."""
    return _HIDDEN_FILE.sub("", _HIDDEN_FOLDER.sub("", text))


def write_error(parameter: str, path: str, error: Exception) -> Exception:
    """Tell a full disk from a place that cannot be written; give what is to be raised."""
    folder = os.path.dirname(place(path))
    denied = isinstance(error, PermissionError) or getattr(error, "errno", None) == errno.EROFS
    if denied or not os.access(folder, os.W_OK):
        return InputError(parameter, f"'{path}' cannot be written",
                          "Close programs and layers that use it, or choose another folder.")
    said = getattr(error, "strerror", None) or str(error).strip().rstrip(".")
    return ResourceError(f"{parameter}: '{path}' could not be written; the disk may be full: {said}. "
                         "Free some space or choose another folder.")


def commit(moves: Iterable[Move], leftovers: Sequence[str] = (), last: Callable[[], None] | None = None) -> None:
    """Move all files to their places; on any fault none is moved.

    Parameters
    ----------
    moves : iterable of Move
        Finished and checked.
    leftovers : sequence of str
        Files in the making, and folders of them, that go when all is moved.
    last : callable, optional
        Does what cannot be put back, such as the transaction of a database, when all files are moved; if it raises,
        they are put back.

    Raises
    ------
    InputError
        A target cannot be replaced, for example because another program holds it.
    ResourceError
        The disk is full, or another run does not give the folder free.
    """
    moves = [Move(move.temporary, place(move.target), move.parameter) for move in moves]
    if not moves:
        if last is not None:
            last()
        _remove(leftovers)
        return
    for move in moves:
        check_target(move.parameter, move.target)
    with contextlib.ExitStack() as held:
        journals = [held.enter_context(_held(folder, moves[0].parameter))
                    for folder in sorted({os.path.dirname(move.target) for move in moves})]
        _commit(moves, leftovers, journals, last)


def recover(folder: str) -> None:
    """Finish or undo what a killed run left half done in a folder, and remove what it had in the making; nothing while
    another run is at it.
    """
    _sweep(place(folder))
    path = os.path.join(place(folder), JOURNAL)
    if not os.path.exists(path):
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        try:
            if _lock(handle):
                _finish_former(handle, place(folder))
                _forget(path, handle)
        finally:
            os.close(handle)


def _sweep(folder: str) -> None:
    """Remove what runs of this machine that are no more had in the making, unless a journal speaks of it."""
    if os.name != "posix" or os.path.exists(os.path.join(folder, JOURNAL)):
        return
    begin = f"{MARK}{_machine()}-"
    with contextlib.suppress(OSError):
        _remove([os.path.join(folder, name) for name in os.listdir(folder)
                 if name.startswith(begin) and not name.endswith(".former")
                 and not _alive(name[len(begin):].split("-")[0])])


def _alive(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError, OverflowError):
        return True
    return True


@lru_cache(maxsize=1)
def _machine() -> str:
    """Name this machine, and on it the space in which processes are numbered (a container has its own)."""
    space = ""
    with contextlib.suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")
    return hashlib.sha256(f"{platform.node()} {space}".encode("utf-8", "replace")).hexdigest()[:6]


# ---- moving ---------------------------------------------------------------------------------------------------------

def _commit(moves: Sequence[Move], leftovers: Sequence[str], journals: Sequence[int],
            last: Callable[[], None] | None) -> None:
    entries = [{"temporary": move.temporary, "target": move.target, "former": beside(move.target, ".former"),
                "size": os.path.getsize(move.temporary), "before": _state(move.target)} for move in moves]
    stale = [move.target + ending for move in moves for ending in STALE]
    record = {"moves": entries, "leftovers": [*stale, *leftovers]}
    current = moves[0]
    try:
        for journal in journals:
            _append(journal, json.dumps(record).encode("utf-8") + b"\n")
        for move, entry in zip(moves, entries):
            current = move
            _move(entry)
        if last is not None:
            last()
    except BaseException as error:
        kept = _undo(entries, journals)
        if isinstance(error, OSError):
            told = write_error(current.parameter, current.target, error)
            if kept:
                told = ResourceError(f"{told} What was there before is kept as {', '.join(kept)}.")
            raise told from error
        raise
    _clean(record)


def _move(entry: dict) -> None:
    if entry["before"] is not None:
        try:
            os.link(entry["target"], entry["former"])
        except OSError:      # no hard links here: for a moment no file is at the path
            os.replace(entry["target"], entry["former"])
    os.replace(entry["temporary"], entry["target"])


def _undo(entries: Sequence[dict], journals: Sequence[int]) -> list:
    """Put back what was moved; give what could not be put back."""
    for journal in journals:
        with contextlib.suppress(OSError):
            _append(journal, _UNDO)
    kept = []
    for entry in reversed(entries):
        moved = not os.path.exists(entry["temporary"])
        try:
            ours = moved and _size(entry["target"]) == entry["size"]
            if os.path.exists(entry["former"]):
                if ours or not os.path.exists(entry["target"]):
                    os.replace(entry["former"], entry["target"])
                else:
                    os.remove(entry["former"])
            elif ours and entry["before"] is None:
                os.remove(entry["target"])
        except OSError:
            kept.append(entry["former"])
    return kept


def _clean(record: dict) -> None:
    _remove([entry["former"] for entry in record["moves"]])
    _remove(record["leftovers"])


def _remove(paths: Iterable[str]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            if os.path.isdir(path) and os.path.basename(path).startswith(MARK):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.remove(path)


def _state(path: str) -> list | None:
    """Tell one state of a file from another."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _size(path: str) -> int:
    return os.path.getsize(path) if os.path.exists(path) else -1


# ---- what a killed run left -----------------------------------------------------------------------------------------

def _finish_former(handle: int, folder: str) -> None:
    """Finish what the journal of a killed run tells, or undo it where that run was undoing or a file is lost."""
    record, undoing = _read(_content(handle), folder)
    entries = record["moves"]
    waiting = [entry for entry in entries if _size(entry["temporary"]) == entry["size"]]
    whole = all(entry in waiting or not os.path.exists(entry["temporary"]) for entry in entries)
    try:
        if undoing or not whole:
            _undo(entries, ())
            waiting = []
        for entry in waiting:
            # What was written there since the run was killed is newer, and not ours.
            if _state(entry["target"]) in (entry["before"], None):
                if os.path.exists(entry["former"]):
                    os.replace(entry["temporary"], entry["target"])
                else:
                    _move(entry)
    except OSError:
        _undo(entries, ())
    _remove(entry["temporary"] for entry in entries)
    if whole and not undoing:
        _clean(record)


def _read(content: bytes, folder: str) -> tuple:
    """Read a journal: what it records, and whether that run was undoing. One that names files it cannot have made, or
    whose line is cut short (killed before the first move), records nothing.
    """
    first, whole, rest = content.partition(b"\n")
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, OSError):
        record = json.loads(first.decode("utf-8")) if whole else {}
        moves, leftovers = record["moves"], record["leftovers"]
        for entry in moves:
            home = os.path.dirname(entry["target"])
            other = os.path.join(home, JOURNAL)
            if not (os.path.samefile(home, folder) or _first_line(other) == first):
                raise ValueError(home)
            if not (_is_ours(entry["former"]) and _is_ours(entry["temporary"]) and entry["size"] >= 0
                    and "before" in entry):
                raise ValueError(entry)
        targets = {entry["target"] for entry in moves}
        if all(_is_ours(path) or any(path == target + ending for target in targets for ending in STALE)
               for path in leftovers):
            return record, bool(rest)
    return {"moves": [], "leftovers": []}, False


def _is_ours(path: str) -> bool:
    """Whether a file in the making, or one in a folder of them."""
    folder, name = os.path.split(path)
    return name.startswith(MARK) or os.path.basename(folder).startswith(MARK)


def _first_line(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.readline().rstrip(b"\n")
    except OSError:
        return b""


# ---- the journal ----------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def _held(folder: str, parameter: str) -> Iterator[int]:
    """Hold the journal of a folder, alone; what a killed run left there is settled first."""
    path, deadline = os.path.join(folder, JOURNAL), time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise write_error(parameter, path, error) from error
        try:
            if _lock(handle) and _same(handle, path):      # it may have been removed while we waited
                break
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        if time.monotonic() > deadline:
            raise ResourceError(f"{parameter}: another run is writing to '{folder}' and does not end. Wait for it, or "
                                "choose another folder.")
        time.sleep(_POLL_SECONDS)
    try:
        _finish_former(handle, folder)
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        yield handle
    finally:
        _forget(path, handle)
        os.close(handle)


def _forget(path: str, handle: int) -> None:
    """Empty and remove a journal that is held."""
    with contextlib.suppress(OSError):
        os.ftruncate(handle, 0)
    with contextlib.suppress(OSError):      # Windows removes no open file; an empty one says nothing
        os.remove(path)


def _lock(handle: int) -> bool:
    """Take a lock that ends with the process; False where another has it."""
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            os.lseek(handle, 1 << 30, os.SEEK_SET)      # far behind what is written, which stays readable
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
    except OSError as error:
        # A file system without locks: two runs at once are then told apart by their files alone.
        return error.errno in _UNLOCKABLE
    return True


def _same(handle: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except OSError:
        return False


def _content(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    parts = []
    while True:
        part = os.read(handle, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _append(handle: int, line: bytes) -> None:
    while line:
        line = line[os.write(handle, line):]
    os.fsync(handle)

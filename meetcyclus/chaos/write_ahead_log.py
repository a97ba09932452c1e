"""SQLite's write-ahead log: finding where the last commit ends, and cutting what lies behind it."""

from __future__ import annotations

import os
import random
import struct
from pathlib import Path

_HEADER, _FRAME_HEADER = 32, 24


def cut_uncommitted(log: Path, dice: random.Random) -> int:
    """Cut the log somewhere behind its last commit, in the middle of a frame as well; gives how much is gone."""
    size = log.stat().st_size
    safe = committed_size(log.read_bytes())
    kept = dice.randint(safe, size)
    os.truncate(log, kept)
    return size - kept


def committed_size(content: bytes) -> int:
    """How many bytes of the log are needed for everything that was committed.

    A frame of an older turn of the log carries other salts and ends the count.
    """
    if len(content) < _HEADER:
        return len(content)
    (page_size,) = struct.unpack(">I", content[8:12])
    salts = content[16:24]
    safe, at = _HEADER, _HEADER
    while at + _FRAME_HEADER + page_size <= len(content):
        frame = content[at : at + _FRAME_HEADER]
        if frame[8:16] != salts:
            break
        at += _FRAME_HEADER + page_size
        # The second number of a frame is the size of the database, in the last frame of a commit only.
        if struct.unpack(">I", frame[4:8])[0]:
            safe = at
    return safe

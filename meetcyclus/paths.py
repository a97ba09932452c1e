"""Where the parts beside the package stand: in the repository, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
PROGRAMMES = _PACKAGE / "programmes"


def project_root() -> Path:
    """The folder that holds flows, tasks, expectations and templates."""
    installed = _PACKAGE / "_project"
    return installed if installed.is_dir() else _PACKAGE.parent

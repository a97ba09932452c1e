"""Command line of the generator. Belongs here: arguments and where the files go."""

from __future__ import annotations

import argparse
from pathlib import Path

from .files import write_all
from .programme import programme_files

_DEFAULT = Path(__file__).resolve().parent.parent / "vlaamse_veerkracht"


def main() -> None:
    """Write the programme to its folder, or to the folder that is named."""
    parser = argparse.ArgumentParser(
        prog="python -m meetcyclus.programmes.generate_vlaamse_veerkracht",
        description="Write the programme vlaamse_veerkracht.",
    )
    parser.add_argument(
        "--out", type=Path, default=_DEFAULT, help="folder to write to (default: the committed programme)"
    )
    folder: Path = parser.parse_args().out
    files = programme_files()
    write_all(folder, files)
    print(f"{len(files)} files, {sum(len(text.encode()) for text in files.values()):,} bytes in {folder}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Runs every notebook of a folder over a result of `newsvane analyze`; fails where a cell fails.

    run_notebooks.py NOTEBOOKS RESULT
"""

import os
import pathlib
import sys

import nbformat
from nbclient import NotebookClient


def main() -> None:
    folder, result = map(pathlib.Path, sys.argv[1:3])
    os.environ["NEWSVANE_RESULT"] = str(result.resolve())
    notebooks = sorted(folder.glob("*.ipynb"))
    if not notebooks:
        sys.exit(f"no notebook in {folder}")
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
        shown = sum(len(cell.get("outputs", [])) for cell in notebook.cells if cell.cell_type == "code")
        print(f"{path}: {len(notebook.cells)} cells ran, {shown} outputs")


if __name__ == "__main__":
    main()

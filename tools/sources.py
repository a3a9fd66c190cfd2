#!/usr/bin/env python3
"""Print the files under a folder whose names end in a suffix, sorted, relative to the project."""
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
folder, suffix = sys.argv[1:3]
for path in sorted((root / folder).rglob("*" + suffix)):
    print(path.relative_to(root))

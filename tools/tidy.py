#!/usr/bin/env python3
"""Run clang-tidy over server/ with as many processes as there are cores.

usage: tidy.py BUILD      (BUILD holds compile_commands.json)

A file whose text, headers and settings have not changed since it last passed is skipped; what
passed is remembered in BUILD/tidy-passed.json.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
# What gcc knows and clang does not.
UNKNOWN = ["-extra-arg=-Wno-unknown-warning-option", "-extra-arg=-Wno-unused-command-line-argument"]


def fingerprint(path, seen):
    """Texts of the file and of all our headers that it reaches."""
    if path in seen or not path.is_file():
        return
    text = path.read_text()
    seen[path] = text
    for include in INCLUDE.findall(text):
        fingerprint(ROOT / "server" / include, seen)


def digest(path):
    seen = {}
    fingerprint(path, seen)
    settings = (ROOT / ".clang-tidy").read_text()
    text = settings + "".join(seen[p] for p in sorted(seen))
    return hashlib.sha256(text.encode()).hexdigest()


def run(build, path):
    result = subprocess.run(["clang-tidy", "-quiet", "-p", build, *UNKNOWN, str(path)],
                            capture_output=True, text=True, check=False)
    return path, result.returncode, result.stdout


def main():
    build = sys.argv[1]
    memory = pathlib.Path(build) / "tidy-passed.json"
    passed = set(json.loads(memory.read_text())) if memory.is_file() else set()
    files = {p: digest(p) for p in sorted((ROOT / "server").rglob("*.c"))}
    todo = [p for p in files if files[p] not in passed]
    good, bad = len(files) - len(todo), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, code, output in pool.map(lambda p: run(build, p), todo):
            if code == 0:
                good += 1
                passed.add(files[path])
            else:
                bad += 1
                print(output)
    memory.write_text(json.dumps(sorted(passed & set(files.values()))))
    print("CHECKS %d passed, %d failed" % (good, bad))
    return bad != 0


sys.exit(main())

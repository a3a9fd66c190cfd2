#!/usr/bin/env python3
"""Give every fuzz target its seeds and then some time, as many at once as there are cores.

usage: fuzz.py BUILD      (seconds for each: FUZZ_SECONDS, else 5)

What makes a target fail is kept in tests/artefacts: it becomes a seed in tests/fuzz/seeds.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = os.environ.get("FUZZ_SECONDS", "5")


def run(build, name):
    with tempfile.TemporaryDirectory() as corpus:
        return subprocess.run(
            [build / "tests/fuzz" / ("fuzz-" + name), "-max_total_time=" + SECONDS, "-timeout=10",
             "-rss_limit_mb=2048", "-artifact_prefix=%s/" % (ROOT / "tests/artefacts"),
             corpus, ROOT / "tests/fuzz/seeds" / name],
            capture_output=True, text=True, errors="replace", check=False)


def main():
    build = pathlib.Path(sys.argv[1])
    names = sorted(source.stem for source in (ROOT / "tests/fuzz").glob("*.c"))
    (ROOT / "tests/artefacts").mkdir(exist_ok=True)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, result in zip(names, pool.map(lambda name: run(build, name), names)):
            tried = re.search(r"Done (\d+) runs", result.stderr)
            if result.returncode or not tried or int(tried[1]) < 100:
                bad += 1
                said = [line for line in result.stderr.splitlines() if line[:1] not in "#\""]
                print("failed: %s\n%s" % (name, "\n".join(said[-200:])))
    print("CHECKS %d passed, %d failed" % (len(names) - bad, bad))
    return bad != 0 or not names


sys.exit(main())

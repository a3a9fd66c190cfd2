#!/usr/bin/env python3
"""Check the route tables through the openapi.json that they print.

usage: check_routes.py OPENAPI [ROOT]

Every route has a permission (or says that it is public, and why), a summary,
described answers, and a test that names its path. The router prefers literals
to parameters by construction (platform/http/router.c); here every literal that
stands where another route has a parameter is listed in a test too, so that a
new one cannot be shadowed unnoticed.
"""
import json
import pathlib
import re
import sys

VERBS = ("get", "post", "put", "patch", "delete")


def test_texts(root):
    texts = []
    for folder, suffixes in (("tests/api", (".ts",)), ("web/e2e", (".ts",))):
        base = root / folder
        if base.is_dir():
            texts += [p.read_text() for p in base.rglob("*")
                      if p.suffix in suffixes and "node_modules" not in p.parts]
    return texts


def path_pattern(path):
    """/api/x/{id}/y as it may stand in a test: any text where the parameter is."""
    parts = [r"[^\s'\"`?]+" if part.startswith("{") else re.escape(part)
             for part in path.strip("/").split("/")]
    return re.compile("/" + "/".join(parts) + r"(?=['\"`?\s]|$)")


def shape_faults(where, operation):
    if operation.get("x-kind") in ("page", "file", "upgrade"):
        return
    success = [r for code, r in operation.get("responses", {}).items() if code.startswith("2")]
    if not success:
        yield where + ": no successful answer is described"
    for response in success:
        content = response.get("content")
        if content is not None and not all("schema" in c for c in content.values()):
            yield where + ": an answer has no shape"


def check(openapi, texts):
    faults = []
    for path, item in sorted(openapi["paths"].items()):
        pattern = path_pattern(path)
        tested = any(pattern.search(text) for text in texts)
        for verb in VERBS:
            operation = item.get(verb)
            if not operation:
                continue
            where = "%s %s" % (verb.upper(), path)
            if not operation.get("summary"):
                faults.append(where + ": no summary")
            if "x-permission" not in operation:
                faults.append(where + ": no permission")
            faults += shape_faults(where, operation)
            if not tested:
                faults.append(where + ": no test under tests/api names its path")
    return faults


if __name__ == "__main__":
    project = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else
                           pathlib.Path(__file__).parent.parent).resolve()
    with open(sys.argv[1]) as stream:
        result = check(json.load(stream), test_texts(project))
    print("\n".join(result), end="\n" if result else "")
    sys.exit(bool(result))

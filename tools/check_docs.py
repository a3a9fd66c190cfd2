#!/usr/bin/env python3
"""Check that what is documented exists, and what exists is documented.

usage: check_docs.py HATIF [ROOT]     (HATIF: the built program)

- docs/operate/configuration.md names exactly the keys of `hatif config`
- docs/internals/permissions.md names every permission, docs/internals/events.md every event type
- every platform folder has its page in docs/internals, every domain its README.md
- links between our pages lead somewhere; docs/guide/en and docs/guide/ar hold the same pages
- api/openapi.json is what `hatif openapi` prints
"""
import json
import pathlib
import re
import subprocess
import sys

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PERMISSION = re.compile(r'^PERM\(\w+, "([\w.]+)"', re.M)
EVENT = re.compile(r'"((?:order|callback|follow_up|agent|notification|import|reassign|session):\w+)"')


def read(path):
    return path.read_text() if path.is_file() else ""


def config_faults(hatif, root):
    page = read(root / "docs/operate/configuration.md")
    printed = subprocess.run([hatif, "config", "--json"], capture_output=True, text=True, check=True)
    keys = {row["key"] for row in json.loads(printed.stdout)}
    named = set(re.findall(r"^\| `([a-z-]+)` \|", page, re.M))
    for key in sorted(keys - named):
        yield "docs/operate/configuration.md: the key `%s` is missing" % key
    for key in sorted(named - keys):
        yield "docs/operate/configuration.md: there is no key `%s`" % key


def word_faults(root):
    page = read(root / "docs/internals/permissions.md")
    for name in PERMISSION.findall(read(root / "server/platform/auth/permissions.def")):
        if "`%s`" % name not in page:
            yield "docs/internals/permissions.md: the permission `%s` is missing" % name
    events = set()
    for path in (root / "server/domains").rglob("*.c"):
        events |= set(EVENT.findall(path.read_text()))
    page = read(root / "docs/internals/events.md")
    for name in sorted(events):
        if "`%s`" % name not in page:
            yield "docs/internals/events.md: the event `%s` is missing" % name


def page_faults(root):
    for folder in sorted(p for p in (root / "server/platform").iterdir() if p.is_dir()):
        if not (root / "docs/internals" / (folder.name + ".md")).is_file():
            yield "docs/internals/%s.md is missing" % folder.name
    for folder in sorted(p for p in (root / "server/domains").iterdir() if p.is_dir()):
        if not (folder / "README.md").is_file():
            yield "server/domains/%s/README.md is missing" % folder.name
    guides = {lang: {p.name for p in (root / "docs/guide" / lang).glob("*.md")}
              for lang in ("en", "ar")}
    for name in sorted(guides["en"] ^ guides["ar"]):
        yield "docs/guide: %s is not in both languages" % name


def link_faults(root):
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "*.md"],
                            capture_output=True, text=True, check=False).stdout.split()
    for name in listed or [str(p.relative_to(root)) for p in root.rglob("*.md")]:
        path = root / name
        for target in LINK.findall(read(path)):
            if "://" in target or target.startswith("mailto:"):
                continue
            if not (path.parent / target).exists():
                yield "%s: the link to %s leads nowhere" % (name, target)


def openapi_faults(hatif, root):
    printed = subprocess.run([hatif, "openapi"], capture_output=True, text=True, check=True)
    if printed.stdout.strip() != read(root / "api/openapi.json").strip():
        yield "api/openapi.json is not what `hatif openapi` prints: run script/fmt"


def check(hatif, root):
    faults = list(word_faults(root)) + list(page_faults(root)) + list(link_faults(root))
    if hatif:
        faults += list(config_faults(hatif, root)) + list(openapi_faults(hatif, root))
    return faults


if __name__ == "__main__":
    project = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else
                           pathlib.Path(__file__).parent.parent).resolve()
    result = check(sys.argv[1], project)
    print("\n".join(result), end="\n" if result else "")
    sys.exit(bool(result))

#!/usr/bin/env python3
"""Check that what is documented exists, and what exists is documented.

usage: check_docs.py HATIF [ROOT]     (HATIF: the built program)

- docs/operate/configuration.md names exactly the keys of `hatif config`
- docs/internals/permissions.md names every permission, docs/internals/events.md every type of event
  with the members of its data
- every platform folder has its page in docs/internals, every domain its README.md
- links between our pages lead somewhere; docs/guide/en and docs/guide/ar hold the same pages
- what the guide prints bold are words of the web app, in the same language (web/src/lib/i18n)
- api/openapi.json is what `hatif openapi` prints
"""
import json
import pathlib
import re
import subprocess
import sys

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PERMISSION = re.compile(r'^PERM\(\w+, "([\w.]+)"', re.M)
EVENT = re.compile(r'^\t\{"(\w+:\w+)"(.*?)\{0\}\}\}', re.M | re.S)
MEMBER = re.compile(r'\{"(\w+)", "')
BOLD = re.compile(r"\*\*(.+?)\*\*")


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
    rows = {line.split("|")[1].strip(): line
            for line in read(root / "docs/internals/events.md").splitlines()
            if line.startswith("|")}
    for name, rest in EVENT.findall(read(root / "server/platform/events/event_catalogue.c")):
        if "`%s`" % name not in rows:
            yield "docs/internals/events.md: the event `%s` is missing" % name
            continue
        for member in MEMBER.findall(rest):
            if not re.search(r"`%s\b" % member, rows["`%s`" % name]):
                yield "docs/internals/events.md: `%s` does not name `%s`" % (name, member)


def app_words(folder):
    """One pattern for each text of the web app; {{name}} stands for anything."""
    def texts(node):
        for value in node.values():
            if isinstance(value, dict):
                yield from texts(value)
            else:
                yield value
    for path in sorted(folder.glob("*.json")):
        for text in texts(json.loads(path.read_text())):
            parts = re.split(r"\{\{.*?\}\}", text)
            # A text that is only what is put into it would fit everything.
            if any(part.strip() for part in parts):
                yield ".+".join(map(re.escape, parts))


def guide_faults(root):
    for lang in ("en", "ar"):
        words = re.compile("|".join(app_words(root / "web/src/lib/i18n" / lang)) or "(?!)")
        for path in sorted((root / "docs/guide" / lang).glob("*.md")):
            for bold in BOLD.findall(path.read_text()):
                for word in re.split("[→←]", bold):
                    if not words.fullmatch(word.strip()):
                        yield "docs/guide/%s/%s: \"%s\" is no word of the web app" % (
                            lang, path.name, word.strip())


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
    faults = [fault for find in (word_faults, page_faults, link_faults, guide_faults)
              for fault in find(root)]
    if hatif:
        faults += list(config_faults(hatif, root)) + list(openapi_faults(hatif, root))
    return faults


if __name__ == "__main__":
    project = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else
                           pathlib.Path(__file__).parent.parent).resolve()
    result = check(sys.argv[1], project)
    print("\n".join(result), end="\n" if result else "")
    sys.exit(bool(result))

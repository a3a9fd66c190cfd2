#!/usr/bin/env python3
"""Turn files into C: migrations into two texts each, the web app into a table of bytes.

usage: embed.py migrations OUT.c FOLDER
       embed.py assets OUT.c FOLDER
"""
import hashlib
import os
import pathlib
import re
import sys

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".map": "application/json",
}

# A file as it is and packed, in the order of struct asset.
FORMS = {"plain": "", "gzip": ".gz", "brotli": ".br"}
PACKED = (".gz", ".br")


def c_string(text):
    """One C literal a line; octal escapes cannot swallow the digits that follow."""
    lines = []
    for line in text.split("\n"):
        escaped = "".join(
            "\\" + c if c in '"\\' else c if 32 <= ord(c) < 127 else
            "".join("\\%03o" % b for b in c.encode()) for c in line)
        lines.append('\t"%s\\n"' % escaped)
    return "\n".join(lines)


def for_engine(text, engine):
    other = {"lite": "pg", "pg": "lite"}[engine]
    text = re.sub(r"/\*%s:(.*?)\*/" % other, "", text, flags=re.S)
    text = re.sub(r"/\*%s:(.*?)\*/" % engine, r"\1", text, flags=re.S)
    return re.sub(r"^--.*\n", "", text, flags=re.M)


def migrations(folder):
    texts = {}
    for path in sorted(folder.glob("*.sql")):
        match = re.fullmatch(r"(\d{4})_(\w+?)(\.lite|\.pg)?\.sql", path.name)
        if not match:
            sys.exit("not a migration's name: " + path.name)
        entry = texts.setdefault(match[1] + "_" + match[2], {})
        text = path.read_text()
        for engine in ("lite", "pg"):
            if match[3] in (None, "." + engine):
                entry[engine] = for_engine(text, engine)
    out = ['#include "platform/db/migrate.h"', "", "const struct migration migrations[] = {"]
    for number, (name, entry) in enumerate(sorted(texts.items()), 1):
        if int(name[:4]) != number:
            sys.exit("migrations are numbered without gaps: " + name)
        out.append('\t{%d, "%s",\n%s,\n%s},' % (
            number, name, c_string(entry["lite"]), c_string(entry["pg"])))
    out += ["};", "", "const size_t migration_count = sizeof(migrations) / sizeof(migrations[0]);"]
    return "\n".join(out) + "\n"


def assets(folder):
    """Bytes come in by .incbin, which keeps compiling fast; X.gz and X.br ride beside X."""
    out = ['#include "platform/http/assets.h"', "", "#include <stddef.h>", ""]
    rows = []
    files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []
    for index, path in enumerate(p for p in files if p.suffix not in PACKED):
        symbols = []
        for kind, ending in FORMS.items():
            file = path.with_name(path.name + ending)
            if not file.is_file():
                symbols.append("NULL, 0")
                continue
            name = "asset_%d_%s" % (index, kind)
            out.append('__asm__(".section .rodata\\n.balign 16\\n%s:\\n.incbin \\"%s\\"\\n'
                       '.byte 0\\n.previous\\n");' % (name, file))
            out.append("extern const unsigned char %s[];" % name)
            symbols.append("%s, %d" % (name, file.stat().st_size))
        url = "/" + path.relative_to(folder).as_posix()
        tag = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        kind = TYPES.get(path.suffix, "application/octet-stream")
        rows.append('\t{"%s", "%s", "\\"%s\\"", %s},' % (url, kind, tag, ", ".join(symbols)))
    out += ["", "const struct asset assets[] = {"] + rows
    out += ["\t{NULL, NULL, NULL, NULL, 0, NULL, 0, NULL, 0},", "};"]
    return "\n".join(out) + "\n"


def main():
    kind, target, folder = sys.argv[1:4]
    text = {"migrations": migrations, "assets": assets}[kind](pathlib.Path(folder).resolve())
    if not os.path.exists(target) or pathlib.Path(target).read_text() != text:
        pathlib.Path(target).write_text(text)


main()

#!/usr/bin/env python3
"""The table of names in docs/internals/push.md, as server/platform/push/names.c has it.

usage: push_names.py [--write] [ROOT]

Without --write: says whether the page is what the table prints, and that every name of
an event in it is one of the catalogue, or of a part that is not there yet.
"""
import pathlib
import re
import sys

ROW = re.compile(
    r'^\t\{"([\w:]+)", \{([^}]*)\}, (NULL|"\w+"), (true|false), (NULL|"[\w:]+"),\s+\{([^}]*)\}\},', re.M)
BEGIN = "<!-- names: printed by tools/push_names.py -->\n"
END = "<!-- names: end -->"


def quoted(names):
    return ["`%s`" % name.replace("\\\\", "\\") for name in re.findall(r'"([^"]+)"', names)]


def rows(source):
    for kind, names, off, room, plain, pusher in ROW.findall(source):
        words = quoted(names)
        if off != "NULL":
            words.append("`%s` when `typing` is false" % off.strip('"'))
        more = quoted(pusher)
        yield "| `%s` | %s | %s | %s | %s |" % (
            kind, ", ".join(words), "yes" if room == "true" else "",
            "" if plain == "NULL" else "also `%s`" % plain.strip('"'),
            "also " + ", ".join(more) if more else "")


def printed(source):
    return "\n".join(["| event | Socket.IO | room | `/ws/updates` | Pusher |", "|---|---|---|---|---|"] + list(rows(source))) + "\n"


def check(root, write=False):
    source = (root / "server/platform/push/names.c").read_text()
    page = root / "docs/internals/push.md"
    text = page.read_text()
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    wanted = head + BEGIN + printed(source) + END + tail
    if write:
        page.write_text(wanted)
        return []
    kinds = [kind for kind, *_ in ROW.findall(source)]
    faults = [] if kinds == sorted(kinds) else ["names.c: rows are not sorted by type"]
    if not kinds:
        faults.append("names.c: no row is read")
    if wanted != text:
        faults.append("docs/internals/push.md is not what names.c says: run tools/push_names.py --write")
    return faults


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    project = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parent.parent)
    result = check(project, "--write" in sys.argv)
    print("\n".join(result), end="\n" if result else "")
    sys.exit(bool(result))

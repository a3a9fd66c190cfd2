#!/usr/bin/env python3
"""Check that every include follows tools/layers.conf, and the rules inside domains.

usage: check_layers.py [ROOT]

Inside domains: platform/db only in *_store.c (and *_internal.h), platform/http only in
*_api.c (and *_internal.h), platform/ami only in *_ami.c (and *_internal.h), platform/ws
nowhere; another folder's *_internal.h nowhere.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def read_layers(path):
    """Folder -> allowed folders. Refuses names that are not defined above."""
    layers, groups, faults = {}, {}, []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        name, _, rest = line.partition(":")
        allowed = set()
        for word in rest.split():
            if word in groups:
                allowed |= groups[word]
            elif word in layers:
                allowed.add(word)
            else:
                faults.append("%s:%d: %s is not defined above" % (path.name, number, word))
        (groups if name.startswith("@") else layers)[name.strip()] = allowed
    return layers, faults


def folder_of(include, layers):
    """The longest defined folder that the include's path stands in."""
    parts = include.split("/")[:-1]
    while parts:
        if "/".join(parts) in layers:
            return "/".join(parts)
        parts.pop()
    return None


def domain_rule(path, include):
    """Why this file of a domain may not include that, or None."""
    name = path.name
    is_internal = name.endswith("_internal.h")
    if include.startswith("platform/db/"):
        if not (name.endswith("_store.c") or is_internal):
            return "platform/db only in *_store.c"
    if include.startswith("platform/http/"):
        if not (name.endswith(("_api.c", "_api.h")) or is_internal):
            return "platform/http only in *_api.c"
    if include.startswith("platform/ami/"):
        if not (name.endswith(("_ami.c", "_ami.h")) or is_internal):
            return "platform/ami only in *_ami.c"
    if include.startswith("platform/ws/"):
        return "domains publish events; they do not know sockets"
    if include.endswith("_internal.h") and not include.startswith(
            "/".join(path.parts[-3:-1]) + "/"):
        return "another folder's internal header"
    return None


def check(root):
    layers, faults = read_layers(root / "tools/layers.conf")
    server = root / "server"
    for path in sorted(server.rglob("*.[ch]")):
        relative = path.relative_to(server)
        own = folder_of(relative.as_posix(), layers)
        if own is None:
            faults.append("%s: its folder is not in layers.conf" % relative)
            continue
        for include in INCLUDE.findall(path.read_text()):
            target = folder_of(include, layers)
            if target is None:
                faults.append("%s: includes %s, whose folder is not in layers.conf" % (
                    relative, include))
            elif target != own and target not in layers[own]:
                faults.append("%s: %s may not include %s" % (relative, own, target))
            if own.startswith("domains/"):
                reason = domain_rule(relative, include)
                if reason:
                    faults.append("%s: includes %s: %s" % (relative, include, reason))
    return faults


if __name__ == "__main__":
    project = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    found = check(project if project.is_dir() else project.parent.parent)
    print("\n".join(found), end="\n" if found else "")
    sys.exit(bool(found))

#!/usr/bin/env python3
"""Check that every SQL statement on a tenant table carries a company predicate.

usage: check_tenancy.py DUMP [ROOT]

DUMP is what build/.../dump-queries prints: one JSON object a statement with its
name and text. Tenant tables are those whose definition in db/migrations has a
company_id column. A statement that must look over companies says why in a
comment directly above its constant: /* tenancy: all companies, REASON */
"""
import json
import pathlib
import re
import sys

TABLE = re.compile(r"CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?(\w+)(.*?);", re.S)
EXEMPT = re.compile(
    r"/\*\s*tenancy: all companies, (?P<reason>.+?)\*/\s*"
    r"(?:static\s+)?const struct db_query \w+\s*=\s*\{\s*(?:\.name\s*=\s*)?\"(?P<name>[\w.]+)\"",
    re.S)
CONSTANT = re.compile(
    r"const struct db_query (?P<symbol>\w+)\s*=\s*\{\s*(?:\.name\s*=\s*)?\"(?P<name>[\w.]+)\"")
# What is given a value behind a comma is a column, though a table may have its name.
REFERENCE = re.compile(
    r"\b(FROM|JOIN|INTO|UPDATE|,)\s+(?:ONLY\s+)?(\w+)\b(?!\s*=|\.\w)"
    r"(?:\s+(?:AS\s+)?(?!SET\b|WHERE\b|ON\b|JOIN\b|"
    r"LEFT\b|INNER\b|CROSS\b|ORDER\b|GROUP\b|LIMIT\b|VALUES\b|SELECT\b|RETURNING\b|USING\b|"
    r"UNION\b|INDEXED\b|NOT\b|FOR\b|DEFAULT\b|HAVING\b)(\w+))?", re.I)
# The columns of an INSERT may have names that tables have, too.
COLUMNS = re.compile(r"(\bINTO\s+\w+\s*(?:AS\s+\w+\s*)?)\([^)]*\)", re.I)
# The full-text table of SQLite holds the company in its rowid.
BY_ROWID = {"order_search"}


def tenant_tables(root):
    tables = set()
    for path in sorted((root / "db/migrations").glob("*.sql")):
        for name, body in TABLE.findall(path.read_text()):
            if re.search(r"\bcompany_id\b", body) or name in BY_ROWID:
                tables.add(name)
    return tables


def scopes(text):
    """The statement parted at brackets: each SELECT has its own FROM and WHERE."""
    stack, done = [[]], []
    for piece in re.split(r"([()])", text):
        if piece == "(":
            stack.append([])
        elif piece == ")" and len(stack) > 1:
            inner = "".join(stack.pop())
            if re.search(r"\b(SELECT|INSERT|UPDATE|DELETE)\b", inner, re.I):
                done.append(inner)
                stack[-1].append(" ")
            else:
                stack[-1].append("(" + inner + ")")
        else:
            stack[-1].append(piece)
    # UNION parts are scopes of their own.
    parts = []
    for scope in done + ["".join(stack[0])]:
        parts += re.split(r"\bUNION(?:\s+ALL)?\b", scope, flags=re.I)
    return parts


def named_scope(scope, alias, tables_here):
    qualified = r"\b%s\.company_id\b" % re.escape(alias)
    if re.search(qualified + r"\s*(=|IN\b|BETWEEN\b)", scope, re.I):
        return True
    if re.search(r"=\s*" + qualified, scope, re.I):
        return True
    if re.search(r"\(\s*" + qualified + r"\s*,", scope, re.I):
        return True
    if tables_here == 1:
        return bool(re.search(r"(?<![\w.])company_id\s*(=|IN\b)", scope, re.I) or
                    re.search(r"\(\s*company_id\s*,[^)]*\)\s*(=|<|>)", scope, re.I))
    return False


def faults_of(text, tables):
    found = []
    text = re.sub(r"'[^']*'", "''", text)
    for scope in scopes(text):
        references = []
        for keyword, table, alias in REFERENCE.findall(COLUMNS.sub(r"\1", scope)):
            if table in tables:
                references.append((keyword.upper(), table, alias or table))
        for keyword, table, alias in references:
            if keyword == "INTO":
                columns = re.search(r"INTO\s+%s\s*(?:AS\s+\w+\s*)?\(([^)]*)\)" % table, scope, re.I)
                by_rowid = table in BY_ROWID and columns and "rowid" in columns[1]
                if not (columns and "company_id" in columns[1]) and not by_rowid:
                    found.append("INSERT INTO %s without company_id" % table)
            elif table in BY_ROWID and re.search(r"\browid\b", scope, re.I):
                continue
            elif not named_scope(scope, alias, len(references)):
                found.append("%s without a company_id predicate" % alias)
    return found


def check(dump_lines, root):
    tables = tenant_tables(root)
    sources = [p.read_text() for p in sorted((root / "server").rglob("*.c"))]
    exempt = {m["name"] for text in sources for m in EXEMPT.finditer(text)}
    constants = {m["name"] for text in sources for m in CONSTANT.finditer(text)}
    faults, seen = [], set()
    for line in dump_lines:
        query = json.loads(line)
        seen.add(query["name"])
        if query["name"] in exempt:
            continue
        for key in ("text", "lite", "postgres"):
            if query.get(key):
                faults += ["%s: %s" % (query["name"], f) for f in faults_of(query[key], tables)]
    for name in sorted(constants - seen):
        faults.append("%s: in no store's list, so it is not prepared at start" % name)
    return sorted(set(faults))


if __name__ == "__main__":
    project = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else
                           pathlib.Path(__file__).parent.parent).resolve()
    with open(sys.argv[1]) as dump:
        result = check([line for line in dump if line.strip()], project)
    print("\n".join(result), end="\n" if result else "")
    sys.exit(bool(result))

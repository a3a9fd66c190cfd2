#!/usr/bin/env python3
"""Every statement goes along the index that is meant for it, on SQLite.

Without statistics SQLite takes one row of a company for as likely as another: an index that has
the order of a statement is chosen before one that has what it asks for, and a search for one row
walks all rows of the company. That works in every test and fails with the first large customer.

A statement is refused when it walks a table by its company alone although it fixes a column that
an index of the table has next to the company; and so is a list whose index has its order, and that
is put in order all the same: a page of it would cost as much as all of it.

usage: check_plans.py DUMP DATABASE

DUMP is what build/.../dump-queries prints; DATABASE is an empty one of `hatif migrate`.
"""

import json
import re
import sqlite3
import sys

# Rows of these come with orders, customers and time; of others a company has a few.
GROWS = ("orders", "customers")
ALSO_GROW = {"agent_presence_log", "audit_log", "events", "notifications"}
# Statements that may walk, and why.
GOES_ON = "by an index that has only calls that go on now"
WALKS = {
    "call_view.live_own": GOES_ON,
    "call_view.live_team": GOES_ON,
    "call_view.live_company": GOES_ON,
    "callback.every_team": "those of all agents in one order, a page at a time",
    "callback.count_every_team": "the same, counted no further than the cap",
    "message_provider.under_way": "once, before a provider is removed",
    "order_view.product_own": "ends with the first order of the product",
    "order_view.product_team": "ends with the first order of the product",
}
# Lists of a period that are read along an index of their order.
IN_ORDER = re.compile(r"^order\.(?:walk|narrow_(?!gather))")
WALK = re.compile(r"^SEARCH (\w+) USING (?:COVERING )?(?:INDEX (\w+)|PRIMARY KEY) \(company_id=\?\)")


def second_columns(database, table):
    """Columns that some index of the table has next to company_id."""
    found = set()
    for _, name, *_ in database.execute(f"PRAGMA index_list({table})"):
        columns = [row[2] for row in database.execute(f"PRAGMA index_info({name})")]
        if len(columns) > 1 and columns[0] == "company_id":
            found.add(columns[1])
    return found


def growing_tables(database):
    """Those above, and all that refer to one of them."""
    found = {*GROWS, *ALSO_GROW}
    for (table,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        if any(row[2] in GROWS for row in database.execute(f"PRAGMA foreign_key_list({table})")):
            found.add(table)
    return found


def table_of(text, alias):
    match = re.search(rf"\b(?:FROM|JOIN|UPDATE|INTO|,)\s+(\w+)(?: AS)? {alias}\b", text)
    return match.group(1) if match else alias


def fixed_columns(text, alias):
    """Columns of the table that are compared with a value, or with those of a set."""
    value = r"(?:= (?:\$\d+|\w+\.\w+)|IN \()"
    named = re.findall(rf"\b{alias}\.(\w+) {value}", text)
    if re.search(rf"\b{alias}\.", text) is None:
        named = re.findall(rf"(?<![\w.])(\w+) {value}", text.split(" WHERE ", 1)[-1])
    return set(named) - {"company_id"}


def faults(database, growing, text):
    parameters = {name[1:]: None for name in re.findall(r"\$\d+", text)}
    for *_, detail in database.execute("EXPLAIN QUERY PLAN " + text, parameters):
        walk = WALK.match(detail)
        if not walk:
            continue
        alias = walk.group(1)
        table = table_of(text, alias)
        if table not in growing:
            continue
        for column in sorted(fixed_columns(text, alias) & second_columns(database, table)):
            yield f"{detail}: {table} has an index by {column}"


def sorts(database, text):
    parameters = {name[1:]: None for name in re.findall(r"\$\d+", text)}
    return any(detail.startswith("USE TEMP B-TREE FOR ORDER BY")
               for *_, detail in database.execute("EXPLAIN QUERY PLAN " + text, parameters))


def check(queries, database):
    """Faults of statements, each {"name", "text", "lite"}, on the schema of the database."""
    growing = growing_tables(database)
    found = []
    for query in queries:
        text = query["text"] or query["lite"] or "SELECT 1"
        if query["name"] not in WALKS:
            found += [f"{query['name']}: {fault}" for fault in faults(database, growing, text)]
        if IN_ORDER.match(query["name"]) and sorts(database, text):
            found.append(f"{query['name']}: sorts what an index has in this order")
    return found


def main():
    dump, path = sys.argv[1:]
    with open(dump, encoding="utf-8") as lines:
        queries = [json.loads(line) for line in lines]
    found = check(queries, sqlite3.connect(f"file:{path}?mode=ro", uri=True))
    found += [f"{name}: there is no such statement, see WALKS"
              for name in sorted(set(WALKS) - {query["name"] for query in queries})]
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Check that what the server says to people has its Arabic, and that no row is left over.

usage: check_words.py [ROOT] [--list]     (--list prints every sentence and where it is said)

- a literal sentence given to fail(), fail_field(), fail_state(), draft_fault() or cx_say(), or
  marked WORDS("…"), has a row in server/platform/intl/messages_*.c; what ERR_INTERNAL says goes to
  the log and needs none
- a literal among the arguments of such a sentence goes through cx_say(), or it stays English
- the English of a row stands somewhere in server/

server/app is the command line, which speaks English.
"""
import pathlib
import re
import sys

FORMAT_AT = {"fail": 3, "fail_field": 2, "fail_state": 3, "draft_fault": 3, "cx_say": 1, "language_say": 1,
             "WORDS": 0}
CALL = re.compile(r"\b(%s)\(" % "|".join(FORMAT_AT))
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|//[^\n]*|/\*.*?\*/|[()\[\]{},]', re.S)
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s*"(?:[^"\\]|\\.)*")*')
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')
ROW = re.compile(r'^\t\{((?:"(?:[^"\\]|\\.)*"\s*)+),', re.M)
CONVERSION = re.compile(r"%(?:%|[-+ #0]*\d*(?:\.\d+|\.\*)?(?:hh|h|ll|l|z|j|t)?[a-zA-Z])")


def without_comments(text):
    def blank(found):
        token = found.group()
        return re.sub(r"[^\n]", " ", token) if token.startswith(("/*", "//")) else token
    return TOKEN.sub(blank, text)


def joined(source):
    """The literals of an expression, neighbours joined as the compiler does."""
    return ["".join(PIECE.findall(found.group())) for found in LITERAL.finditer(source)]


def arguments(text, start):
    """The arguments of the call whose parenthesis opens before start."""
    depth, begin, found = 1, start, []
    for token in TOKEN.finditer(text, start):
        mark = token.group()
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
            if depth == 0:
                found.append(text[begin:token.start()])
                return found
        elif mark == "," and depth == 1:
            found.append(text[begin:token.start()])
            begin = token.end()
    return found


def is_sentence(text):
    return re.search(r"[A-Za-z]", CONVERSION.sub("", text)) is not None


def said_in(text):
    """Each (line, sentence, is it translated?) of one file."""
    text = without_comments(text)
    for call in CALL.finditer(text):
        name = call.group(1)
        given = arguments(text, call.end())
        at = FORMAT_AT[name]
        if len(given) <= at or (name == "fail" and given[1].strip() == "ERR_INTERNAL"):
            continue
        line = text.count("\n", 0, call.start()) + 1
        for sentence in joined(given[at]):
            if is_sentence(sentence):
                yield line, sentence, True
        if name in ("cx_say", "language_say", "WORDS"):
            continue
        for argument in given[at + 1:]:
            for sentence in joined(re.sub(r"\b(?:cx|language)_say\([^()]*\)", "", argument)):
                if is_sentence(sentence):
                    yield line, sentence, False


def check(root, out=None):
    root = pathlib.Path(root)
    rows, said, literals, faults = {}, set(), set(), []
    for path in sorted((root / "server").rglob("*.[ch]")):
        text, name = path.read_text(), str(path.relative_to(root))
        if name.startswith("server/platform/intl/messages_"):
            for row in ROW.finditer(text):
                rows.setdefault(joined(row.group(1))[0], name)
            continue
        if name.startswith("server/app/"):
            continue
        literals.update(joined(without_comments(text)))
        for line, sentence, translated in said_in(text):
            if not translated:
                faults.append("%s:%d: \"%s\" stays English: give it to cx_say()" %
                              (name, line, sentence))
                continue
            if out:
                print("%s:%d\t%s" % (name, line, sentence), file=out)
            said.add((sentence, name, line))
    for sentence, name, line in sorted(said, key=lambda one: one[1:]):
        if sentence not in rows:
            faults.append("%s:%d: no Arabic for \"%s\"" % (name, line, sentence))
    spoken = {sentence for sentence, _, _ in said} | literals
    for english, name in sorted(rows.items()):
        if english not in spoken:
            faults.append("%s: nobody says \"%s\"" % (name, english))
    return faults


def main(args):
    out = sys.stdout if "--list" in args else None
    roots = [arg for arg in args if arg != "--list"]
    faults = check(roots[0] if roots else ".", out)
    if out:
        return 0
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The worked example of HACKING.md is a patch: applied to a copy, built, run and asked."""
import json
import os
import pathlib
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "hacking-example-9"
ORDER = 1847  # of the demo company: called before, so its attempts are known
NEEDED = ("api/", "db/", "meson", "server/", "tests/", "tools/", "web/e2e/", ".clang-format", "VERSION")
BLOCK = re.compile(r"^```diff\n(.*?)^```$", re.S | re.M)


def patch_of(page):
    """The one diff of HACKING.md."""
    blocks = BLOCK.findall(page)
    if len(blocks) != 1:
        raise ValueError("HACKING.md has %d diff blocks, not one" % len(blocks))
    return blocks[0]


def copy_tree(target):
    """What git would commit now: tracked and new files as they are, nothing ignored."""
    names = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=True, timeout=60).stdout.decode().split("\0")
    for name in filter(None, names):
        source = ROOT / name
        if not name.startswith(NEEDED) or not source.is_file():
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target / name)


class TheWorkedExample(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="hatif-hacking-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.tree = cls.folder / "tree"
        cls.tree.mkdir()
        copy_tree(cls.tree)
        cls.environment = dict(
            os.environ, HATIF_SECRET_KEY="5a" * 32,
            # The copy stands elsewhere each time; compiled files are the same all the same.
            CCACHE_BASEDIR=str(cls.tree), CCACHE_NOHASHDIR="1",
            # A temporary folder inside a repository is none of that repository.
            GIT_CEILING_DIRECTORIES=str(cls.folder))
        cls.run_in("git", "apply", "-", text=patch_of((ROOT / "HACKING.md").read_text()))
        cls.run_in("meson", "setup", "build", "-Dtests=false", "-Dbuildtype=debug",
                   "-Doptimization=0", "-Dweb=/nonexistent")
        cls.run_in("ninja", "-C", "build", "hatif", seconds=900)
        cls.hatif = cls.tree / "build/hatif"
        cls.db = "sqlite:%s" % (cls.folder / "data/hatif.db")
        cls.run_in(cls.hatif, "demo", "--db", cls.db, "--password", PASSWORD)
        (cls.tree / "api/openapi.json").write_text(cls.run_in(cls.hatif, "openapi"))
        cls.serve()

    @classmethod
    def run_in(cls, *command, text=None, seconds=120, **environment):
        """Run a command in the copy; show what it said when it fails."""
        done = subprocess.run(
            [str(word) for word in command], cwd=cls.tree, env={**cls.environment, **environment},
            input=text, capture_output=True, text=True, timeout=seconds, check=False)
        if done.returncode:
            raise AssertionError("%s: %s\n%s" % (
                " ".join(map(str, command)), done.stdout[-8000:], done.stderr[-8000:]))
        return done.stdout

    @classmethod
    def serve(cls):
        with open(cls.folder / "log", "wb") as log:
            server = subprocess.Popen(
                [str(cls.hatif), "serve", "--db", cls.db, "--listen", "127.0.0.1:0"],
                stdout=subprocess.PIPE, stderr=log, env=cls.environment)
        cls.addClassCleanup(cls.stop, server)
        said, until = b"", time.monotonic() + 30
        while not (found := re.search(rb"listening on \S*?:(\d+)\s", said)):
            ready, _, _ = select.select([server.stdout], [], [], until - time.monotonic())
            part = os.read(server.stdout.fileno(), 4096) if ready else b""
            if not part:
                raise AssertionError("no start: %s" % (cls.folder / "log").read_text()[-8000:])
            said += part
        cls.url = "http://127.0.0.1:%d" % int(found[1])

    @classmethod
    def stop(cls, server):
        server.terminate()
        try:
            code = server.wait(30)
        finally:
            server.kill()
            server.stdout.close()
        if code:
            raise AssertionError("the server ended with %d: %s" % (
                code, (cls.folder / "log").read_text()[-8000:]))

    def ask(self, method, path, body=None, token=None):
        request = urllib.request.Request(
            self.url + path, method=method, data=body and json.dumps(body).encode(),
            headers={"Content-Type": "application/json",
                     **({"Authorization": "Bearer " + token} if token else {})})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def sign_in(self, username, company="gulf"):
        status, body = self.ask("POST", "/api/auth/login", {
            "company": company, "username": username, "password": PASSWORD})
        self.assertEqual(status, 200, body)
        return body["token"]

    def test_the_new_endpoint_answers(self):
        path = "/api/agent/orders/%d" % ORDER
        manager = self.sign_in("manager")
        status, order = self.ask("GET", path, token=manager)
        self.assertEqual(status, 200, order)
        self.assertGreater(order["order"]["attempts"], 0)
        self.assertEqual(self.ask("GET", path + "/attempts", token=manager), (200, {
            "success": True, "attempts": order["order"]["attempts"],
            "next_attempt_at": order["order"]["next_attempt_at"]}))
        self.assertEqual(self.ask("GET", path + "/attempts")[0], 401)
        stranger = self.sign_in("admin", company="homes")
        self.assertEqual(self.ask("GET", path + "/attempts", token=stranger)[0], 404)

    def test_its_files_pass_the_checks(self):
        for path in re.findall(r"^\+\+\+ b/(server/.*)$", (ROOT / "HACKING.md").read_text(), re.M):
            self.run_in("clang-format", "--dry-run", "--Werror", path)
        self.run_in(sys.executable, "tools/check_layers.py")
        self.run_in(sys.executable, "tools/check_routes.py", "api/openapi.json")

    def test_its_api_test_passes(self):
        (self.tree / "tests/node_modules").symlink_to(ROOT / "tests/node_modules")
        said = self.run_in(
            "node", "tests/node_modules/vitest/vitest.mjs", "run", "--root", "tests", "--reporter",
            "verbose", "api/orders.test.ts", "-t", "attempts count up",
            HATIF_BIN=str(self.hatif), HATIF_ENGINES="sqlite", NO_COLOR="1")
        self.assertRegex(said, r"Tests +1 passed")


class ThePatch(unittest.TestCase):
    def test_is_one_block(self):
        self.assertEqual(patch_of("a\n```diff\n+x\n```\nb"), "+x\n")
        for page in ("nothing", "```diff\n+x\n```\n```diff\n+y\n```"):
            with self.assertRaises(ValueError):
                patch_of(page)


if __name__ == "__main__":
    unittest.main()

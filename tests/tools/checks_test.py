"""Each check of tools/ passes on good input and fails on a planted violation."""
import importlib.util
import json
import pathlib
import sqlite3
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / (name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Tree(unittest.TestCase):
    """A small project in a temporary folder."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class Layers(Tree):
    check = staticmethod(load("check_layers").check)

    def setUp(self):
        super().setUp()
        self.write("tools/layers.conf",
                   "base:\nplatform/db: base\nplatform/http: base platform/db\n"
                   "domains/orders: base platform/db platform/http\n"
                   "domains/intake: base domains/orders\n")
        self.write("server/base/base.h", "")
        self.write("server/domains/orders/order_store.c", '#include "platform/db/db.h"\n')

    def test_accepts_what_the_file_allows(self):
        self.assertEqual(self.check(self.root), [])

    def test_refuses_an_upward_include(self):
        self.write("server/base/base.h", '#include "platform/db/db.h"\n')
        self.assertEqual(len(self.check(self.root)), 1)

    def test_refuses_a_cycle_in_the_configuration(self):
        self.write("tools/layers.conf", "base: platform/db\nplatform/db: base\n")
        self.assertIn("is not defined above", self.check(self.root)[0])

    def test_refuses_sql_outside_a_store(self):
        self.write("server/domains/orders/order.c", '#include "platform/db/db.h"\n')
        self.assertIn("only in *_store.c", self.check(self.root)[0])

    def test_refuses_http_outside_an_api_file(self):
        self.write("server/domains/orders/order.c", '#include "platform/http/http.h"\n')
        self.assertIn("only in *_api.c", self.check(self.root)[0])

    def test_refuses_the_pbx_outside_its_files(self):
        conf = self.root / "tools/layers.conf"
        conf.write_text(conf.read_text().replace("base:\n", "base:\nplatform/ami: base\n", 1)
                        .replace("platform/http\n", "platform/http platform/ami\n", 1))
        self.write("server/domains/orders/order_ami.c", '#include "platform/ami/ami_parser.h"\n')
        self.assertEqual(self.check(self.root), [])
        self.write("server/domains/orders/order.c", '#include "platform/ami/ami_parser.h"\n')
        self.assertIn("only in *_ami.c", self.check(self.root)[0])

    def test_refuses_the_internal_header_of_another_domain(self):
        self.write("server/domains/intake/layout.c", '#include "domains/orders/order_internal.h"\n')
        self.assertIn("internal header", self.check(self.root)[0])

    def test_refuses_a_folder_nobody_listed(self):
        self.write("server/domains/surprise/x.c", "")
        self.assertIn("not in layers.conf", self.check(self.root)[0])


class Tenancy(Tree):
    check = staticmethod(load("check_tenancy").check)

    def setUp(self):
        super().setUp()
        self.write("db/migrations/0001_x.sql",
                   "CREATE TABLE orders (company_id BIGINT, id BIGINT);\n"
                   "CREATE TABLE agents (company_id BIGINT, id BIGINT);\n"
                   "CREATE TABLE installation (name TEXT);\n")

    def faults(self, text, source=""):
        self.write("server/x_store.c", source)
        return self.check([json.dumps({"name": "x.y", "text": text})], self.root)

    def test_statements(self):
        good = [
            "SELECT 1 FROM orders WHERE id = $1 AND company_id = $2",
            "SELECT o.id FROM orders o LEFT JOIN agents a ON a.company_id = o.company_id"
            " WHERE o.company_id = $1",
            "UPDATE orders SET id = 1 WHERE company_id = $1",
            "UPDATE orders SET id = 1, agents = 2 WHERE company_id = $1",
            "DELETE FROM orders WHERE company_id = $1",
            "INSERT INTO orders (company_id, id) VALUES ($1, $2)",
            "INSERT INTO orders (company_id, agents, id) VALUES ($1, $2, $3)",
            "SELECT value FROM installation WHERE name = $1",
            "SELECT id FROM orders WHERE company_id = $1 AND id IN"
            " (SELECT id FROM agents WHERE company_id = $1)",
        ]
        bad = [
            "SELECT 1 FROM orders WHERE id = $1",
            "SELECT o.id FROM orders o JOIN agents a ON a.id = o.id WHERE o.company_id = $1",
            "UPDATE orders SET id = 1 WHERE id = $1",
            "DELETE FROM orders",
            "INSERT INTO orders (id) VALUES ($1)",
            "SELECT id FROM orders WHERE company_id = $1 AND id IN (SELECT id FROM agents)",
            "SELECT id FROM orders WHERE company_id = $1 UNION SELECT id FROM agents",
            "SELECT company_id FROM orders ORDER BY company_id",
        ]
        for text in good:
            self.assertEqual(self.faults(text), [], text)
        for text in bad:
            self.assertNotEqual(self.faults(text), [], text)

    def test_an_exemption_needs_a_reason_above_the_constant(self):
        constant = 'static const struct db_query y = {"x.y", "..."};\n'
        text = "SELECT 1 FROM orders"
        self.assertNotEqual(self.faults(text, constant), [])
        self.assertEqual(
            self.faults(text, "/* tenancy: all companies, the sweep is the installation's */\n"
                        + constant), [])

    def test_a_constant_in_no_list_is_named(self):
        faults = self.faults("SELECT 1", 'static const struct db_query z = {"x.lost", "..."};\n')
        self.assertIn("x.lost", faults[0])


class Plans(unittest.TestCase):
    check = staticmethod(load("check_plans").check)

    def setUp(self):
        self.database = sqlite3.connect(":memory:")
        self.database.executescript("""
            CREATE TABLE orders (company_id BIGINT, id BIGINT, customer_id BIGINT, at_us BIGINT,
                PRIMARY KEY (company_id, id));
            CREATE INDEX orders_at ON orders (company_id, at_us, id);
            CREATE INDEX orders_customer ON orders (company_id, customer_id);
            CREATE TABLE notes (company_id BIGINT, id BIGINT, order_id BIGINT, at_us BIGINT,
                PRIMARY KEY (company_id, id),
                FOREIGN KEY (company_id, order_id) REFERENCES orders (company_id, id));
            CREATE INDEX notes_at ON notes (company_id, at_us, id);
            CREATE INDEX notes_order ON notes (company_id, order_id);
            CREATE TABLE teams (company_id BIGINT, id BIGINT, department_id BIGINT,
                PRIMARY KEY (company_id, id));
            CREATE INDEX teams_department ON teams (company_id, department_id);""")

    def tearDown(self):
        self.database.close()

    def said(self, text, name="x"):
        return self.check([{"name": name, "text": None, "lite": text}], self.database)

    def test_refuses_to_sort_a_list_that_an_index_has_in_its_order(self):
        text = ("SELECT id FROM orders WHERE company_id = $1 AND at_us < $2"
                " ORDER BY at_us + 0 LIMIT $3")
        self.assertEqual(self.said(text), [])
        self.assertEqual(self.said(text, "order.narrow_gather_all"), [])
        for name in ("order.narrow_team_created", "order.walk_team_updated"):
            self.assertEqual(len(self.said(text, name)), 1, name)
        text = text.replace("at_us + 0", "at_us DESC, id DESC")
        self.assertEqual(self.said(text, "order.walk_x"), [])

    def test_accepts_what_goes_along_an_index(self):
        for text in (
                "SELECT id FROM orders WHERE company_id = $1 AND customer_id = $2",
                "SELECT o.id FROM orders o WHERE o.company_id = $1 ORDER BY o.at_us LIMIT $2",
                "SELECT id FROM teams WHERE company_id = $1 AND department_id = $2 ORDER BY id"):
            self.assertEqual(self.said(text), [], text)

    def test_refuses_an_order_that_was_thought_better_than_the_key(self):
        for text in (
                "SELECT id FROM orders WHERE company_id = $1 AND customer_id = $2"
                " ORDER BY at_us DESC, id DESC LIMIT $3",
                "SELECT n.id FROM orders o JOIN notes n ON n.company_id = o.company_id"
                " AND n.order_id = $2 WHERE o.company_id = $1 AND o.id = $2"
                " ORDER BY n.at_us, n.id"):
            self.assertEqual(len(self.said(text)), 1, text)

    def test_refuses_a_walk_where_rows_are_known_by_number(self):
        fault = self.said("SELECT o.id, o.at_us FROM orders o WHERE o.company_id = $1"
                          " AND o.id IN (SELECT n.order_id FROM notes n WHERE n.company_id = $1)")
        self.assertIn("orders has an index by id", fault[0])


class Routes(Tree):
    check = staticmethod(load("check_routes").check)

    def openapi(self, **changes):
        operation = {"summary": "One order", "x-permission": "orders.read",
                     "responses": {"200": {"content": {"application/json": {"schema": {}}}}}}
        operation.update(changes)
        return {"paths": {"/api/orders/{id}": {"get": operation}}}

    def test_accepts_a_complete_route(self):
        self.assertEqual(self.check(self.openapi(), ["get('/api/orders/1847')"]), [])

    def test_refuses_what_is_missing(self):
        tested = ["get(`/api/orders/${id}`)"]
        self.assertEqual(self.check(self.openapi(), tested), [])
        self.assertIn("no summary", self.check(self.openapi(summary=""), tested)[0])
        without = self.openapi()
        del without["paths"]["/api/orders/{id}"]["get"]["x-permission"]
        self.assertIn("no permission", self.check(without, tested)[0])
        self.assertIn("no test", self.check(self.openapi(), ["/api/orders"])[0])
        self.assertIn("no successful answer", self.check(self.openapi(responses={}), tested)[0])


class Docs(Tree):
    module = load("check_docs")

    def setUp(self):
        super().setUp()
        self.write("server/platform/auth/permissions.def", 'PERM(A, "orders.read", "x")\n')
        self.write("server/platform/events/event_catalogue.c",
                   '\t{"order:updated",\n\t\t"It changed.",\n\t\t{{"id", "number"}, {0}}},\n')
        self.write("server/domains/orders/README.md", "")
        self.write("docs/internals/auth.md", "")
        self.write("docs/internals/permissions.md", "`orders.read`")
        self.write("docs/internals/events.md", "| `order:updated` | it changed | `id: number` |")

    def test_accepts_a_documented_tree(self):
        self.assertEqual(self.module.check(None, self.root), [])

    def test_refuses_each_planted_gap(self):
        gaps = {
            "docs/internals/permissions.md": "permission `orders.read`",
            "docs/internals/events.md": "event `order:updated`",
        }
        for name, words in gaps.items():
            kept = (self.root / name).read_text()
            self.write(name, "nothing")
            self.assertIn(words, self.module.check(None, self.root)[0])
            self.write(name, kept)
        self.write("docs/internals/events.md", "| `order:updated` | it changed | `ids` |")
        self.assertIn("does not name `id`", self.module.check(None, self.root)[0])
        self.write("docs/internals/events.md", "| `order:updated` | it changed | `id` |")
        (self.root / "server/domains/orders/README.md").unlink()
        self.assertIn("README.md is missing", self.module.check(None, self.root)[0])

    def test_refuses_a_dead_link_and_a_missing_translation(self):
        self.write("README.md", "[x](docs/nowhere.md)")
        self.assertIn("leads nowhere", self.module.check(None, self.root)[0])
        self.write("README.md", "")
        self.write("docs/guide/en/orders.md", "")
        self.assertIn("not in both languages", self.module.check(None, self.root)[0])

    def test_refuses_words_that_the_app_does_not_use(self):
        self.write("web/src/lib/i18n/en/orders.json",
                   '{"action": {"take": "Take over"}, "by": "Changed by {{name}}", "any": "{{x}}"}')
        self.write("docs/guide/ar/orders.md", "")
        self.write("docs/guide/en/orders.md", "**Take over → Changed by Sara**")
        self.assertEqual(self.module.check(None, self.root), [])
        self.write("docs/guide/en/orders.md", "Press **Take it**.")
        self.assertIn('"Take it" is no word', self.module.check(None, self.root)[0])


class Names(Tree):
    module = load("push_names")
    SOURCE = "server/platform/push/names.c"
    PAGE = "docs/internals/push.md"

    def setUp(self):
        super().setUp()
        self.rows("chat:new", "chat:typing")
        self.write(self.PAGE, "# Push\n" + self.module.BEGIN + self.module.END + "rest\n")
        self.module.check(self.root, write=True)

    def rows(self, *kinds):
        self.write(self.SOURCE, "".join(
            '\t{"%s", {"a", "b-c"}, "off", true, "x:y", {"p.q", "R\\\\S"}},\n' % kind for kind in kinds))

    def test_accepts_what_it_printed(self):
        self.assertEqual(self.module.check(self.root), [])
        page = (self.root / self.PAGE).read_text()
        self.assertIn("| `chat:new` | `a`, `b-c`, `off` when `typing` is false | yes | also `x:y` | also `p.q`, `R\\S` |", page)
        self.assertTrue(page.endswith("rest\n"))

    def test_refuses_another_table_and_another_order(self):
        self.rows("chat:new", "chat:typing", "chat:viewers")
        self.assertIn("is not what names.c says", self.module.check(self.root)[0])
        self.rows("chat:typing", "chat:new")
        self.assertIn("not sorted", self.module.check(self.root)[0])


class Words(Tree):
    check = staticmethod(load("check_words").check)
    ROWS = "server/platform/intl/messages_arabic.c"
    SAYS = "server/domains/orders/order.c"

    def setUp(self):
        super().setUp()
        self.rows("At most %d.", "closed")
        self.say('return fail(cx, ERR_INVALID, "price", "At most "\n\t"%d.", MOST);')

    def rows(self, *english):
        self.write(self.ROWS, "const struct message messages_arabic[] = {\n" +
                   "".join('\t{"%s",\n\t\t"عربي"},\n' % text for text in english) + "};\n")

    def say(self, code):
        self.write(self.SAYS, 'static const char *const words[] = {"closed"};\n%s\n' % code)

    def test_accepts_sentences_that_have_their_rows(self):
        self.assertEqual(self.check(self.root), [])

    def test_refuses_each_way_of_saying_what_has_no_row(self):
        for code in ('fail(cx, ERR_INVALID, NULL, "No (such) thing.");',
                     'fail_field(cx, words[f(1, 2)], "No (such) thing.");',
                     'fail_state(cx, "status", none, move ? "At most %d." : "No (such) thing.", 1);',
                     'draft_fault(context, draft, "price", "No (such) thing.");',
                     'text = cx_say(cx, "No (such) thing.");',
                     'text = language_say(language, "No (such) thing.");',
                     'csv->fault = WORDS("No (such) thing.");'):
            self.say('fail(cx, ERR_BUSY, NULL, "At most %d.", 1);\n' + code)
            self.assertEqual(self.check(self.root),
                             [self.SAYS + ':3: no Arabic for "No (such) thing."'], code)

    def test_refuses_a_row_that_nobody_says(self):
        self.rows("At most %d.", "Gone.", "closed")
        self.assertEqual(self.check(self.root), [self.ROWS + ': nobody says "Gone."'])
        self.say('fail(cx, ERR_BUSY, NULL, "At most %d.", 1); /* "Gone." */')
        self.assertEqual(len(self.check(self.root)), 1)

    def test_refuses_english_among_the_arguments(self):
        self.rows("closed", "It is %s%s.", "by you")
        self.say('fail(cx, ERR_STATE, NULL, "It is %s%s.", word, yes ? "by you" : "");')
        self.assertEqual(self.check(self.root),
                         [self.SAYS + ':2: "by you" stays English: give it to cx_say()'])
        self.say('fail(cx, ERR_STATE, NULL, "It is %s%s.", word, cx_say(cx, "by you"));')
        self.assertEqual(self.check(self.root), [])

    def test_lets_the_log_and_the_command_line_be_english(self):
        self.say('fail(cx, ERR_INTERNAL, NULL, "lost"); fail(cx, ERR_BUSY, NULL, "%s", "At most %d.");')
        self.assertIn("stays English", self.check(self.root)[0])
        self.say('fail(cx, ERR_INTERNAL, NULL, "lost"); fail(cx, ERR_BUSY, NULL, "At most %d.", 1);')
        self.write("server/app/cli.c", 'fail(cx, ERR_INVALID, NULL, "needs --role");')
        self.assertEqual(self.check(self.root), [])


if __name__ == "__main__":
    unittest.main()

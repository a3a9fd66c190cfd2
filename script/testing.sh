# testing.sh - the steps of script/test. Sourced, never run.
# shellcheck shell=bash

# step NAME COMMAND…: run it, keep its output, note what it says and how long it took.
step() {
	local name=$1 began=$SECONDS code=0
	shift
	local log=$results/$name.log
	("$@") >"$log" 2>&1 || code=$?
	count "$log" "$code" >"$results/$name.count"
	printf '%-8s %s in %d s\n' "$name" "$([ "$code" = 0 ] && echo ok || echo FAILED)" \
		$((SECONDS - began)) >&2
}

# "PASSED FAILED": what the runners say, added up: cmocka, vitest, unittest, and our own "CHECKS".
count() {
	local log=$1 code=$2 good bad
	good=$(awk '
		/^\[  PASSED  \] [0-9]+ test/ { n += $4 }
		/^ *Tests .*[0-9]+ passed/ { match($0, /[0-9]+ passed/); n += substr($0, RSTART) + 0 }
		/^Ran [0-9]+ tests?/ { n += $2 }
		/^FAILED \(/ { while (match($0, /=[0-9]+/)) { n -= substr($0, RSTART + 1) + 0; $0 = substr($0, RSTART + 1) } }
		/^CHECKS [0-9]+ passed/ { n += $2 }
		END { print n + 0 }' "$log")
	bad=$(awk '
		/^\[  FAILED  \] [0-9]+ test/ { n += $4 }
		/^ *Tests .*[0-9]+ failed/ { match($0, /[0-9]+ failed/); n += substr($0, RSTART) + 0 }
		/^FAILED \(/ { while (match($0, /=[0-9]+/)) { n += substr($0, RSTART + 1) + 0; $0 = substr($0, RSTART + 1) } }
		/^CHECKS .* [0-9]+ failed/ { match($0, /[0-9]+ failed/); n += substr($0, RSTART) + 0 }
		END { print n + 0 }' "$log")
	# A step without a runner (a build, a linter) counts as one test.
	if [ "$good" = 0 ] && [ "$code" = 0 ]; then good=1; fi
	if [ "$bad" = 0 ] && [ "$code" != 0 ]; then bad=1; fi
	echo "$good $bad"
}

# Shows what failed, then the sums. A step that failed leaves at least one failed test, and so does
# one that never ran.
summary() {
	local passed=0 failed=0 good bad name
	for name in "${steps[@]}"; do
		[ -e "$results/$name.count" ] || echo "did not run" >"$results/$name.log"
		[ -e "$results/$name.count" ] || echo "0 1" >"$results/$name.count"
	done
	for name in "$results"/*.count; do
		read -r good bad <"$name"
		passed=$((passed + good))
		failed=$((failed + bad))
		[ "$bad" != 0 ] || continue
		name=$(basename "$name" .count)
		printf -- '---- %s failed\n' "$name"
		tail -n 400 "$results/$name.log"
	done
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" = 0 ]
}

# start_aside COMMAND: run it beside the steps that follow, behind them when the processors are busy.
start_aside() {
	set -m # a process group of its own, to be ended with all that it started
	(
		renice -n 10 -p "$BASHPID" >/dev/null 2>&1 || true
		"$1"
	) &
	aside_group=$!
	set +m
}

wait_aside() {
	wait "$aside_group" || true
	aside_group=
}

stop_aside() {
	[ -z "${aside_group:-}" ] || kill -- "-$aside_group" 2>/dev/null || true
}

as_postgres() {
	if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# A PostgreSQL of our own on a free port of the loopback; the tests' role is no superuser, so that
# row-level security is real. start_postgres [FOLDER]: one that is kept in FOLDER from run to run.
start_postgres() {
	pg_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
	pg_kept=${1:-}
	pg_data=${pg_kept:-$(mktemp -d)}
	mkdir -p "$pg_data"
	if [ -e "$pg_data/db/PG_VERSION" ]; then
		run_postgres || run_postgres || fail "PostgreSQL does not start"
		export HATIF_TEST_PG=postgresql://hatif@127.0.0.1:$pg_port/hatif
		return
	fi
	[ "$(id -u)" != 0 ] || chown postgres "$pg_data"
	(cd / && quietly as_postgres "$pg_bin/initdb" -D "$pg_data/db" -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8)
	# A port that is free now may be taken a moment later.
	run_postgres || run_postgres || run_postgres || fail "PostgreSQL does not start"
	psql -qAt -h 127.0.0.1 -p "$pg_port" -U postgres -c 'CREATE ROLE hatif LOGIN CREATEDB' \
		-c 'CREATE DATABASE hatif OWNER hatif'
	export HATIF_TEST_PG=postgresql://hatif@127.0.0.1:$pg_port/hatif
}

run_postgres() {
	pg_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	(cd / && quietly as_postgres "$pg_bin/pg_ctl" -D "$pg_data/db" -w -l "$pg_data/log" -o \
		"-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$pg_data -c fsync=off -c max_connections=200 -c shared_buffers=64MB" start)
}

stop_postgres() {
	[ -n "${pg_data:-}" ] || return 0
	local how=immediate
	[ -z "$pg_kept" ] || how=fast
	(cd / && as_postgres "$pg_bin/pg_ctl" -D "$pg_data/db" -m "$how" stop) >/dev/null 2>&1 || true
	[ -n "$pg_kept" ] || rm -rf "$pg_data"
}

# The sanitizers' build is planned first, because clang-tidy reads the plan.
plan_tests() { plan_tree build/test -Db_sanitize=address,undefined -Db_lundef=false; }

# With the web app inside, because some tests ask for its pages.
build_tests() { build_web && build_tree build/test; }

test_web() { (cd web && npm run --silent check); }

test_units() {
	meson test -C build/test --suite unit --no-rebuild --print-errorlogs --quiet || return 1
	cat build/test/meson-logs/testlog.txt
}

# Each check is one test; its own test (tests/tools) shows that it fails on a planted violation.
test_checks() {
	local good=0 bad=0 queries openapi schema
	queries=$(mktemp)
	openapi=$(mktemp)
	schema=$(mktemp -d)
	build/test/tests/dump-queries >"$queries"
	build/test/hatif openapi >"$openapi"
	quietly build/test/hatif migrate --db "sqlite:$schema/empty.db"
	check() {
		if "$@"; then good=$((good + 1)); else
			bad=$((bad + 1))
			printf 'failed: %s\n' "$*"
		fi
	}
	check python3 tools/check_layers.py
	check python3 tools/check_tenancy.py "$queries"
	check python3 tools/check_plans.py "$queries" "$schema/empty.db"
	check python3 tools/check_routes.py "$openapi"
	check python3 tools/check_docs.py build/test/hatif
	check python3 tools/check_words.py
	check python3 tools/push_names.py
	check format_is_right
	check npm_lint
	rm -rf "$queries" "$openapi" "$schema"
	printf 'CHECKS %d passed, %d failed\n' "$good" "$bad"
	[ "$bad" = 0 ]
}

format_is_right() {
	git ls-files -z --cached --others --exclude-standard 'server/*.c' 'server/*.h' 'tests/*.c' |
		xargs -0 clang-format --dry-run --Werror
}

npm_lint() { (cd tests && npx biome check . && npx tsc -p tsconfig.json); }

# clang-tidy over the program's own files, two at a time; unchanged files are remembered by hash.
test_tidy() { python3 tools/tidy.py build/test; }

test_api() { (cd tests && HATIF_BIN=$root/build/test/hatif npx vitest run); }
# A real Asterisk, from its packages; where they cannot be had nothing is tried, and that is said.
step_ami() {
	export HATIF_ASTERISK=${HATIF_ASTERISK:-${XDG_CACHE_HOME:-$HOME/.cache}/hatif-asterisk}
	if tests/ami/fetch "$HATIF_ASTERISK" >&2; then
		step ami test_ami
		step phone test_phone
	else
		printf 'ami      SKIPPED: ASTERISK CANNOT BE HAD HERE, NOTHING WAS TRIED ON A REAL PBX\n' >&2
		echo "0 0" >"$results/ami.count"
	fi
}
test_ami() {
	(cd tests && HATIF_ENGINES=sqlite HATIF_BIN=$root/build/test/hatif npx vitest run --config vitest.ami.config.ts)
}
test_phone() {
	(cd web && HATIF_BIN=$root/build/hatif npx vitest run --config vitest.pbx.config.ts)
}
test_fault() { (cd tests && HATIF_BIN=$root/build/hatif npx vitest run --config vitest.fault.config.ts); }
test_e2e() { (cd web && HATIF_BIN=$root/build/hatif npm run --silent e2e); }

# Seeds and regressions first, then a little time for each target.
test_fuzz() {
	# clang warns of other things than gcc; here it only has to build the targets.
	plan_tree build/fuzz -Dwerror=false -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false \
		--native-file script/clang.ini &&
		quietly ninja -C build/fuzz fuzzers &&
		python3 tools/fuzz.py build/fuzz
}

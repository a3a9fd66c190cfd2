# testing.sh - the steps of script/test. Sourced, never run.
# shellcheck shell=bash

passed=0
failed=0
declare -a failed_steps=()

# step NAME COMMAND…: run it, keep its output, count what it says, show it only when it fails.
step() {
	local name=$1 began=$SECONDS code=0
	shift
	local log=$results/$name.log
	("$@") >"$log" 2>&1 || code=$?
	count "$log" "$code"
	if [ "$code" -ne 0 ]; then
		failed_steps+=("$name")
		printf -- '---- %s failed (exit %d) ----\n' "$name" "$code"
		tail -n 400 "$log"
	fi
	printf '%-8s %s in %d s\n' "$name" "$([ "$code" = 0 ] && echo ok || echo FAILED)" \
		$((SECONDS - began)) >&2
}

# Add up what the runners say: cmocka, vitest, unittest, and our own "CHECKS n passed, n failed".
count() {
	local log=$1 code=$2 good bad
	good=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
		/^\[  PASSED  \] [0-9]+ test/ { n += $4 }
		/^ *Tests .*[0-9]+ passed/ { match($0, /[0-9]+ passed/); n += substr($0, RSTART) + 0 }
		/^Ran [0-9]+ tests?/ { n += $2 }
		/^CHECKS [0-9]+ passed/ { n += $2 }
		END { print n + 0 }')
	bad=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
		/^\[  FAILED  \] [0-9]+ test/ { n += $4 }
		/^ *Tests .*[0-9]+ failed/ { match($0, /[0-9]+ failed/); n += substr($0, RSTART) + 0 }
		/^CHECKS .* [0-9]+ failed/ { match($0, /[0-9]+ failed/); n += substr($0, RSTART) + 0 }
		END { print n + 0 }')
	# A step without a runner (a build, a linter) counts as one test.
	if [ "$good" = 0 ] && [ "$code" = 0 ]; then good=1; fi
	if [ "$bad" = 0 ] && [ "$code" != 0 ]; then bad=1; fi
	passed=$((passed + good))
	failed=$((failed + bad))
}

summary() {
	[ "$failed" = 0 ] || printf 'failed: %s\n' "${failed_steps[*]}"
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" = 0 ]
}

as_postgres() {
	if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# A PostgreSQL of our own on a free port of the loopback; the tests' role is no superuser, so that
# row-level security is real.
start_postgres() {
	pg_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
	pg_data=$(mktemp -d)
	[ "$(id -u)" != 0 ] || chown postgres "$pg_data"
	pg_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	(cd / && quietly as_postgres "$pg_bin/initdb" -D "$pg_data/db" -A trust -U postgres --no-sync -E UTF8 --locale=C.UTF-8)
	(cd / && quietly as_postgres "$pg_bin/pg_ctl" -D "$pg_data/db" -w -l "$pg_data/log" -o \
		"-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$pg_data -c fsync=off -c max_connections=200 -c shared_buffers=64MB" start)
	psql -qAt -h 127.0.0.1 -p "$pg_port" -U postgres -c 'CREATE ROLE hatif LOGIN CREATEDB' \
		-c 'CREATE DATABASE hatif OWNER hatif'
	export HATIF_TEST_PG=postgresql://hatif@127.0.0.1:$pg_port/hatif
}

stop_postgres() {
	[ -n "${pg_data:-}" ] || return 0
	(cd / && as_postgres "$pg_bin/pg_ctl" -D "$pg_data/db" -m immediate stop) >/dev/null 2>&1 || true
	rm -rf "$pg_data"
}

test_web() { (cd web && npm run --silent check); }

test_units() {
	meson test -C build/test --suite unit --no-rebuild --print-errorlogs --quiet || return 1
	cat build/test/meson-logs/testlog.txt
}

# Each check is one test; its own test (tests/tools) shows that it fails on a planted violation.
test_checks() {
	local good=0 bad=0 queries openapi
	queries=$(mktemp)
	openapi=$(mktemp)
	build/test/tests/dump-queries >"$queries"
	build/test/hatif openapi >"$openapi"
	check() {
		if "$@"; then good=$((good + 1)); else
			bad=$((bad + 1))
			printf 'failed: %s\n' "$*"
		fi
	}
	check python3 tools/check_layers.py
	check python3 tools/check_tenancy.py "$queries"
	check python3 tools/check_routes.py "$openapi"
	check python3 tools/check_docs.py build/test/hatif
	check python3 tools/check_words.py
	check format_is_right
	check npm_lint
	rm -f "$queries" "$openapi"
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
test_fault() { (cd tests && HATIF_BIN=$root/build/hatif npx vitest run --config vitest.fault.config.ts); }
test_e2e() { (cd web && HATIF_BIN=$root/build/hatif npm run --silent e2e); }

# Seeds and regressions first, then a little time for each target.
test_fuzz() {
	local good=0
	# clang warns of other things than gcc; here it only has to build the targets.
	build_tree build/fuzz -Dwerror=false -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false --native-file script/clang.ini
	for target in build/fuzz/tests/fuzz/fuzz-*; do
		[ -x "$target" ] && [ -f "$target" ] || continue
		name=$(basename "$target")
		corpus=$(mktemp -d)
		"$target" -max_total_time="${FUZZ_SECONDS:-10}" -timeout=5 -rss_limit_mb=2048 -print_final_stats=0 \
			"$corpus" "tests/fuzz/seeds/${name#fuzz-}" 2>&1 || return 1
		rm -rf "$corpus"
		good=$((good + 1))
	done
	printf 'CHECKS %d passed, 0 failed\n' "$good"
}

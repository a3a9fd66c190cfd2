# lib.sh - what the scripts share. Sourced, never run.
# shellcheck shell=bash

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export PATH="$root/.tools/node/bin:$PATH"

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		fail "needs root for: $*"
	fi
}

# Run quietly; show the output only when the command fails.
quietly() {
	local log
	log=$(mktemp)
	if "$@" >"$log" 2>&1; then
		rm -f "$log"
	else
		local code=$?
		cat "$log" >&2
		rm -f "$log"
		return "$code"
	fi
}

# Is anything under the given paths newer than the file?
newer_than() {
	local file=$1
	shift
	[ ! -e "$file" ] || [ -n "$(find "$@" -newer "$file" -type f -not -path '*/node_modules/*' \
		-not -path '*/dist/*' -not -path '*/artefacts/*' -print -quit 2>/dev/null)" ]
}

# Build the web app into web/dist when its sources changed.
build_web() {
	if newer_than web/dist/index.html web/src web/public web/apidocs web/widget web/tools web/index.html \
		web/package-lock.json web/vite.config.ts web/sw.template.js web/preload.template.js; then
		say "building the web app"
		(cd web && quietly npm run --silent build)
	fi
}

# meson setup once, and again when files came: plan_tree FOLDER [meson options]
plan_tree() {
	local folder=$1
	shift
	if [ ! -f "$folder/build.ninja" ]; then
		quietly meson setup "$folder" "$@"
	elif newer_than "$folder/build.ninja" server tests db/migrations; then
		# A new file joins the build by itself: see meson.build.
		quietly ninja -C "$folder" reconfigure
	fi
}

# plan_tree, then ninja: build_tree FOLDER [meson options]
build_tree() {
	plan_tree "$@" && quietly ninja -C "$1"
}

#!/usr/bin/env bash
# clang-tidy over the library and the program (tests are left to the compilers and sanitizers: gtest's macros
# trip half of the checks), shellcheck over the scripts.
# usage: scripts/lint.sh [--full | FILE.cc...]
#   without arguments: every source under src/ and python/ that this machine builds, up to eight of a target as one
#   --full             each source alone, in twice the time; finds unused namespace aliases too
#   FILE.cc...         these alone
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files -z --cached --others --exclude-standard -- '*.sh' .ci/run | xargs -0 -r shellcheck

# The time goes into the headers, once for each source, so sources are joined as CMake's unity builds join them. In a
# source that another includes, clang's analyzer looks no further than into a header: unless the path of the other
# contains "UnifiedSource", WebKit's name for such files. Hence the name of the folder.
preset=lint
build=build/lint/UnifiedSources
if [ $# -gt 0 ]; then
  preset=release
  build=build/release
fi
if [ "${1-}" = --full ]; then shift; fi
cmake --preset "$preset" >/dev/null

# clang-tidy reads the compile commands of a release build; their g++-only flags mean nothing to it. The analyzer
# gives up on a function after 30,000 steps rather than 225,000: the sanitizers walk the longer paths.
extra=(-Wno-unknown-warning-option -Werror=reserved-identifier -Xclang -analyzer-config -Xclang max-nodes=30000)
if [ $# -gt 0 ]; then
  files=("$@")
else
  # What includes libtorch takes half a minute each: its sources are looked at as they are compiled, eleven in one .cxx.
  mapfile -t files < <(sed -n 's/^ *"file": "\(.*\/\(src\|python\)\/.*\.\(cc\|cxx\)\)".*/\1/p' "$build/compile_commands.json" |
    grep -v "/$build/.*\.cc$" | sort)  # those first
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! printf '%s\0' "${files[@]}" |
  xargs -0 -P "$(nproc)" -n 1 clang-tidy-14 -p "$build" --quiet "${extra[@]/#/--extra-arg=}" >"$log" 2>&1
then
  # To clang 14, headers of libtorch 1.13 are no C++20. That is not ours, and does not stop the checks of what includes
  # them. Nor is it news that a .cxx includes sources.
  findings=$(grep -E '(error|warning):' "$log" | grep -v -e '^/usr/' -e '_cxx\.cxx:.*suspicious-include' | sort -u || true)
  if [ -n "$findings" ] || ! grep -q '^/usr/include/ATen/.*error:' "$log"; then
    if [ -n "$findings" ]; then printf '%s\n' "$findings" >&2; else cat "$log" >&2; fi
    echo "lint: clang-tidy found the lines above" >&2
    exit 1
  fi
fi
echo "lint: ${#files[@]} translation units clean"

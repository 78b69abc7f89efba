#!/usr/bin/env bash
# clang-tidy over the library and the program (tests are left to the compilers and sanitizers: gtest's macros
# trip half of the checks), shellcheck over the scripts.
# usage: scripts/lint.sh [FILE.cc...]      default: every source under src/ that this machine builds, but train and
#        checkpoints
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files -z --cached --others --exclude-standard -- '*.sh' .ci/run | xargs -0 -r shellcheck

# clang-tidy reads the compile commands of the release build; their g++-only flags mean nothing to it. The analyzer
# gives up on a function after 30,000 steps rather than 225,000: the sanitizers walk the longer paths.
extra=(-Wno-unknown-warning-option -Werror=reserved-identifier -Xclang -analyzer-config -Xclang max-nodes=30000)
[ -f build/release/compile_commands.json ] || cmake --preset release >/dev/null
if [ $# -gt 0 ]; then
  files=("$@")
else
  mapfile -t files < <(sed -n 's/^ *"file": "\(.*\/src\/.*\.cc\)".*/\1/p' build/release/compile_commands.json |
    grep -v -e "/src/train/" -e "/src/checkpoints/" -e "/build/release/")  # libtorch takes half a minute each: by name
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! printf '%s\0' "${files[@]}" |
  xargs -0 -P "$(nproc)" -n 4 clang-tidy-14 -p build/release --quiet "${extra[@]/#/--extra-arg=}" >"$log" 2>&1
then
  grep -E '(error|warning):' "$log" | sort -u >&2 || cat "$log" >&2
  echo "lint: clang-tidy found the lines above" >&2
  exit 1
fi
echo "lint: ${#files[@]} sources clean"

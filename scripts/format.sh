#!/usr/bin/env bash
# Formats every C++ file of the project in place, or checks that there is nothing to do.
# usage: scripts/format.sh [--check]
set -euo pipefail
cd "$(dirname "$0")/.."

mode=(-i)
case ${1-} in
  "") ;;
  --check) mode=(--dry-run -Werror) ;;
  *) echo "usage: scripts/format.sh [--check]" >&2; exit 2 ;;
esac

# New files count too, ignored ones do not.
git ls-files -z --cached --others --exclude-standard -- '*.h' '*.cc' '*.c' ':!tests/data' |
  xargs -0 -r -P "$(nproc)" -n 20 clang-format-14 --style=file "${mode[@]}"

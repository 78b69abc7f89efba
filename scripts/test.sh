#!/usr/bin/env bash
# Installs what is needed, builds, and runs the tests. The closing lines are ctest's summary.
# usage: scripts/test.sh [--no-setup] [--full] [PRESET...]
#   dev      clang, ASan + UBSan: all tests but the ones labelled slow
#   tsan     ThreadSanitizer: the tests labelled threads
#   fuzz     libFuzzer: the fuzz targets, from their inputs on
#   release  as shipped: all tests, the aarch64 and install tests among them
# Without a preset: all four, release last.
#   --full   also the tests labelled full, which take long and seldom find what the others do not: before a release,
#            after changes of what they are about
set -euo pipefail
cd "$(dirname "$0")/.."

usage() { sed -n '3,10s/^# \{0,1\}//p' "$0"; }

setup=yes
full=
presets=()
for argument in "$@"; do
  case $argument in
    --no-setup) setup=no ;;
    --full) full=-full ;;
    -h | --help) usage; exit 0 ;;
    dev | tsan | fuzz | release) presets+=("$argument") ;;
    *) usage >&2; exit 2 ;;
  esac
done
[ ${#presets[@]} -gt 0 ] || presets=(dev tsan fuzz release)

if [ "$setup" = yes ]; then scripts/setup.sh ${full:+--full}; fi

jobs=$(nproc)
for preset in "${presets[@]}"; do
  echo "== $preset: configure and build"
  cmake --preset "$preset" --log-level=WARNING
  cmake --build --preset "$preset" -j "$jobs"
  echo "== $preset: test"
  ctest --preset "$preset$full" -j "$jobs"
done

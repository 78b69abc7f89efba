#!/usr/bin/env bash
# From a fresh clone to a table, in one command: installs packages, builds, compresses a real file of this repository,
# restores it, compares every byte, and shows the sizes beside those of other compressors.
# usage: scripts/quickstart.sh [FILE]          default: tests/data/devils_dictionary.txt, English prose of 1911
set -euo pipefail
input=$(realpath "${1:-$(dirname "$0")/../tests/data/devils_dictionary.txt}")
cd "$(dirname "$0")/.."

scripts/setup.sh
echo "quickstart: building (a few minutes the first time)"
cmake --preset release --log-level=WARNING >/dev/null
cmake --build build/release --target installable -j "$(nproc)"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
llmzip=build/release/llmzip
$llmzip --version
echo
echo "+ llmzip -5 -o archive.llz $(basename "$input")"
$llmzip -5 -q -o "$folder/archive.llz" "$input"
echo "+ llmzip -d -o restored archive.llz"
$llmzip -d -q -o "$folder/restored" "$folder/archive.llz"
cmp "$input" "$folder/restored"
echo "restored exactly: $(stat -c %s "$input") bytes, $(stat -c %s "$folder/archive.llz") as an archive"
echo
python3 bench/compare.py --out build/release/compare --levels 1,3,5 --only 'xz,zstd -19,zstd --ultra,bzip3,PPMd o6,zpaq -m5' "$input"

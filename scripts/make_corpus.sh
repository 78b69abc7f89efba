#!/usr/bin/env bash
# Builds the four-file measuring set: prose, markup, source code, machine code.
# usage: scripts/make_corpus.sh DATA_FOLDER OUTPUT_FOLDER
#   DATA_FOLDER holds alice29.txt (or canterbury/alice29.txt) and enwik8_first3MB, enwik8 or enwik9 (or text/…)
#   OUTPUT_FOLDER gets alice29.txt, enwik8_2to3MB, c_source and bash, the last three of 1,000,000 bytes
# c_source is made of C headers under /usr/include, bash is this machine's /bin/bash: their sizes compare only with
# sizes measured on the same files, in the same run.
set -euo pipefail

[ $# -eq 2 ] || { sed -n '3,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1
out=$2
mkdir -p "$out"

first_of() {
  for candidate in "$@"; do
    if [ -f "$data/$candidate" ]; then echo "$data/$candidate"; return; fi
  done
  echo "make_corpus: none of these is in $data: $*" >&2
  exit 1
}

alice=$(first_of alice29.txt canterbury/alice29.txt)
enwik=$(first_of enwik8_first3MB text/enwik8_first3MB enwik8 text/enwik8 enwik9 text/enwik9)

cp "$alice" "$out/alice29.txt"
head -c 3000000 "$enwik" | tail -c 1000000 >"$out/enwik8_2to3MB"
find /usr/include -maxdepth 3 -name '*.h' -type f -not -path '*/c++/*' -print0 | LC_ALL=C sort -z |
  xargs -0 cat 2>/dev/null | head -c 1000000 >"$out/c_source" || true
head -c 1000000 /bin/bash >"$out/bash"
chmod u+w "$out"/*

for file in alice29.txt enwik8_2to3MB c_source bash; do
  printf '%-14s %8d bytes  %s\n' "$file" "$(stat -c %s "$out/$file")" "$(sha256sum "$out/$file" | cut -c1-16)"
done

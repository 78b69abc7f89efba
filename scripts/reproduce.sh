#!/usr/bin/env bash
# Every experiment of "Language Modeling Is Compression" on your data, and one page of it: DIR/report.html.
# usage: scripts/reproduce.sh [--small|--full] [OPTIONS] DIR
#   --small             an hour or two: 1536 chunks of each set, networks trained for minutes [this]
#   --full              days: the paper's 488,281 chunks of each set; the four sources must be given
#   --enwik9 FILE       text to measure on
#   --train FILE        text to train on: nothing of what is measured
#   --imagenet DIR      folder of pictures
#   --librispeech DIR   folder of FLACs
#   --language MODEL    this language model too in table 1: seeing seven bits as the paper's do, all eight, and mixed;
#                       a file made by 'llmzip import', or its name in models/ or where scripts/get_smollm2.sh puts it.
#                       With SmolLM2-135M --small takes hours more
#   --chunks N          most chunks of 2048 bytes of each set
#   --budget MINUTES    training time of the scaling grid, and as much again of the tokenisers' networks
#   --device NAME       cpu, cuda or cuda:N for training [cpu]
#   --llmzip PROGRAM    [build/reproduce/llmzip, built if need be]
# With no source given, a small run takes the repository's own test inputs, and less of everything: a minute that
# shows that all of it works, and no more.
# A run that was stopped goes on where it was. Each experiment alone: bench/paper/*.py --help.
set -euo pipefail
invoked=$PWD
cd "$(dirname "$0")/.."

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; }
fail() { echo "reproduce.sh: $1" >&2; exit 1; }
absolute() { case $1 in /*) echo "$1" ;; *) echo "$invoked/$1" ;; esac; }

scale=small enwik9='' train='' imagenet='' librispeech='' chunks='' budget='' device=cpu llmzip='' folder='' language=''
while [ $# -gt 0 ]; do
  case $1 in
    --small | --full) scale=${1#--}; shift; continue ;;
    -h | --help) usage; exit 0 ;;
    --*) [ $# -ge 2 ] || fail "$1 needs a value" ;;
  esac
  case $1 in
    --enwik9) enwik9=$(absolute "$2") ;;
    --train) train=$(absolute "$2") ;;
    --imagenet) imagenet=$(absolute "$2") ;;
    --librispeech) librispeech=$(absolute "$2") ;;
    --language) language=$2 ;;
    --chunks) chunks=$2 ;;
    --budget) budget=$2 ;;
    --device) device=$2 ;;
    --llmzip) llmzip=$(absolute "$2") ;;
    --*) usage >&2; exit 2 ;;
    *) [ -z "$folder" ] || fail "one DIR, not '$folder' and '$1'"; folder=$(absolute "$1"); shift; continue ;;
  esac
  shift 2
done
[ -n "$folder" ] || { usage >&2; exit 2; }

# As a name and the folder it is looked for in: what a report says shall not depend on where a file lies.
language_rows='' language_folder=()
if [ -n "$language" ]; then
  installed=${XDG_DATA_HOME:-$HOME/.local/share}/llmzip/models
  for file in "$(absolute "$language")" "$PWD/models/$language.safetensors" "$installed/$language.safetensors" ''; do
    [ ! -f "$file" ] || break
  done
  [ -n "$file" ] || fail "--language: '$language' is neither a file nor a model in models/ or $installed"
  name=$(basename "$file" .safetensors)
  case $name in *[!A-Za-z0-9._-]*) fail "--language: no name for a table: '$name'" ;; esac
  [ "$name.safetensors" = "$(basename "$file")" ] || fail "--language: '$file' is no .safetensors file"
  language_folder=(--models-dir "$(dirname "$file")")
  language_rows=";net:$name@7;net:$name;mix(cm:max,net:$name)"
fi

measured=$enwik9$imagenet$librispeech
if [ -z "$measured$train" ]; then
  [ "$scale" = full ] || scale=tiny
elif [ -z "$measured" ]; then
  fail "--train alone leaves nothing to measure: give --enwik9, --imagenet or --librispeech"
fi
if [ "$scale" = full ]; then
  for source in "$enwik9" "$train" "$imagenet" "$librispeech"; do
    [ -n "$source" ] || fail "--full needs --enwik9, --train, --imagenet and --librispeech"
  done
  : "${chunks:=488281}" "${budget:=600}"
elif [ "$scale" = small ]; then
  : "${chunks:=1536}" "${budget:=20}"
else
  : "${chunks:=24}" "${budget:=0.05}"
fi

python=/usr/bin/python3  # the distribution's, which has its packages
build=build/reproduce
if [ -z "$llmzip" ]; then
  scripts/setup.sh >&2
  cmake --preset release -B $build -D LLMZIP_BUILD_TESTS=OFF -D LLMZIP_BUILD_BENCH=ON --log-level=WARNING >/dev/null
  cmake --build $build -j "$(nproc)" >/dev/null
  llmzip=$build/llmzip
fi
overhead=$(dirname "$llmzip")/bench/coder_overhead
mkdir -p "$folder"

if [ "$scale" = tiny ]; then
  $python bench/paper/sample_sources.py "$folder/sources"
  enwik9=$folder/sources/text train=$folder/sources/train.txt
  imagenet=$folder/sources/pictures librispeech=$folder/sources/sounds
fi
sources=(--random)
[ -z "$enwik9" ] || sources+=(--enwik9 "$enwik9")
[ -z "$imagenet" ] || sources+=(--imagenet "$imagenet")
[ -z "$librispeech" ] || sources+=(--librispeech "$librispeech")
sets=$folder/sets
# Sets of an earlier run are taken again, but never another run's for this one's.
if [ ! -f "$sets/manifest.json" ]; then
  $python scripts/datasets.py --out "$sets" --chunks "$chunks" "${sources[@]}"
  printf '%s\n' "$chunks" "${sources[@]}" >"$sets/made-of"
elif ! printf '%s\n' "$chunks" "${sources[@]}" | cmp -s - "$sets/made-of"; then
  fail "$sets was made of other sources or another number of chunks: give another DIR, or delete it"
fi

experiment() { echo "== $1" >&2; local name=$1; shift; $python "bench/paper/$name.py" --out "$folder" "$@" >/dev/null; }
common=(--llmzip "$llmzip")
measuring=("${common[@]}" --models-dir models --sets "$sets")

table1=() in_context=() contexts=() generators=() scaling=() tokenisation=() coder=()
networks='net;mix(cm,net);net:image-gray8;net:audio-pcm8'
classic='gzip;lzma;png;flac;zstd:19;cm:fast;cm'
case $scale in
  full)
    tokenisation=(--budget "$budget")
    table1=(--codings "$classic;cm:max;mix(cm:max,net);$networks;net:image-gray7@7;net:audio-pcm7@7")
    ;;
  small)
    table1=(--codings "$classic;cm:max;$networks;net:image-gray7@7;net:audio-pcm7@7")
    in_context=(--codings "order2;cm;$networks")
    contexts=(--codings 'order2;cm;cm:max;net;mix(cm,net)' --limit 200000)
    scaling=(--limit 1000000)
    tokenisation=(--sizes 200k --budget "$budget")
    ;;
  tiny)
    table1=(--codings "$classic;$networks")
    in_context=(--codings "cm;$networks")
    contexts=(--codings 'order2;cm;net' --limit 16384)
    generators=(--pieces 1 --seeds 2 --text 'codelength:gzip;cm;net' --pictures 'cm;net:image-gray8'
                --sound 'cm;net:audio-pcm8' --reverse 'order3;cm;net')
    coder=(--lengths '64,2048,65536')
    scaling=(--limit 32768 --shapes 'hybrid-tiny;layers=D;chunk=2048|hybrid-tiny;layers=DD;chunk=2048')
    tokenisation=(--vocabularies 'bytes,420' --sizes 6k --bytes 60k --limit 8k)
    ;;
esac

table1[1]+=$language_rows
experiment table1 "${language_folder[@]}" "${measuring[@]}" "${table1[@]}"
experiment in_context "${measuring[@]}" "${in_context[@]}"
experiment contexts "${measuring[@]}" "${contexts[@]}"
experiment generators "${measuring[@]}" "${generators[@]}"
experiment coder "${common[@]}" --coder-overhead "$overhead" "${coder[@]}"
if [ -n "$enwik9" ] && [ -n "$train" ]; then
  experiment scaling "${common[@]}" --sets "$sets" --train "$train" --budget "$budget" --device "$device" \
    "${scaling[@]}"
  experiment tokenisation "${common[@]}" --text "$train" --measure "$sets/enwik9.bin" --device "$device" \
    "${tokenisation[@]}"
fi
$python bench/paper/page.py "$folder"

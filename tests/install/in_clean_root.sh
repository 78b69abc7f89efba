#!/usr/bin/env bash
# What clean_root_test.sh runs within the clean root: each package with nothing but what it depends on.
set -euo pipefail
cd /tests
quietly() { "$@" >/tmp/log 2>&1 || { echo "failed: $*"; cat /tmp/log; exit 1; }; }
install() { quietly apt-get install -y -q --no-install-recommends "$@"; }
is() { [ "$1" = "$2" ] || { echo "'$1' instead of '$2'"; exit 1; }; }
quietly apt-get update -q

echo "== llmzip"
install /packages/llmzip_*.deb
llmzip -q -1 source.txt
unllmzip -c source.txt.llz | cmp - source.txt
llzcat source.txt.llz | cmp - source.txt
if llmzip models | grep -q paper; then echo "models that are in no package installed here"; exit 1; fi

echo "== file and the desktop"
install file  # after llmzip: the trigger adds the pattern
file -b source.txt.llz | grep -q '^llmzip compressed data'
is "$(file -b --mime-type source.txt.llz)" application/x-llmzip
is "$(grep -c '^# begin of llmzip' /etc/magic)" 1
quietly dpkg-reconfigure llmzip
is "$(grep -c '^# begin of llmzip' /etc/magic)" 1
install shared-mime-info libglib2.0-bin
gio info -a standard::content-type source.txt.llz | grep -q 'application/x-llmzip$'
cp source.txt.llz nameless
gio info -a standard::content-type nameless | grep -q 'application/x-llmzip$'

echo "== llmzip-models"
install /packages/llmzip-models_*.deb
llmzip models | grep -q paper-200k
llmzip --predictor net:paper-200k -c source.txt | llmzip -d | cmp - source.txt

echo "== the shared library, from C and C++, by pkg-config and by CMake, without any other library's headers"
install gcc libc6-dev pkg-config
export LD_LIBRARY_PATH=/opt/llmzip/lib PKG_CONFIG_PATH=/opt/llmzip/lib/pkgconfig
read -ra flags <<<"$(pkg-config --cflags --libs llmzip)"
gcc -std=c11 consumer/round_trip.c -o /tmp/c "${flags[@]}"
/tmp/c
install cmake make
cmake_c() {
  rm -rf /tmp/c_only
  quietly cmake -S c_only -B /tmp/c_only -D "CMAKE_PREFIX_PATH=${1:-}"
  quietly cmake --build /tmp/c_only
  /tmp/c_only/c_only
}
cmake_cpp() {
  rm -rf /tmp/consumer
  quietly cmake -S consumer -B /tmp/consumer -D "CMAKE_PREFIX_PATH=${1:-}"
  quietly cmake --build /tmp/consumer
  /tmp/consumer/round_trip_cpp
  /tmp/consumer/round_trip_c
  /tmp/consumer/own_predictor
}
if command -v g++; then echo "g++ is here already: C alone is not tried"; exit 1; fi
cmake_c /opt/llmzip
install g++
g++ -std=c++20 consumer/round_trip.cc -o /tmp/cpp "${flags[@]}"
/tmp/cpp
cmake_cpp /opt/llmzip
unset LD_LIBRARY_PATH PKG_CONFIG_PATH

echo "== libllmzip-dev: the static library, the same ways"
quietly apt-get purge -y g++ g++-12 libstdc++-12-dev
install /packages/libllmzip-dev_*.deb
is "$(realpath "$(pkg-config --variable=prefix llmzip)")" /usr
for static in '' --static; do
  read -ra flags <<<"$(pkg-config $static --cflags --libs llmzip)"
  gcc -std=c11 consumer/round_trip.c -o /tmp/c "${flags[@]}"
  /tmp/c
done
cmake_c
install g++
g++ -std=c++20 consumer/round_trip.cc -o /tmp/cpp "${flags[@]}"
/tmp/cpp
cmake_cpp
is "$(dpkg-query -W -f '${Package}' nlohmann-json3-dev 2>/dev/null || true)" ""

if ls /packages/llmzip-checkpoints_*.deb >/dev/null 2>&1; then
  echo "== llmzip-checkpoints"
  install /packages/llmzip-checkpoints_*.deb
  quietly llmzip train --init text-small --data source.txt --steps 2 --sequences 2 --segment 256 -o /tmp/own.safetensors
  llmzip --predictor net:/tmp/own.safetensors -c source.txt | llmzip -d --models-dir /tmp | cmp - source.txt
fi

echo "== and away again"
quietly apt-get purge -y llmzip
if grep -n llmzip /etc/magic; then echo "left in /etc/magic"; exit 1; fi
is "$(dpkg --verify libmagic1)" ""

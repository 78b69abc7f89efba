#!/usr/bin/env bash
# Installs llmzip into a scratch folder, then builds and runs programs against what was installed.
# usage: install_test.sh static|shared SOURCE_DIR BUILD_DIR SCRATCH_DIR
set -euo pipefail
kind=$1
source=$2
build=$3
scratch=$4
consumer=$source/tests/install/consumer
rm -rf "$scratch"
mkdir -p "$scratch"
prefix=$scratch/prefix

embedder=(cmake -S "$source/tests/install/embedder" -G Ninja -D "LLMZIP_SOURCE_DIR=$source" --log-level=WARNING)
if [ "$kind" = shared ]; then
  echo "== built within another project"
  "${embedder[@]}" -B "$scratch/build" -D CMAKE_BUILD_TYPE=Release -D EMBEDDER_CMAKE_BUILD_TYPE=Release \
    -D BUILD_SHARED_LIBS=ON -D LLMZIP_INSTALL=ON -D CMAKE_INSTALL_LIBDIR=lib
  cmake --build "$scratch/build"
  "$scratch/build/embedded_cpp"
  build=$scratch/build
else
  echo "== configured within another project"
  "${embedder[@]}" -B "$scratch/embedder"
  [ -z "$(sed -n 's/^CMAKE_BUILD_TYPE:[A-Z]*=//p' "$scratch/embedder/CMakeCache.txt")" ]
fi
cmake --install "$build" --prefix "$prefix" >/dev/null
[ -f "$prefix/include/llmzip/llmzip.h" ]
if [ "$kind" = static ]; then
  echo round trip | "$prefix/bin/llmzip" --codec store | "$prefix/bin/llzcat" | grep -qx 'round trip'
  "$prefix/bin/llmzip" models | grep -q "$prefix/share/llmzip/models/paper-200k"

  echo "== documents, and what the desktop knows an archive by"
  python3 "$source/tests/docs/docs_test.py" installed-links "$prefix/share/doc/llmzip"
  update-mime-database "$prefix/share/mime"
  grep -qx 'application/x-llmzip:\*.llz' "$prefix/share/mime/globs"
  grep -q application/x-llmzip "$prefix/share/mime/magic"
fi
libdir=$(dirname "$(find "$prefix" -name 'libllmzip.*' | head -1)")
if [ "$kind" = shared ]; then export LD_LIBRARY_PATH=$libdir; else [ -x "$prefix/bin/llmzip" ]; fi

echo "== found by CMake"
cmake -S "$consumer" -B "$scratch/consumer" -G Ninja -D CMAKE_PREFIX_PATH="$prefix" --log-level=WARNING
cmake --build "$scratch/consumer"
"$scratch/consumer/round_trip_cpp"
"$scratch/consumer/round_trip_c"
"$scratch/consumer/own_predictor"
cmake -S "$source/tests/install/c_only" -B "$scratch/c_only" -G Ninja -D CMAKE_PREFIX_PATH="$prefix" --log-level=WARNING
cmake --build "$scratch/c_only"
"$scratch/c_only/c_only"
if grep -n nlohmann "$libdir"/cmake/llmzip/*.cmake; then
  echo "whoever links llmzip would need what only its sources need"
  exit 1
fi

echo "== found by pkg-config"
export PKG_CONFIG_PATH=$libdir/pkgconfig
config=(pkg-config)
[ "$(realpath "$("${config[@]}" --variable=prefix llmzip)")" = "$(realpath "$prefix")" ]
read -ra flags <<<"$("${config[@]}" --cflags --libs llmzip)"
"$CXX" -std=c++20 "$consumer/round_trip.cc" -o "$scratch/pkg_cpp" "${flags[@]}"
"$CC" -std=c11 "$consumer/round_trip.c" -o "$scratch/pkg_c" "${flags[@]}"
"$scratch/pkg_cpp"
"$scratch/pkg_c"
if [ "$kind" = static ]; then
  read -ra all_flags <<<"$("${config[@]}" --static --cflags --libs llmzip)"
  "$CC" -std=c11 "$consumer/round_trip.c" -o "$scratch/pkg_c" "${all_flags[@]}"
  "$scratch/pkg_c"
  # With no shared object at all, not even the C library's.
  "$CC" -static -std=c11 "$consumer/round_trip.c" -o "$scratch/pkg_c_static" "${all_flags[@]}"
  "$scratch/pkg_c_static"
fi

echo "== README's programs"
mkdir "$scratch/readme"
python3 "$source/tests/docs/docs_test.py" write-programs "$source" "$scratch/readme"
for program in "$scratch"/readme/*.cc; do
  "$CXX" -std=c++20 "$program" -o "${program%.cc}" "${flags[@]}"
  "${program%.cc}"
done

[ "$("${config[@]}" --modversion llmzip)" = "$(sed -n 's/^project(llmzip VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")" ]

if [ "$kind" = shared ]; then
  echo "== shows nothing but the public API"
  hidden=$(nm -DC --defined-only "$libdir/libllmzip.so" | awk '{print $3}' | grep -E '^(llmzip::(cm|io|anonymous)|CLI|XXH|spdlog)' || true)
  [ -z "$hidden" ] || { echo "exported by mistake: $hidden"; exit 1; }
fi

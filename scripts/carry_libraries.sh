#!/usr/bin/env bash
# Collects the headers and libraries of other projects that a build of the program and its trainer needs, for a machine
# without the packages, such as a rented one with a graphics card. Run it where scripts/setup.sh has run; docs/TRAINING.md
# describes the next steps.
# usage: scripts/carry_libraries.sh FOLDER
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: ${0##*/} FOLDER" >&2; exit 1; }
to=$1
machine=$(uname -m)-linux-gnu
mkdir -p "$to/include" "$to/lib"

# Headers alone, but for OpenSSL, of which libcrypto is linked.
for headers in CLI spdlog fmt nlohmann xxhash.h openssl; do
  cp -r "/usr/include/$headers" "$to/include/"
done
cp "/usr/include/$machine/openssl/"*.h "$to/include/openssl/"
cp -L "/usr/lib/$machine/libcrypto.so" "$to/lib/libcrypto.so"
ln -sf libcrypto.so "$to/lib/libcrypto.so.3"

# package NAME TARGET [DEFINITION...]: so that find_package(NAME) gives TARGET.
package() {
  local name=$1 target=$2 folder=$to/share/cmake/$1
  shift 2
  mkdir -p "$folder"
  cat >"$folder/${name}Config.cmake" <<END
add_library($target INTERFACE IMPORTED)
set_target_properties($target PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "\${CMAKE_CURRENT_LIST_DIR}/../../../include"
                                         INTERFACE_COMPILE_DEFINITIONS "$*")
END
}
package CLI11 CLI11::CLI11
package spdlog spdlog::spdlog "SPDLOG_FMT_EXTERNAL;FMT_HEADER_ONLY"
package nlohmann_json nlohmann_json::nlohmann_json

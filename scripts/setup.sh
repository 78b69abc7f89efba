#!/usr/bin/env bash
# Installs every Debian package needed to build, test and measure llmzip. Does nothing when all are there.
# usage: scripts/setup.sh [--full]   (as root, or as a user who may sudo)
#   --full   also what only the tests labelled full need
set -euo pipefail

build=(g++ cmake ninja-build pkg-config zlib1g-dev libzstd-dev liblzma-dev libpng-dev libflac-dev libxxhash-dev libssl-dev
       libpcre2-dev libcli11-dev libspdlog-dev libfmt-dev nlohmann-json3-dev)
trainer=(libtorch-dev libopenblas0-openmp)  # only for `llmzip train` and checkpoints
tokenisers=(libsentencepiece-dev)  # only for checkpoints trained elsewhere
tests=(libgtest-dev libgmock-dev python3 python3-numpy python3-pil flac libxxhash0 git file tar bash zsh fish man-db
       dpkg-dev lintian debootstrap shared-mime-info)
python=(python3-dev pybind11-dev python3-pytest python3-venv libpython3.11-testsuite)  # the Python package and its tests
checks=(clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14 shellcheck g++-aarch64-linux-gnu
        g++-s390x-linux-gnu qemu-user)
peers=(xz-utils zstd bzip2 bzip3 brotli p7zip-full zpaq gzip)
experiments=(python3-matplotlib python3-markdown python3-torch sentencepiece)  # only for bench/paper
comfort=(ccache)
full=()
if [ "${1-}" = --full ]; then full=(chromium); fi  # where pages of `llmzip explain` are looked at

missing=()
for package in "${build[@]}" "${trainer[@]}" "${tokenisers[@]}" "${tests[@]}" "${python[@]}" "${checks[@]}" "${peers[@]}" \
  "${experiments[@]}" "${comfort[@]}" "${full[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: every package is there"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run this as root, or install: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q
"${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"

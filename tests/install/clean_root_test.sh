#!/usr/bin/env bash
# Tries the packages, and the shared library, in a Debian 12 in which nothing is installed that nobody asked for.
# usage: clean_root_test.sh SOURCE_DIR PACKAGES_DIR SHARED_PREFIX SCRATCH_DIR
# PACKAGES_DIR: what packages_test.sh made; SHARED_PREFIX: where install_test.sh installed a shared library
# exit 77: debootstrap cannot run here
set -euo pipefail
source=$1
packages=$2
shared=$3
scratch=$4
skip() { echo "skipped: $*"; exit 77; }
command -v debootstrap >/dev/null || skip "there is no debootstrap here (scripts/setup.sh installs it)"
ls "$packages"/llmzip_*.deb >/dev/null 2>&1 || skip "packages_test.sh made no packages"
[ "$(id -u)" = 0 ] || skip "debootstrap has to be run as root"
unshare --mount --pid --fork --mount-proc true 2>/dev/null || skip "this machine does not let root mount anything"
mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[.*\] \)\{0,1\}\([^ ]*\).*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/debian* 2>/dev/null | head -1 || true)
mirror=${mirror:-http://deb.debian.org/debian}

root=$scratch/root
if [ "${5:-}" != inside ]; then
  # In namespaces of its own, for debootstrap mounts, too: whatever happens, no process stays, and nothing is mounted in
  # the root that is removed here. --one-file-system in case something is, after all.
  mkdir -p "$scratch"
  rm -rf --one-file-system "$root"
  trap 'rm -rf --one-file-system "$root"' EXIT
  unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" "$@" inside
  exit
fi

debootstrap --variant=minbase bookworm "$root" "$mirror" >"$scratch/debootstrap.log" 2>&1 ||
  skip "debootstrap failed: $(tail -n 3 "$scratch/debootstrap.log")"
mkdir -p "$root/packages" "$root/tests"
cp "$packages"/*.deb "$root/packages"
cp -r "$source/tests/install/consumer" "$source/tests/install/c_only" "$root/tests"
cp "$source/tests/install/in_clean_root.sh" "$source/tests/docs/docs_test.py" "$root/tests"
cp "$source/tests/data/source.txt" "$root/tests"
cp -a "$shared" "$root/opt/llmzip"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/resolv.conf"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
  ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
  chroot "$root" /bin/bash /tests/in_clean_root.sh

#!/usr/bin/env bash
# Makes the Debian packages of a build folder, in which `installable` is built, and looks into them.
# usage: packages_test.sh SOURCE_DIR BUILD_DIR SCRATCH_DIR        exit 77: what it needs is not installed
set -euo pipefail
source=$1
build=$2
scratch=$3
for tool in lintian dpkg-shlibdeps dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "skipped: there is no $tool here (scripts/setup.sh installs it)"; exit 77; }
done
rm -rf "$scratch"
mkdir -p "$scratch"
cpack --config "$build/CPackConfig.cmake" -B "$scratch" >"$scratch/cpack.log" || { cat "$scratch/cpack.log"; exit 1; }

problems=0
problem() { echo "$*"; problems=1; }
expected=(libllmzip-dev llmzip llmzip-models)
[ ! -e "$build/llmzip_checkpoints.so" ] || expected+=(llmzip-checkpoints)
for package in "${expected[@]}"; do
  file=$(echo "$scratch/${package}"_*.deb)
  [ -f "$file" ] || { problem "no package $package"; continue; }
  dpkg-deb -x "$file" "$scratch/$package"
  dpkg-deb -x "$file" "$scratch/all"
  [ -f "$scratch/$package/usr/share/doc/$package/copyright" ] || problem "$package: no copyright"
  claimed=$(dpkg-deb -f "$file" Installed-Size)
  size=$(du -s --apparent-size --block-size=1K "$scratch/$package" | cut -f 1)
  ((claimed < 2 * size && size < 2 * claimed)) || problem "$package: takes $size KiB and says $claimed"
  printf '%-20s %10d bytes\n' "$package" "$(stat -c %s "$file")"
done
[ "$problems" = 0 ] || exit 1

echo "== lintian"
lintian --allow-root --fail-on error "$scratch"/*.deb || problem "lintian found errors"

echo "== each thing in its package"
for path in bin/llmzip bin/unllmzip bin/llzcat share/man/man1/llmzip.1.gz share/mime/packages/llmzip.xml \
  share/llmzip/magic share/doc/llmzip/README.md; do
  [ -e "$scratch/llmzip/usr/$path" ] || problem "llmzip: no $path"
done
for path in lib include share/llmzip/models; do
  [ ! -e "$scratch/llmzip/usr/$path" ] || problem "llmzip: $path belongs into another package"
done
python3 "$source/tests/docs/docs_test.py" installed-links "$scratch/all/usr/share/doc/llmzip" || problem "broken links"
in_packages=$(find "$scratch"/*/usr/share/llmzip/models -name '*.safetensors' -printf '%f\n' | sort -u)
for model in "$source"/models/*.safetensors; do
  name=$(basename "$model")
  grep -qx "$name" <<<"$in_packages" || "$build/llmzip" models | grep -q "^${name%.safetensors} .*embedded" ||
    problem "$name is neither in llmzip-models nor in the program"
done

echo "== llmzip.pc"
pc=$(find "$scratch/libllmzip-dev" -name llmzip.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
prefix=$(realpath "$(pkg-config --variable=prefix llmzip)")
[ "$prefix" = "$(realpath "$scratch/libllmzip-dev/usr")" ] || problem "llmzip.pc in the package says prefix=$prefix"
depends=" $(dpkg-deb -f "$scratch"/libllmzip-dev_*.deb Depends | sed 's/([^)]*)//g; s/,/ /g') "
for module in $(pkg-config --print-requires --print-requires-private llmzip | cut -d ' ' -f 1 | sort -u); do
  owner=$(dpkg -S "$(pkg-config --variable=pcfiledir "$module")/$module.pc" | cut -d : -f 1)
  [[ $depends == *" $owner "* ]] || problem "llmzip.pc wants $module of $owner, which libllmzip-dev does not depend on"
done
exit "$problems"

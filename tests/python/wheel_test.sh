#!/usr/bin/env bash
# `pip install .` into an environment of its own: the wheel is built, imports fast, and passes the package's tests.
# usage: wheel_test.sh SOURCE_FOLDER
set -euo pipefail
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

/usr/bin/python3 -m venv "$work/venv"
pip=("$work/venv/bin/python" -m pip --quiet --disable-pip-version-check)
if ! "${pip[@]}" download --no-deps --dest "$work/index" scikit-build-core >/dev/null 2>&1; then
  echo "the package index cannot be reached: skipped"
  exit 77
fi
"${pip[@]}" wheel --no-deps --wheel-dir "$work/wheels" "$source"
wheel=("$work"/wheels/llmzip-*.whl)
echo "wheel: $(basename "${wheel[0]}"), $(stat -c %s "${wheel[0]}") bytes"
"${pip[@]}" install "${wheel[0]}" pytest fsspec pandas mypy

cd "$work"
best=$(for _ in 1 2 3 4 5; do
  venv/bin/python -c 'import numpy, time; begin = time.perf_counter(); import llmzip; print(time.perf_counter() - begin)'
done | sort -n | head -n 1)
echo "import (numpy aside): $best s"
venv/bin/python -c "import sys; sys.exit(float(sys.argv[1]) > 0.3)" "$best"
venv/bin/python -m pytest -q -p no:cacheprovider "$source/tests/python"
printf 'import llmzip\nb: bytes = llmzip.compress(b"x", level=1)\nreveal_type(llmzip.open("x", "rt"))\n' >typed.py
venv/bin/python -m mypy --strict typed.py

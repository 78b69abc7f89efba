#!/bin/sh
# -r may be repeated: what is compressed already, archives and temporary files are passed over.
mkdir -p d/e && make-text 100 >d/a && make-text 200 >d/e/b && echo half >d/.a.llz.4711.tmp
run() { llmzip --codec gzip "$@"; echo $?; find d | sort; }
run -r d; run -r d; run -rf d
run -dr d
rm d/a d/e/b; run -dr d; run -dr d
run -rv d
# A file that has changed since is no older run's work, and one to be deleted is not taken at its word.
echo more >>d/a; run -r d; run -r --rm d/e

#!/bin/sh
# Decoding shuts itself off from what it does not need; compressing does not, and --no-sandbox lifts it. What is needed is
# tried by all other cases that decode.
grep -q -e __asan_init -e __tsan_init "$(command -v llmzip)" && exit 77 # there is none under a sanitizer
grep -q '^Seccomp:' /proc/self/status || exit 77
make-text 3000 >a && llmzip -1 a && mkfifo waiting
# The state in which the program waits for its input: 2 with a filter of calls, 0 without.
state() {
  wanted=$1
  shift
  llmzip "$@" <waiting >out 2>err &
  program=$!
  exec 3>waiting
  for try in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.2
    grep -q '^Seccomp:.*2' "/proc/$program/status" && break
    [ "$wanted" = 0 ] && [ "$try" = 3 ] && break
  done
  echo "$*: $(sed -n 's/^Seccomp:[[:space:]]*//p' "/proc/$program/status")"
  cat a.llz >&3
  exec 3>&-
  wait "$program"
}
state 2 -d -c
cmp a out
state 2 -t
state 0 -d -c --no-sandbox
cmp a out
state 0 -1 -c
mkdir from to && cp a.llz from && llmzip -d from/a.llz -o to/b && cmp a to/b
llmzip -d --rm from/a.llz && ls from
llmzip -t -r . && llmzip list --no-sandbox a.llz | wc -l
# Models may be links, as caches have them, in a folder or in that of a checkpoint.
mkdir models cache && make-random-model dice 1 >cache/blob && ln -s ../cache/blob models/dice.safetensors
llmzip --models-dir models --predictor net:dice -o m.llz a && llmzip -dc --models-dir models m.llz | cmp - a

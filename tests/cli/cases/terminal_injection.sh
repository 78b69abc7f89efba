#!/bin/sh
# Nothing that a file's name holds reaches a terminal as it is: escape sequences, C1, overrides, bytes that are no UTF-8.
name=$(printf 'a\033[2J\302\233\342\200\256gpj.\351')
make-text 1000 >"$name" && llmzip --codec gzip -v "$name" 2>err; cat err
llmzip -l "$name.llz" | tail -1
llmzip list -v "$name.llz" | head -1
llmzip bench --codec gzip "$name" | head -1
llmzip eval --predictor order0 "$name" | head -1
llmzip -t --progress "$name.llz" 2>err; tr '\r' '\n' <err | grep -c "$(printf '\033')[^\\[K]"
llmzip "$name"; llmzip "$(printf -- '--\033[2J')"
llmzip models --models-dir . >all 2>&1; llmzip list --json "$name.llz" >>all
for command in bench eval; do llmzip $command --json --codec gzip "$name" >>all; done
LC_ALL=C grep -c "$(printf '[\033\177\200-\377]')" all
:

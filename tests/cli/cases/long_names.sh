#!/bin/sh
# The longest name that fits works; one byte more is refused before any work.
a=$(printf '%0251d' 0)
b=$(printf '%0252d' 0)
make-text 100 >"$a" && make-text 100 >"$b"
llmzip --predictor order2 "$a" && ls -1A | wc -l && rm "$a" && llmzip -d "$a.llz" && wc -c <"$a"
llmzip --predictor order2 "$b"
echo $?
ls -1A | wc -l

#!/bin/sh
# --memory-limit, both ways.
make-text 3000 >a && llmzip -1 a
llmzip -1 -c --memory-limit 1K a; echo $?
llmzip -dc --memory-limit 1K a.llz; echo $?
llmzip -dc --no-limits a.llz | cmp - a
llmzip -dc -M 8G a.llz | cmp - a

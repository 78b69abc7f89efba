#!/bin/sh
# No instruction set changes a byte.
make-text 20000 >a
llmzip -3c a >3 && llmzip -1c a >1
llmzip -3c --kernel scalar a | cmp - 3
llmzip -1c --kernel scalar a | cmp - 1
llmzip -dc --kernel scalar 3 | cmp - a

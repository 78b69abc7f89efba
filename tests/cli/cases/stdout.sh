#!/bin/sh
# -c writes to standard output and keeps the file.
make-text 1000 >a
llmzip --predictor order2 -c a >x && ls -1A
llmzip -d -c x | cmp - a
llmzip -dc <x | cmp - a

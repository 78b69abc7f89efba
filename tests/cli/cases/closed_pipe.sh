#!/bin/sh
# Whoever stops reading early stops the program quietly.
make-text 3000000 >a && llmzip --codec zstd:1 a
llmzip -dc a.llz | head -c 5
echo

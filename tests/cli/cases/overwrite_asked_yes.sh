#!/bin/sh
# On a terminal the program asks; y overwrites.
make-text 100 >a && echo old >a.llz
run-in-terminal --stdin 'y
' llmzip -v --no-progress --codec store a
llmzip -dc a.llz | cmp - a

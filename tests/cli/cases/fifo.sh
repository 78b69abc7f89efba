#!/bin/sh
# A FIFO is read with -c or -o, written with -o, and otherwise skipped.
make-text 5000 >a && mkfifo p && llmzip --codec gzip a
cat a >p & llmzip --codec gzip -c p | llmzip -d | cmp - a
cat p >got & llmzip -d -o p a.llz && wait && cmp got a
llmzip p; echo $?
[ -p p ] && ls -1A

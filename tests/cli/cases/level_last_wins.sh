#!/bin/sh
# Of several levels the last one counts, however it is written.
make-text 2000 >a
llmzip -c -1 a >1
llmzip -9c1 a | cmp - 1
llmzip --level 9 -1 -c a | cmp - 1
llmzip -9 --level 1 -c a | cmp - 1

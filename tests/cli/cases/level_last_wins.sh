#!/bin/sh
# Of several levels the last one counts, however it is written.
make-text 2000 >a
llmzip -c -1 a >1
llmzip -9c1 a | cmp - 1
llmzip --level 9 -1 -c a | cmp - 1
llmzip -9 --level 1 -c a | cmp - 1
# gzip's long names of the first and the last one, alone and among others.
llmzip --best --fast -c a | cmp - 1
llmzip -9 -c a >9
llmzip --fast --best -c a | cmp - 9
llmzip --best -1 -c a | cmp - 1

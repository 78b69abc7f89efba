#!/bin/sh
# Input and output are the same file, by whatever name.
make-text 100 >a && ln a hard && ln -s a soft
llmzip -f -o a a; echo $?
llmzip -f -o hard a; echo $?
llmzip -f -o soft a; echo $?
llmzip -f -o ./a a; echo $?
wc -c a

#!/bin/sh
# What cannot be meant together is refused before any work.
make-text 10 >a && make-text 20 >b
llmzip -o x a b; echo $?
llmzip -r -o x a; echo $?
llmzip -o '' a; echo $?
ls -1A

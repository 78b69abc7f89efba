#!/bin/sh
# A folder cannot be an output.
make-text 10 >a && mkdir d a.llz
llmzip -o d a; echo $?
llmzip -f a; echo $?
llmzip -o missing/x a; echo $?
ls -1A

#!/bin/sh
# Unknown options are errors that point to the help.
make-text 10 >a
llmzip --frobnicate a; echo $?
llmzip -y a; echo $?
llmzip -kfy a; echo $?
llmzip compress --offset 3 a; echo $?
llmzip predictors a; echo $?
ls -1A

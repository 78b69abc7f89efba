#!/bin/sh
# Unknown options are errors that point to the help.
make-text 10 >a
llmzip --frobnicate a; echo $?
llmzip -y a; echo $?
llmzip -kfy a; echo $?
llmzip compress --offset 3 a; echo $?
llmzip predictors a; echo $?
make-text 10 >-dash.txt && llmzip -dash.txt; echo $?
llmzip decompres a; echo $?
llmzip -13 a; echo $?
llmzip help decompres; echo $?
llmzip help --help | head -1
ls -1A
# A value for an option that takes none.
llmzip --fast=3 a; echo $?

#!/bin/sh
# Levels outside 1 … 9 are refused before any work.
make-text 10 >a
llmzip --level 0 a
echo $?
llmzip --level 10 a
echo $?
llmzip --level x a
echo $?
llmzip -0 a
echo $?
ls -1A

#!/bin/sh
# A part never takes the whole's name or place, and needs a file that can be searched.
make-text 1000 >a && llmzip --predictor order2 a && rm a
llmzip -d --offset 10 a.llz; echo $?
llmzip -d --offset 10 --rm -o x a.llz; echo $?
llmzip --offset 10 a.llz -o x; echo $?
llmzip -d --offset 10 --recover -c a.llz; echo $?
cat a.llz | llmzip -d --offset 10; echo $?
llmzip -dc --offset 10 <a.llz | wc -c
ls -1A

#!/bin/sh
# A failing -d -f leaves the old file as it was, and nothing else.
make-text 5000 >a && llmzip --predictor order2 a && echo precious >a
head -c 500 a.llz >b.llz && echo precious >b
llmzip -df b.llz; echo $?
cat b && ls -1A

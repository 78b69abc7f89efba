#!/bin/sh
# A missing file is an error at the end; the others are done.
make-text 100 >a && make-text 200 >b
llmzip --predictor order2 a missing b
echo $?
ls -1A

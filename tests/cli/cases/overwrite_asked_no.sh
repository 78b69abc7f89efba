#!/bin/sh
# … and n does not.
make-text 100 >a && echo old >a.llz
run-in-terminal --stdin 'n
' llmzip --no-progress --predictor order2 a
echo $?
cat a.llz

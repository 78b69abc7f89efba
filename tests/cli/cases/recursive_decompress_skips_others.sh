#!/bin/sh
# With -r files that were never compressed are a warning.
mkdir d && make-text 10 >d/a && make-text 20 >d/b && llmzip --predictor order2 --rm d/a
llmzip -dr d
echo $?
find d | sort
llmzip -tr d
echo $?

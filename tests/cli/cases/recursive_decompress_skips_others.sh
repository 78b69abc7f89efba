#!/bin/sh
# With -r files that were never compressed are passed over.
mkdir d && make-text 10 >d/a && make-text 20 >d/b && llmzip --predictor order2 --rm d/a
llmzip -dr d
echo $?
find d | sort
llmzip -tr d
echo $?
llmzip -lr d | tail -1
llmzip -trv d

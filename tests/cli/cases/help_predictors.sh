#!/bin/sh
# Every option of predictors, within 80 columns.
llmzip predictors --help
llmzip predictors --help >a
llmzip help predictors | cmp - a
llmzip predictors -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

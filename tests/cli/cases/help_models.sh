#!/bin/sh
# Every option of models, within 80 columns.
llmzip models --help
llmzip models --help >a
llmzip help models | cmp - a
llmzip models -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

#!/bin/sh
# Every option of eval, within 80 columns.
llmzip eval --help
llmzip eval --help >a
llmzip help eval | cmp - a
llmzip eval -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

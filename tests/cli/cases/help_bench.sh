#!/bin/sh
# Every option of bench, within 80 columns.
llmzip bench --help
llmzip bench --help >a
llmzip help bench | cmp - a
llmzip bench -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

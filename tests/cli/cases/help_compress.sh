#!/bin/sh
# Every option of compress, within 80 columns.
llmzip compress --help
llmzip compress --help >a
llmzip help compress | cmp - a
llmzip compress -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

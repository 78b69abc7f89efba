#!/bin/sh
# Every option of import, within 80 columns.
llmzip import --help
llmzip import --help >a
llmzip help import | cmp - a
llmzip import -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

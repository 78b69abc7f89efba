#!/bin/sh
# Every option of explain, within 80 columns.
llmzip explain --help
llmzip explain --help >a
llmzip help explain | cmp - a
llmzip explain -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

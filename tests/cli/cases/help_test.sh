#!/bin/sh
# Every option of test, within 80 columns.
llmzip test --help
llmzip test --help >a
llmzip help test | cmp - a
llmzip test -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

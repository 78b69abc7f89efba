#!/bin/sh
# Every option of list, within 80 columns.
llmzip list --help
llmzip list --help >a
llmzip help list | cmp - a
llmzip list -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

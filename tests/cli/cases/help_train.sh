#!/bin/sh
# Every option of train, within 80 columns.
llmzip train --help
llmzip train --help >a
llmzip help train | cmp - a
llmzip train -h | cmp - a
LC_ALL=C.UTF-8 awk 'length > 80' a | grep . && exit 1
exit 0

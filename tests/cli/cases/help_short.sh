#!/bin/sh
# -h fits a screen: at most 32 lines of 80 columns.
llmzip -h
llmzip -h | awk 'length > 80' | grep . && exit 1
[ "$(llmzip -h | wc -l)" -le 32 ]

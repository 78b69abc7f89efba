#!/bin/sh
# Asking for help is no mistake, whatever else is wrong.
llmzip --level 99 -h >a && llmzip -h | cmp - a

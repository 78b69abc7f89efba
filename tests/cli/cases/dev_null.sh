#!/bin/sh
# /dev/null is written to directly, needs no -f, and stays a device.
make-text 100 >a && llmzip --codec store a
llmzip --codec store -o /dev/null a && llmzip -d -o /dev/null a.llz && [ -c /dev/null ] && ls -1A
llmzip --codec store -c /dev/null | llmzip -d | wc -c

#!/bin/sh
# Without the plug-in everything else works, and train says what to install.
make-text 3000 >a
: >not-a-plugin.so
LLMZIP_TRAINER=missing.so llmzip train --arch hybrid-tiny --data a -o m
echo $?
LLMZIP_TRAINER=./not-a-plugin.so llmzip train --arch hybrid-tiny --data a -o m
ls -1A

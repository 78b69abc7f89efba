#!/bin/sh
# A folder is skipped with a warning; the exit status says so.
mkdir d && make-text 10 >a
llmzip --codec store d a
echo $?
ls -1A

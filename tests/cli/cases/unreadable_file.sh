#!/bin/sh
# A file without permission is an error; the others are done.
make-text 10 >a && make-text 10 >b && chmod 0 a
without-root-rights llmzip --codec store a b; echo $?
ls -1A

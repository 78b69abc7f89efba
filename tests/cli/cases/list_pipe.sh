#!/bin/sh
# A pipe cannot be listed, a redirected file can.
make-text 100 >a && llmzip --codec store a
cat a.llz | llmzip -l; echo $?
llmzip -l <a.llz

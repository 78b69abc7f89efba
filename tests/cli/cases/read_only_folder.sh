#!/bin/sh
# A folder that cannot be written gives an error, not a loss.
mkdir d && make-text 10 >d/a && chmod 555 d
without-root-rights llmzip --codec store d/a; echo $?
without-root-rights llmzip --codec store --rm -c d/a | llmzip -d | cmp - d/a
ls -1A d

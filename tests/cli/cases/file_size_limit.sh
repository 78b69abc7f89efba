#!/bin/sh
# A file that grows over its limit gives an error and no file, not a dead process.
python3 -c 'import random, sys; random.seed(1); sys.stdout.buffer.write(random.randbytes(200000))' >a
(ulimit -f 100 && llmzip --codec store a); echo $?
ls -1A

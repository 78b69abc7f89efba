#!/bin/sh
# Random bytes are stored: at most 0.1 % and 64 bytes more.
python3 -c 'import random, sys; random.seed(1); sys.stdout.buffer.write(random.randbytes(100000))' >a
llmzip --codec gzip a && [ "$(wc -c <a.llz)" -le 100164 ] && llmzip -dc a.llz | cmp - a

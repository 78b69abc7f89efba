#!/bin/sh
# A checkpoint that fails in the middle is an error at its token, in both directions; no archive, and no file, comes of it.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
make-toy-checkpoint m/toy tokens && make-text 3000 >a
LLMZIP_TOY_FAILS_AT=100 llmzip -k --predictor torch:m/toy a; echo $?
llmzip --predictor torch:m/toy a && LLMZIP_TOY_FAILS_AT=100 llmzip -d -o b --models-dir m a.llz; echo $?
LLMZIP_TOY_FAILS_AT=100 llmzip generate --predictor torch:m/toy --bytes 3000 >/dev/null; echo $?
ls -A

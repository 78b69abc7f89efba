#!/bin/sh
# Another environment is a warning; numbers that come out otherwise are exit 3, with the block and both environments.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
make-toy-checkpoint m/toy tokens && make-text 3000 >a
llmzip --predictor torch:m/toy a && llmzip -t --models-dir m a.llz; echo $?
LLMZIP_TOY_MACHINE=elsewhere llmzip -dc --models-dir m a.llz | cmp - a
LLMZIP_TOY_MACHINE=elsewhere llmzip -t --models-dir m a.llz; echo $?
LLMZIP_TOY_MACHINE=elsewhere LLMZIP_TOY_NOISE=0.001 llmzip -d -o b --models-dir m a.llz; echo $?
LLMZIP_TOY_NOISE=0.001 llmzip decompress -c --models-dir m --offset 10 --length 5 a.llz; echo $?
ls -A

#!/bin/sh
# With a tolerance an archive decodes though the numbers differ within it; without, or far beyond it, that is exit 3.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
make-toy-checkpoint m/toy tokens && make-text 9000 >a
llmzip -c --predictor torch:m/toy a >plain.llz
llmzip -c --predictor torch:m/toy --tolerance 0.001 --lanes 3 a >tolerant.llz
for noise in 0 0.0003 0.001; do LLMZIP_TOY_NOISE=$noise llmzip -dc --models-dir m tolerant.llz | cmp - a; done
LLMZIP_TOY_NOISE=0.001 llmzip -qq -t --models-dir m plain.llz; echo $?
LLMZIP_TOY_NOISE=0.1 llmzip -qq -t --models-dir m tolerant.llz; echo $?
python3 -c '
import os
plain, tolerant = os.path.getsize("plain.llz"), os.path.getsize("tolerant.llz")
print(plain < tolerant < 1.06 * plain)'

#!/bin/sh
# Without the plug-in everything else works, and checkpoints say what to install.
make-toy-checkpoint m/toy tokens && make-text 3000 >a && : >not-a-plugin.so
LLMZIP_CHECKPOINTS=$(toy-plugin) llmzip --predictor torch:m/toy a
LLMZIP_CHECKPOINTS=missing.so llmzip -c --predictor torch:m/toy a; echo $?
LLMZIP_CHECKPOINTS=missing.so llmzip -t --models-dir m a.llz; echo $?
LLMZIP_CHECKPOINTS=./not-a-plugin.so llmzip -t --models-dir m a.llz; echo $?
LLMZIP_CHECKPOINTS=missing.so llmzip -l a.llz

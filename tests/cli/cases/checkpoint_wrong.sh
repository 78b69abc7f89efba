#!/bin/sh
# What makes no sense about checkpoints is said in one line, before anything is opened.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
make-toy-checkpoint m/toy tokens && make-text 300 >a
llmzip --top-k 5 a
llmzip bench --symbols ascii7 -1 a
for words in '--top-k 0' '--top-k x' '--context 5' '--context sliding:5/5' '--dtype fp16' '--device gpu' \
  '--checkpoint-threads 0' '--tolerance 1' '--symbols ascii8' '--top-k 5 --tolerance 0.1'; do
  # shellcheck disable=SC2086  # several words
  llmzip --predictor torch:m/toy $words a
done
llmzip --predictor 'torch:m/toy;nosuch=1' a
llmzip --predictor torch:nowhere --models-dir m a
llmzip --predictor torch:./nowhere a
llmzip --predictor torch:m/toy --device cuda a
llmzip --predictor torch:m/toy --context reset:1000000 a
llmzip --predictor torch:m/toy -M 500K a
llmzip --predictor 'mix(cm,torch:m/toy;tolerance=0.1)' a
mkdir m/other && echo '{}' >m/other/config.json && llmzip --predictor torch:m/other a
ls -A

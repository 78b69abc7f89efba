#!/bin/sh
# Any file with any checkpoint and any options: text, binary, nothing, one byte, invalid UTF-8; decoding needs the
# checkpoint alone.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
for kind in tokens ascii bytes lies gives-up; do make-toy-checkpoint "m/$kind" "$kind"; done
make-text 1500 >text
head -c 700 "$(command -v llmzip)" >binary
: >empty
printf x >one
printf 'na\303\257ve \303 \377\376 \200 text, \360\237\230\200 more text' >invalid
try() {
  llmzip compress -c "$@" >a.llz 2>err || { echo "$* failed:"; cat err; return; }
  for file; do :; done
  llmzip -dc --models-dir m a.llz | cmp - "$file" || echo "$*"
}
for file in text binary empty one invalid; do
  for kind in tokens ascii bytes lies gives-up; do try --predictor "torch:m/$kind" "$file"; done
  for lanes in 1 3 16; do try --predictor torch:m/ascii --lanes "$lanes" "$file"; done
  for context in reset:50 sliding:60/20; do try --predictor torch:m/ascii --context "$context" --symbols ascii7 "$file"; done
  for kind in tokens ascii bytes lies gives-up; do try --predictor "mix(cm,torch:m/$kind;context=sliding:60/20)" "$file"; done
  try --predictor 'mix(cm:max,torch:m/tokens)' --lanes 3 "$file"
  try --predictor torch:m/tokens --top-k 20 "$file"
  try --predictor torch:m/tokens --tolerance 0.001 --lanes 2 "$file"
  try --predictor torch:m/bytes --tolerance 0.01 --symbols ascii7 --context reset:100 "$file"
  try --predictor torch:m/tokens --dtype bfloat16 --checkpoint-threads 2 --block-size 400 "$file"
done
# From a pipe, several blocks, a part of it, and the library codec's spelling.
llmzip --predictor torch:m/ascii --block-size 400 <text >a.llz && llmzip -d --models-dir m <a.llz | cmp - text
llmzip decompress -c --models-dir m --offset 450 --length 9 a.llz | cmp - "$(tail -c +451 text | head -c 9 >part && echo part)"
llmzip -c --codec arithmetic:torch:m/ascii text | llmzip -d --models-dir m | cmp - text
llmzip list --json a.llz | grep -m1 '"predictor"'

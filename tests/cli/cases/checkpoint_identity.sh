#!/bin/sh
# A frame wants the very checkpoint it was made with: by digest, wherever it is and whatever it is called now.
LLMZIP_CHECKPOINTS=$(toy-plugin) && export LLMZIP_CHECKPOINTS
make-toy-checkpoint here/my_toy tokens && make-text 3000 >a
llmzip --predictor torch:here/my_toy/ a && llmzip list -v a.llz | sed -n '4,6p'
(cd here/my_toy && for file in config.json model.safetensors tokenizer.json; do
  echo "$(sha256sum <$file | cut -d ' ' -f 1) $(wc -c <$file) $file"; done) | sha256sum | cut -d ' ' -f 1
grep -c here/ a.llz
llmzip -t a.llz; echo $?
LLMZIP_MODELS=here llmzip -t a.llz; echo $?
llmzip -t --models-dir here/my_toy a.llz; echo $?
echo 'for people' >here/my_toy/README.md
mv here/my_toy here/renamed && llmzip -t --models-dir here a.llz; echo $?
make-toy-checkpoint here/my_toy tokens 2 && llmzip -t --models-dir here a.llz; echo $?
rm -r here/renamed && llmzip -t --models-dir here a.llz; echo $?
make-toy-checkpoint here/my_toy tokens 1 '["other"]' && llmzip -dc --models-dir here a.llz; echo $?
make-toy-checkpoint here/my_toy bytes 2 && llmzip -t --models-dir here a.llz; echo $?

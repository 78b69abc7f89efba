#!/bin/sh
# What cannot be imported is said in one line, and no file is left.
make-text 3000 >text
printf 'GGUF\003\0\0\0\001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >cut.gguf
printf 'GGU' >three.gguf
mkdir empty adapter family
echo '{}' >adapter/adapter_config.json
echo '{"model_type": "gemma2", "x": NaN}' >family/config.json
mkfifo pipe.gguf
llmzip import
llmzip import cut.gguf
llmzip import cut.gguf three.gguf -o m
for source in text missing cut.gguf three.gguf pipe.gguf empty adapter family; do
  llmzip import $source -o m
  echo "$source: $?"
done
echo there >m
llmzip import cut.gguf -o m
llmzip import cut.gguf -f -o m
llmzip import cut.gguf -f -o missing/m
cat m
ls -1A

#!/bin/sh
# Networks: the same bytes whatever the threads, the name a model goes by and the kernel; mixed, too.
mkdir m
make-text 4000 >a && make-random-model dice 1 >m/dice.safetensors && cp m/dice.safetensors m/copy.safetensors
digest=$(sha256sum m/dice.safetensors | cut -d ' ' -f 1)
export LLMZIP_MODELS=m
for spec in net 'mix(cm,net'; do
  end=$(test $spec = net || echo ')')
  llmzip -c --predictor "$spec:dice$end" --lanes 3 a >a.llz
  for model in copy "$digest" m/copy.safetensors; do
    llmzip -c -T1 --kernel scalar --predictor "$spec:$model$end" --lanes 3 a | cmp - a.llz
  done
  llmzip -dc -T1 a.llz | cmp - a
  llmzip -dc --kernel scalar a.llz | cmp - a
  llmzip -c --predictor "$spec:dice$end" --lanes 3 --block-size 1500 <a | llmzip -d -T2 | cmp - a
done

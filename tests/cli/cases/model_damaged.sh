#!/bin/sh
# A model's file that is cut, empty or only a pointer: what is the matter, and the exit status of a mistake.
make-text 3000 >text && llmzip train -q --arch text --data text --name t -o t.safetensors || exit
head -c 1000 t.safetensors >cut.safetensors && head -c 20 t.safetensors >short.safetensors && : >empty.safetensors
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n' >pointer.safetensors
for name in cut short empty pointer; do
  llmzip --predictor "primed(cm,text:./$name.safetensors)" text; echo $?
  llmzip --models-dir . --predictor "primed(cm,text:$name)" -c text; echo $?
done
# The archive's model, cut after the archive was made, is no longer the one it names.
llmzip --predictor 'primed(cm,text:./t.safetensors)' text && mv cut.safetensors t.safetensors
llmzip -t --models-dir . text.llz 2>err; echo $?
ls ./*.llz

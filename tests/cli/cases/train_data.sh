#!/bin/sh
# Training data may be plain or packed, the program's own archives included: the model is the same, or says what is wrong.
[ -e "$(dirname "$(command -v llmzip)")/llmzip_train.so" ] || exit 77
make-text 60000 >text
llmzip -q -k --predictor order0 text
xz -k text
zstd -q -k text
for file in text text.xz text.zst text.llz; do
  llmzip train -q --arch hybrid-tiny --data $file --steps 2 --segment 64 --sequences 2 -T 1 --full-precision \
    --name same -o $file.safetensors || exit
done
# The weights of all four, without what the models say of themselves.
for file in text text.xz text.zst text.llz; do
  tail -c 10000 $file.safetensors | sha256sum
done | uniq -c | sed 's/[0-9a-f]\{64\}/the same weights/'
# A damaged archive.
printf 'x' | dd of=text.llz bs=1 seek=200 conv=notrunc 2>dd.log
llmzip train --arch hybrid-tiny --data text.llz --steps 2 -o m
echo $?
# A trained network may look further, no more.
llmzip train -q --init text.safetensors --arch ';window=64' --data text --steps 1 --segment 64 --sequences 2 -T 1 \
  -o further.safetensors
llmzip train --init text.safetensors --arch ';width=64' --data text --steps 1 -o m
echo $?
# A text cannot be trained.
llmzip train -q --arch text --data text -o words.safetensors
llmzip train --init ./words.safetensors --data text -o m
# A device that is not there; each libtorch has its own way to say so.
llmzip train --arch hybrid-tiny --data text --device cuda:99 --steps 2 -o m 2>&1 | sed 's/device cuda:99: .*/device cuda:99: not here/'
[ ! -e m ]

#!/bin/sh
# A text of one's own is packed without the trainer, read before coding, and asked for by its digest when decoding.
make-text 20000 >old
make-text 20500 | tail -c 3000 >new
LLMZIP_TRAINER=missing.so llmzip train -q --arch text --data old old --name mine --licence CC0 -o mine.safetensors || exit
llmzip models --models-dir . --json | python3 -c 'import json, sys; m = json.load(sys.stdin)["models"][0]; print(m["name"], m["architecture"], m["licence"])'
llmzip -q -k --predictor cm:max new -o plain.llz
llmzip -q -k --predictor 'primed(cm:max,text:mine;last=30000)' --models-dir . new -o primed.llz
[ $(($(wc -c <primed.llz) * 2)) -lt "$(wc -c <plain.llz)" ] || echo 'reading did not pay'
llmzip list --json primed.llz --models-dir . | python3 -c 'import json, sys; f = json.load(sys.stdin)["files"][0]["frames"][0]; print(f["predictor"], len(f["models_sha256"]))'
llmzip -dc --models-dir . primed.llz | cmp - new
llmzip -dc primed.llz
echo $?
# What is no text, or cannot be read.
llmzip -c --predictor 'primed(cm,text:text-small)' new
llmzip -c --predictor 'primed(order2,text:./mine.safetensors)' new
llmzip -c --predictor 'net:./mine.safetensors' new
: >empty
llmzip train --arch text --data empty -o m
[ ! -e m ]

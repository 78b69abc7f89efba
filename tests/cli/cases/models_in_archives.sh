#!/bin/sh
# An archive names its model by digest, not by where it was; without it, or with another of its name, the status is 4.
mkdir here there
make-text 5000 >a && make-random-model dice 1 >here/x.safetensors
llmzip --predictor net:here/x.safetensors a && llmzip list --json a.llz >listed
python3 -c '
import hashlib, json
frame, = json.load(open("listed"))["files"][0]["frames"]
assert frame["models_sha256"] == [hashlib.sha256(open("here/x.safetensors", "rb").read()).hexdigest()]
print(frame["predictor"], frame["lanes"], frame["memory_bytes"])'
llmzip list --models-dir here --json a.llz | grep -c '"memory_bytes": [1-9]'
grep -c here a.llz
mv here/x.safetensors there/renamed.safetensors
llmzip -dc --models-dir there a.llz | cmp - a
LLMZIP_MODELS=there llmzip -t a.llz
llmzip decompress -T1 -c --models-dir here --models-dir there --offset 4000 --length 9 a.llz | cmp - "$(tail -c 1000 a | head -c 9 >part && echo part)"
llmzip -t a.llz; echo $?
make-random-model dice 2 >here/x.safetensors
llmzip -d -c --models-dir here a.llz; echo $?
printf 'no model' >here/x.safetensors
llmzip -t --models-dir here a.llz; echo $?
llmzip -o b.llz --models-dir here --predictor net:dice a; echo $?
ls

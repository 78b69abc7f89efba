#!/bin/sh
# eval --json-lines: the objects of --json, one a line, each there as soon as it is measured. What a language model was
# given beside the text is stated with its figures, for programs and for people.
mkdir m && make-random-model wordy 1 language >m/wordy.safetensors
make-text 3000 >a && make-text 2000 >b
measure() { llmzip eval --chunk 0 --chunk 1000 --predictor order1 --codec gzip "$@"; }
measure --json-lines --json a b >whole
measure --json --json-lines a b >lines
python3 -c '
import json
lines = [json.loads(line) for line in open("lines")]
assert lines == json.load(open("whole"))["results"]
for file, result in zip("aaaabbbb", lines): assert result["file"] == file and "context" not in result'
wc -l <lines

# A reader has the first file's lines while the second file is still to come.
mkfifo late && : >early
measure --json-lines a late >early &
tries=0
while [ "$(wc -l <early)" -lt 4 ] && [ $tries -lt 1000 ]; do sleep 0.01 && tries=$((tries + 1)); done
wc -l <early
cat b >late
wait
sed 's/"late"/"b"/' early | cmp - lines

conventions() {
  llmzip eval --models-dir m --predictor "$1" --json-lines b | grep -o '"context":.*'
}
conventions net:wordy
conventions 'net:wordy;context=reset:300'
conventions 'mix(cm,net:wordy;context=sliding:200/50;begin=none)'
llmzip eval --models-dir m --chunk 0 --chunk 1000 --predictor net:wordy --predictor order1 \
  --predictor 'mix(cm,net:wordy;begin=none)' b | grep -v %

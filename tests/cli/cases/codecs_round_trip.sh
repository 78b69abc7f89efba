#!/bin/sh
# Every codec and predictor of the catalogues round-trips; those that run a codec for each guess, on less.
make-text 300 >long
head -c 100 long >short
for spec in $(llmzip codecs --json | python3 -c 'import json, sys; print(*(e["example"] for e in json.load(sys.stdin)["codecs"]))') \
            $(llmzip predictors --json | python3 -c 'import json, sys; print(*(e["example"] for e in json.load(sys.stdin)["predictors"] if not e["needs"]))'); do
  case $spec in codelength:*) a=short ;; *) a=long ;; esac
  llmzip -c --codec "$spec" $a | llmzip -dc | cmp - $a || echo "$spec"
done

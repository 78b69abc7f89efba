#!/bin/sh
# Every codec and predictor of the catalogues round-trips.
make-text 300 >a
for spec in $(llmzip codecs --json | python3 -c 'import json, sys; print(*(e["example"] for e in json.load(sys.stdin)["codecs"]))') \
            $(llmzip predictors --json | python3 -c 'import json, sys; print(*(e["example"] for e in json.load(sys.stdin)["predictors"] if not e["needs"]))'); do
  llmzip -c --codec "$spec" a | llmzip -dc | cmp - a || echo "$spec"
done

#!/bin/sh
# predictors and codecs as JSON.
for what in predictors codecs; do
  llmzip $what --json | python3 -c 'import json, sys
for kind, entries in json.load(sys.stdin).items():
    assert len(entries) >= 5 and all(e["name"] and e["example"] and e["summary"] for e in entries)
    print(kind, entries[0]["name"])'
done
llmzip predictors | awk 'length($0) > 100'
llmzip predictors | head -n 2
llmzip codecs | head -n 2

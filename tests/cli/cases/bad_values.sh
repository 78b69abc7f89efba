#!/bin/sh
# Numbers, sizes and specs are checked before any file is touched.
make-text 10 >a
for bad in '-T x' '-T 99999' '--block-size 0' '--block-size 5X' '--block-size 99999999T' '--lanes 70000' '--memory-limit no' '--max-ratio -1' '--max-ratio 0' '--kernel mmx'; do
  # shellcheck disable=SC2086
  llmzip $bad a
done
llmzip --predictor nonsense a
llmzip --predictor 'order2(' a
llmzip --predictor gzip a
llmzip --codec nonsense a
ls -1A

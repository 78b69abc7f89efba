#!/bin/sh
# A missing file fails, the rest is measured.
make-text 100 >a
llmzip bench --codec store missing a | head -n 1

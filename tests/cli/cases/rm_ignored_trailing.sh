#!/bin/sh
# --rm keeps an archive of which bytes were passed over: they may have been a second archive.
make-text 300 >a && llmzip --predictor order2 a && cp a.llz first && tail -c +2 first >rest && cat first rest >two.llz
llmzip -d --ignore-trailing --rm two.llz; echo $?
cmp two a && ls two.llz
rm two && cat first first >two.llz && llmzip -d --ignore-trailing --rm two.llz; echo $?
[ -e two.llz ] || cat a a | cmp - two

#!/bin/sh
# --estimate says what compressing would take, and writes nothing; what is small is coded whole.
make-text 3000 >a && make-text 1400000 >b && mkdir d && mkfifo f
exact() { sed 's/about [0-9hminsd ]*$/about …/'; }
llmzip --estimate --predictor order2 a | exact
llmzip -c --predictor order2 a | wc -c
llmzip --estimate --predictor order2 b >out && llmzip -c --predictor order2 b | wc -c >real
python3 -c '
import re
raw, coded = re.match(r"b : [0-9.]+% \(([0-9]+) -> about ([0-9]+) bytes\), in about [0-9]+ s$", open("out").read()).groups()
print(raw, abs(int(coded) / int(open("real").read()) - 1) < 0.1)'
llmzip --estimate --fast -r a b d | exact | sed 's/[0-9.]*% (\([0-9]*\) -> \(about \)*[0-9]* bytes/\1 -> \2…/'
llmzip --estimate <a; echo $?
llmzip --estimate missing; echo $?
llmzip --estimate --model no-such-model b 2>/dev/null; echo $?
ls

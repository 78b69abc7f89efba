#!/bin/sh
# Progress on a terminal only, erased at the end; --progress forces it, --no-progress forbids it.
make-text 300000 >a
run-in-terminal llmzip --block-size 50K --predictor order1 a | grep -c '%  .* of '
llmzip -t a.llz
llmzip -t --progress a.llz 2>err && [ -s err ] && echo shown
llmzip -t --progress --no-progress a.llz
run-in-terminal llmzip -t --no-progress a.llz
# One line, however narrow the terminal; when decompressing the bytes of the archive.
cp a a-file-with-a-rather-long-name && llmzip --codec store a-file-with-a-rather-long-name
for columns in 80 50 30 12 5 1; do
  run-in-terminal --columns $columns llmzip -t --progress a-file-with-a-rather-long-name.llz >shown
  python3 - $columns <<'EOT'
import re, sys
lines = [line for line in re.split(r"\\r|\n", open("shown").read()) if "%" in line or "KiB" in line]
longest = max((len(line.replace("\\e[K", "")) for line in lines if "bytes" not in line), default=0)
print(sys.argv[1], longest < max(2, int(sys.argv[1])), any("% " in line and " of 293 KiB" in line for line in lines))
EOT
done
# Over several files how far all are, whose sizes are known beforehand.
mkdir many && make-text 60000 >many/1 && make-text 40000 >many/2 && cp a.llz many/3.llz
run-in-terminal --columns 100 llmzip -r --predictor cm:max many >shown
for name in 1 2; do grep -o "many/$name  [^s]*% of 2 files" shown | grep -o '[0-9]*% of 2' | sort -n | tail -n 1; done |
  awk '{ print ($1 + 0 >= (NR == 1 ? 1 : 60)) }'
# Of a text that is read beforehand, how much is read.
make-text 1000000 >text && llmzip train -q --arch text --data text --name t -o t.safetensors
run-in-terminal --columns 100 llmzip --models-dir . --predictor 'primed(cm:max,text:t)' -f a >shown
grep -o 'reading the text beforehand: [0-9]*%' shown | head -n 1 | grep -c .
# bench, on a terminal only.
run-in-terminal llmzip bench --predictor order3 text | grep -c 'order3: compressing  .*order3: decompressing '
# shellcheck disable=SC2069  # what is printed as an error, alone
llmzip bench --predictor order1 a 2>&1 >bench.txt

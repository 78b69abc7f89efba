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

#!/bin/sh
# No byte of a damaged block is released.
make-text 3000 >a && llmzip --block-size 1000 --predictor order2 a
python3 - <<'EOF'
import json, subprocess
blocks = json.loads(subprocess.check_output(['llmzip', '-l', '--json', 'a.llz']))['files'][0]['frames'][0]['blocks']
archive = bytearray(open('a.llz', 'rb').read())
archive[blocks[1]['offset'] + blocks[1]['compressed_bytes'] // 2] ^= 1
open('bad.llz', 'wb').write(archive)
EOF
llmzip -dc bad.llz >out; echo $?
cmp -n "$(wc -c <out)" out a && wc -c <out

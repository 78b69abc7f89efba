#!/bin/sh
# --recover saves what can be read: the damaged block becomes zeros.
make-text 3000 >a && llmzip --block-size 1000 --predictor order2 a
python3 - <<'EOF'
import json, subprocess
blocks = json.loads(subprocess.check_output(['llmzip', '-l', '--json', 'a.llz']))['files'][0]['frames'][0]['blocks']
archive = bytearray(open('a.llz', 'rb').read())
archive[blocks[1]['offset'] + blocks[1]['compressed_bytes'] // 2] ^= 1
open('bad.llz', 'wb').write(archive)
original = open('a', 'rb').read()
open('want', 'wb').write(original[:1000] + bytes(1000) + original[2000:])
EOF
llmzip -d bad.llz; echo $?
llmzip -d --recover bad.llz; echo $?
cmp bad want
llmzip -dc --recover a.llz | cmp - a

#!/bin/sh
# A newer format version: 4, and no archive is touched.
printf x >a && llmzip --codec store a
python3 - <<'EOF'
archive = bytearray(open('a.llz', 'rb').read())
archive[4] = 99
open('new.llz', 'wb').write(archive)
EOF
llmzip -t new.llz; echo $?

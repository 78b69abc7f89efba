#!/bin/sh
# A damaged archive, a truncated one, a foreign one, an empty one: 3.
make-text 3000 >a && llmzip --predictor order2 a
python3 - <<'EOF'
archive = bytearray(open('a.llz', 'rb').read())
archive[len(archive) // 2] ^= 1
open('flipped.llz', 'wb').write(archive)
EOF
head -c 1000 a.llz >short.llz && cp a foreign.llz && : >empty.llz
for f in flipped short foreign empty; do
  for how in -t -dc; do llmzip $how $f.llz >out; echo "$f $how $?"; done
done
llmzip -l foreign.llz; echo "foreign -l $?"
llmzip -l short.llz; echo "short -l $?"

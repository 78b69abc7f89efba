#!/bin/sh
# SIGTERM in mid-work leaves no new file, spares the old one, and is what the parent sees.
echo old >a.llz && head -c 300000 /dev/zero >a
python3 - <<'EOF'
import os, signal, subprocess, time

# Slow enough to be caught at work: 256 runs of a codec for every byte.
child = subprocess.Popen(['llmzip', '-f', '--predictor', 'codelength:gzip', 'a'])
deadline = time.monotonic() + 30
while not any(name.startswith('.a.llz.') for name in os.listdir()) and time.monotonic() < deadline:
    time.sleep(0.01)
print(sorted(name.replace(str(child.pid), 'PID') for name in os.listdir()))
child.send_signal(signal.SIGTERM)
print(child.wait() == -signal.SIGTERM)
EOF
ls -1A && cat a.llz

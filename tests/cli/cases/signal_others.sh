#!/bin/sh
# QUIT, ALRM and USR2 end the program as INT does, leaving no file; USR1 asks for progress and ends nothing.
head -c 300000 /dev/zero >a
python3 - <<'EOT'
import os, re, resource, signal, subprocess, time

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

def start():
    # Slow enough to be caught at work: 256 runs of a codec for every byte.
    child = subprocess.Popen(['llmzip', '-f', '--predictor', 'codelength:gzip', 'a'], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not any(name.startswith('.a.llz.') for name in os.listdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return child

for number in (signal.SIGQUIT, signal.SIGALRM, signal.SIGUSR2):
    child = start()
    child.send_signal(number)
    print(number.name, child.wait() == -number, os.listdir())
child = start()
child.send_signal(signal.SIGUSR1)
line = child.stderr.readline().decode()
print(re.fullmatch(r'a  \d+%  .* of 293 KiB.*\n', line) is not None or line)
child.send_signal(signal.SIGTERM)
print(child.wait() == -signal.SIGTERM, child.stderr.read(), os.listdir())
EOT

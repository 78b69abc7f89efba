#!/usr/bin/env python3
"""The generated inputs in tests/data are what make_fixtures.py writes, and README.md lists each with its size."""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

data = Path(sys.argv[1])
problems = []
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, data / "make_fixtures.py", folder], check=True)
    generated = sorted(Path(folder).iterdir())
    problems += [f"{p.name} is not what make_fixtures.py writes" for p in generated
                 if p.read_bytes() != (data / p.name).read_bytes()]
    if len(generated) < 7:
        problems.append(f"make_fixtures.py wrote {len(generated)} files")

rows = dict(re.findall(r"^\| `([^`]+)` \| ([\d,]+) \|", (data / "README.md").read_text(), re.M))
listed = {name: int(size.replace(",", "")) for name, size in rows.items()}
present = {p.name: p.stat().st_size for p in data.iterdir() if p.name not in ("README.md", "make_fixtures.py")}
problems += [f"{name}: README.md says {listed.get(name)}, it has {present.get(name)} bytes"
             for name in listed.keys() | present.keys() if listed.get(name) != present.get(name)]
sys.exit("\n".join(problems) or 0)

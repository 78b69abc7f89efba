#!/usr/bin/env python3
"""The second decoder on the golden archives: each that it has a predictor for gives what tests/golden/README.md says,
and each that is damaged or unsupported is refused as such.

Archives of format 1 are no longer written, so these are what holds its description to be complete.

usage: reference_golden_test.py [without_networks | networks]      default: all archives
       networks           those of context mixing with a network, which take two thirds of the time
       without_networks   the others, and the refusals
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
try:
    import reference_decoder
except ModuleNotFoundError as error:
    print(f"skipped: {error}")
    sys.exit(77)
from reference import arithmetic, models, xxh3  # noqa: E402
from reference.reader import BadFrame, Unsupported  # noqa: E402
from reference.spec import UnknownSpec  # noqa: E402

GOLDEN = ROOT / "tests" / "golden"
ROW = re.compile(r"\| (good/\S+\.llz) \|.*\| (\d+) bytes, XXH3-128 ([0-9a-f]{32}) \|")
# Codecs of libraries, and what needs them.
UNKNOWN = re.compile("gzip|zstd|lzma|png|flac|codelength")
MIXED_WITH_NETWORK = re.compile(r"good/(mix_(max_)?net|format1_level_[4-9])")
LEAST = {"without_networks": 70, "networks": 12}
LEAST_REFUSED = 100
REFUSED_ROW = re.compile(r"\| ((?:bad|unsupported)/\S+\.llz) \|.*\| (corrupt|unsupported|model missing) \|")
REFUSALS = {"corrupt": BadFrame, "unsupported": (Unsupported, UnknownSpec), "model missing": models.MissingModel}
# Their blocks are stored, and this decoder looks at specs when it needs them.
DECODES_ALL_THE_SAME = re.compile("unsupported/spec_")


def check_refusals(library, failures):
    """Damaged and unsupported archives; how many there were."""
    rows = REFUSED_ROW.findall((GOLDEN / "README.md").read_text())
    for name, why in rows:
        try:
            reference_decoder.decode((GOLDEN / name).read_bytes(), library)
        except REFUSALS[why]:
            continue
        except UnknownSpec as error:
            if not UNKNOWN.match(str(error)):
                failures.append(f"{name}: no decoder for {error}")
            continue
        except (BadFrame, Unsupported, models.MissingModel) as error:
            failures.append(f"{name}: not '{why}' but {error!r}")
            continue
        if not DECODES_ALL_THE_SAME.match(name):
            failures.append(f"{name}: was decoded")
    return len(rows)


def remembering(decode):
    """Several levels made the same of the same."""
    results = {}

    def remembered(payload, raw_size, spec, lanes, named, segments=()):
        key = payload, raw_size, str(spec), lanes, tuple(segments)
        if key not in results:
            results[key] = decode(payload, raw_size, spec, lanes, named, segments)
        return results[key]

    return remembered


def main():
    parts = sys.argv[1:] or list(LEAST)
    if not set(parts) <= set(LEAST):
        sys.exit(__doc__)
    arithmetic.decode = remembering(arithmetic.decode)
    library = models.Models([ROOT / "models", GOLDEN / "models"])
    decoded, failures = 0, []
    for name, size, digest in ROW.findall((GOLDEN / "README.md").read_text()):
        if ("networks" if MIXED_WITH_NETWORK.match(name) else "without_networks") not in parts:
            continue
        try:
            content = reference_decoder.decode((GOLDEN / name).read_bytes(), library)
        except UnknownSpec as error:
            if not UNKNOWN.match(str(error)):
                failures.append(f"{name}: no decoder for {error}")
            continue
        except (BadFrame, models.MissingModel) as error:
            failures.append(f"{name}: {error}")
            continue
        decoded += 1
        if len(content) != int(size) or xxh3.xxh3_128(content).hex() != digest:
            failures.append(f"{name}: other content")
    if "without_networks" in parts:
        refused = check_refusals(library, failures)
        if refused < LEAST_REFUSED:
            failures.append(f"only {refused} archives to refuse")
    print(f"{decoded} archives, {len(failures)} failures", *failures, sep="\n")
    sys.exit(1 if failures or decoded < sum(LEAST[part] for part in parts) else 0)


if __name__ == "__main__":
    main()

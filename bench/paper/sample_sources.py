#!/usr/bin/env python3
"""Sources for scripts/datasets.py from the repository's own test inputs, for readers without ImageNet and LibriSpeech.

usage: sample_sources.py FOLDER

Makes FOLDER/train.txt and FOLDER/text, the first two thirds and the rest of tests/data/devils_dictionary.txt,
FOLDER/pictures/picture.png and FOLDER/sounds/sound.flac. Enough to see that every experiment runs, far too little for
meaningful numbers. Needs Pillow (python3-pil) and the program flac.
"""
import subprocess
import sys
import wave
from pathlib import Path

try:
    from PIL import Image
except ImportError:
    sys.exit("sample_sources.py: needs Pillow: install python3-pil")

INPUTS = Path(__file__).resolve().parent.parent.parent / "tests" / "data"


def make_text(folder):
    text = (INPUTS / "devils_dictionary.txt").read_bytes()
    cut = len(text) * 2 // 3
    (folder / "train.txt").write_bytes(text[:cut])
    (folder / "text").write_bytes(text[cut:])


def make_picture(folder):
    folder.mkdir(exist_ok=True)
    Image.frombytes("L", (128, 128), (INPUTS / "picture.bin").read_bytes()).save(folder / "picture.png")


def make_sound(folder):
    folder.mkdir(exist_ok=True)
    with wave.open(str(folder / "sound.wav"), "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        for sample in (INPUTS / "sound.bin").read_bytes():  # 8 bits become the upper byte of 16
            sound.writeframesraw(((sample - 128) * 256).to_bytes(2, "little", signed=True))
    done = subprocess.run(["flac", "--silent", "--force", "--delete-input-file", "-o", str(folder / "sound.flac"),
                           str(folder / "sound.wav")], check=False)
    if done.returncode != 0:
        sys.exit("sample_sources.py: flac failed")


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    make_text(folder)
    make_picture(folder / "pictures")
    make_sound(folder / "sounds")


if __name__ == "__main__":
    main()

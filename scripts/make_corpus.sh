#!/usr/bin/env bash
# Builds the measuring set of the README: one file of about a megabyte of each kind people archive.
# usage: scripts/make_corpus.sh [--kodak DIR] [--audio DIR] DATA_FOLDER OUTPUT_FOLDER
#   DATA_FOLDER    holds alice29.txt (or canterbury/alice29.txt) and enwik8_first3MB, enwik8 or enwik9 (or text/…)
#   --kodak DIR    pictures: the first PNG in DIR becomes picture.ppm; without it, the raccoon that comes with SciPy
#   --audio DIR    sound: the first FLAC files in DIR, joined, become sound.wav; without it, the spoken test sounds of ALSA
#   OUTPUT_FOLDER  gets alice29.txt, text, code, binary (1,000,000 bytes each), picture.ppm and sound.wav
# code is made of the C headers under /usr/include, binary is this machine's /bin/bash: compare their sizes only with
# sizes measured on the same files. A picture or a sound for which there is no source is left out, with a message that
# says which package to install (python3-scipy, alsa-utils).
set -euo pipefail

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
kodak='' audio=''
while [ $# -gt 0 ]; do
  case $1 in
    --kodak | --audio) [ $# -ge 2 ] || usage; printf -v "${1#--}" %s "$2"; shift 2 ;;
    --*) usage ;;
    *) break ;;
  esac
done
[ $# -eq 2 ] || usage
data=$1
out=$2
python=/usr/bin/python3  # the distribution's, which has Pillow
mkdir -p "$out"

first_of() {
  for candidate in "$@"; do
    if [ -f "$data/$candidate" ]; then echo "$data/$candidate"; return; fi
  done
  echo "make_corpus: none of these is in $data: $*" >&2
  exit 1
}

make_picture() {  # PPM: a short header, then red, green and blue of each pixel, uncompressed
  if [ -n "$kodak" ]; then
    local pictures=("$kodak"/*.png)
    [ -f "${pictures[0]}" ] || { echo "make_corpus: no PNG in $kodak" >&2; exit 1; }
    $python -c 'import sys; from PIL import Image; Image.open(sys.argv[1]).convert("RGB").save(sys.argv[2])' \
      "${pictures[0]}" "$out/picture.ppm"
  else
    local raccoon=/usr/lib/python3/dist-packages/scipy/misc/face.dat
    [ -f $raccoon ] || { echo "make_corpus: no picture: give --kodak, or install python3-scipy"; return; }
    { printf 'P6\n1024 768\n255\n'; bzip2 -dc <$raccoon; } >"$out/picture.ppm"
  fi
}

make_sound() {  # WAV: a header, then 16-bit samples, uncompressed
  local sources=() raw
  if [ -n "$audio" ]; then
    sources=("$audio"/*.flac)
    [ -f "${sources[0]}" ] || { echo "make_corpus: no FLAC in $audio" >&2; exit 1; }
  else
    sources=(/usr/share/sounds/alsa/*_*.wav)
    [ -f "${sources[0]}" ] || { echo "make_corpus: no sound: give --audio, or install alsa-utils"; return; }
  fi
  raw=$(mktemp -d)
  # shellcheck disable=SC2064  # the folder's name of now is meant
  trap "rm -rf '$raw'" EXIT
  for source in "${sources[@]}"; do
    case $source in
      *.flac) flac -d -s -o "$raw/$(basename "$source" .flac).wav" "$source" ;;
      *) cp "$source" "$raw" ;;
    esac
    [ "$(du -bs "$raw" | cut -f1)" -lt 1000000 ] || break
  done
  $python - "$out/sound.wav" "$raw"/*.wav <<'PYTHON'
import sys
import wave

with wave.open(sys.argv[1], "wb") as joined:
    for name in sys.argv[2:]:
        with wave.open(name) as one:
            if name == sys.argv[2]:
                joined.setparams(one.getparams())
            if one.getparams()[:3] == (joined.getnchannels(), joined.getsampwidth(), joined.getframerate()):
                joined.writeframes(one.readframes(one.getnframes()))
PYTHON
}

alice=$(first_of alice29.txt canterbury/alice29.txt)
enwik=$(first_of enwik8_first3MB text/enwik8_first3MB enwik8 text/enwik8 enwik9 text/enwik9)

rm -f "$out"/{alice29.txt,text,code,binary,picture.ppm,sound.wav}
cp "$alice" "$out/alice29.txt"
head -c 3000000 "$enwik" | tail -c 1000000 >"$out/text"
find /usr/include -maxdepth 3 -name '*.h' -type f -not -path '*/c++/*' -print0 | LC_ALL=C sort -z |
  xargs -0 cat 2>/dev/null | head -c 1000000 >"$out/code" || true
head -c 1000000 /bin/bash >"$out/binary"
make_picture
make_sound
chmod u+w "$out"/*

for file in alice29.txt text code binary picture.ppm sound.wav; do
  [ ! -f "$out/$file" ] ||
    printf '%-12s %8d bytes  %s\n' "$file" "$(stat -c %s "$out/$file")" "$(sha256sum "$out/$file" | cut -c1-16)"
done

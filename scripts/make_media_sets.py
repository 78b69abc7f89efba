#!/usr/bin/env python3
"""Makes the sets of pictures and sounds that docs/CONTENT.md measures with, each a folder of PPM, PGM or WAV files.

usage: make_media_sets.py [--wallpapers DIR] [--music DIR] DATA OUT

  DATA              holds kodak/*.png, images/*.JPEG and audio/*.flac
  --wallpapers DIR  large pictures (Debian: mate-backgrounds, plasma-workspace-wallpapers), PNG or JPEG
  --music DIR       WAV files

  OUT/kodak         pictures as they are
  OUT/jpegs         images, decoded: what was once a JPEG shows its grid of 8 x 8 pixels and its halved colours
  OUT/clean         images and wallpapers scaled down by averaging, so that no such grid is left
  OUT/grey16        wallpapers in grey, averaged to 16 bits
  OUT/screens       diagrams drawn here, and pages as headless Chromium shows them, where it is installed
  OUT/speech        audio, decoded
  OUT/music         the files of --music
A set whose source is not given is left out and named. Needs Pillow, NumPy and Matplotlib (Debian's python3-…), and flac.
"""
import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

MOST_WALLPAPERS = 8
PAGES = ["/usr/share/doc/python3-matplotlib", "/usr/share/doc", "/usr/share/common-licenses", "/etc"]


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB"))


def scaled_down(rgb, factor):
    """Averages of squares of `factor` x `factor` pixels, not rounded."""
    rows, columns = rgb.shape[0] // factor, rgb.shape[1] // factor
    cut = rgb[: rows * factor, : columns * factor].astype(np.float64)
    return cut.reshape(rows, factor, columns, factor, 3).mean(axis=(1, 3))


def write_ppm(rgb, path):
    Image.fromarray(rgb).save(path, "PPM")


def write_pgm16(grey, path):
    with open(path, "wb") as stream:
        stream.write(b"P5\n%d %d\n65535\n" % (grey.shape[1], grey.shape[0]))
        stream.write(grey.astype(">u2").tobytes())


def wallpapers(folder):
    found = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in (".png", ".jpg", ".jpeg"))
    large = [p for p in found if min(Image.open(p).size) >= 1000]
    return large[:: max(1, len(large) // MOST_WALLPAPERS)][:MOST_WALLPAPERS]


def draw_diagrams(out):
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    x = np.linspace(0, 10, 400)
    for name, draw in {
        "lines": lambda axes: [axes.plot(x, np.sin(x * k) / k, label=f"sin {k}x / {k}") for k in range(1, 7)] and axes.legend(),
        "bars": lambda axes: axes.bar(range(20), [(7 * k * k) % 31 for k in range(20)]),
        "points": lambda axes: axes.scatter(np.cos(x * 7) * x, np.sin(x * 5) * x, c=x, s=12),
        "field": lambda axes: axes.imshow(np.sin(x[:, None]) * np.cos(x[None, :] * 1.3), cmap="viridis"),
    }.items():
        figure, axes = pyplot.subplots(figsize=(8, 5), dpi=110)
        draw(axes)
        axes.set_title(name)
        with tempfile.NamedTemporaryFile(suffix=".png") as png:
            figure.savefig(png.name)
            write_ppm(pixels(png.name), out / f"{name}.ppm")
        pyplot.close(figure)


def show_pages(out):
    browser = shutil.which("chromium")
    if browser is None:
        return "pages (chromium is not installed)"
    for index, page in enumerate(PAGES):
        with tempfile.TemporaryDirectory() as folder:
            png = Path(folder) / "page.png"
            subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,800",
                            f"--user-data-dir={folder}/profile", f"--screenshot={png}", f"file://{page}"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=120)
            if png.exists():
                write_ppm(pixels(png), out / f"page{index}.ppm")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wallpapers", type=Path)
    parser.add_argument("--music", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    missing = []

    def made(name):
        folder = options.out / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    for png in sorted((options.data / "kodak").glob("*.png")):
        write_ppm(pixels(png), made("kodak") / f"{png.stem}.ppm")
    for jpeg in sorted((options.data / "images").glob("*.JPEG")):
        rgb = pixels(jpeg)
        write_ppm(rgb, made("jpegs") / f"{jpeg.stem}.ppm")
        write_ppm(np.rint(scaled_down(rgb, 2)).astype(np.uint8), made("clean") / f"{jpeg.stem}.ppm")
    if options.wallpapers:
        for path in wallpapers(options.wallpapers):
            rgb = pixels(path)
            write_ppm(np.rint(scaled_down(rgb, 3)).astype(np.uint8), made("clean") / f"wall_{path.stem}.ppm")
            grey = scaled_down(rgb, 4) @ np.array([0.25, 0.5, 0.25])
            write_pgm16(np.rint(grey * 257), made("grey16") / f"{path.stem}.pgm")
    else:
        missing.append("grey16 and a part of clean (--wallpapers)")
    draw_diagrams(made("screens"))
    missing += filter(None, [show_pages(made("screens"))])
    for flac in sorted((options.data / "audio").glob("*.flac")):
        subprocess.run(["flac", "-s", "-d", "-f", flac, "-o", made("speech") / f"{flac.stem}.wav"], check=True)
    if options.music:
        for wav in sorted(options.music.glob("*.wav")):
            shutil.copyfile(wav, made("music") / wav.name)
    else:
        missing.append("music (--music)")
    if missing:
        print("make_media_sets: left out: " + ", ".join(missing))


if __name__ == "__main__":
    main()

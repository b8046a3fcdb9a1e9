#!/usr/bin/python3
"""Pillow's LANCZOS as a second opinion on resize.c.

pillow_resize.py MODE WIDTH HEIGHT NEW_WIDTH NEW_HEIGHT reads from standard input a picture and what
resize.c made of it, as raw samples of MODE (RGBX: the fourth one is not looked at, RGBA, L). Ends
well if they agree as closely as the figures below ask for.
"""
import sys

from PIL import Image, ImageChops

# At least this share of the samples is within one level, and the mean difference is at most this.
# With transparency Pillow rounds twice more than we do.
FIGURES = {"RGBX": (0.999, 0.25), "L": (0.999, 0.25), "RGBA": (0.99, 0.3)}


def read(mode, width, height):
    samples = sys.stdin.buffer.read(width * height * (1 if mode == "L" else 4))
    raw = Image.frombuffer("RGB" if mode == "RGBX" else mode, (width, height), samples, "raw", mode, 0, 1)
    return raw.copy()


def main():
    mode = sys.argv[1]
    width, height, new_width, new_height = map(int, sys.argv[2:])
    picture = read(mode, width, height)
    ours = read(mode, new_width, new_height)
    theirs = picture.resize((new_width, new_height), Image.Resampling.LANCZOS)
    if mode == "RGBA":  # what is hardly seen need not agree: compare as shown on grey
        ours = Image.alpha_composite(Image.new("RGBA", ours.size, "grey"), ours)
        theirs = Image.alpha_composite(Image.new("RGBA", ours.size, "grey"), theirs)
    histogram = ImageChops.difference(ours, theirs).histogram()
    counts = [sum(histogram[level::256]) for level in range(256)]
    samples = sum(counts)
    close = (counts[0] + counts[1]) / samples
    mean = sum(level * count for level, count in enumerate(counts)) / samples
    most = max(level for level in range(256) if counts[level])
    print(f"  {width} x {height} to {new_width} x {new_height} {mode}: {close:.4%} of samples within"
          f" 1 level of Pillow, mean {mean:.3f}, most {most}", flush=True)
    sys.exit(close < FIGURES[mode][0] or mean > FIGURES[mode][1])


main()

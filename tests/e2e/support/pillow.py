#!/usr/bin/python3
"""Pillow as a second opinion: reads a picture from standard input, writes one to standard output.

pillow.py upright                         turned as its EXIF says, as PNG
pillow.py lanczos WIDTH HEIGHT            resized, as PNG
pillow.py save FORMAT [NAME=NUMBER ...]   as FORMAT; 'orientation' goes into its EXIF, all others
                                          are options of Pillow's for the format
"""
import sys

from PIL import Image, ImageOps

PNG = {"format": "PNG", "compress_level": 1}
ORIENTATION = 0x0112


def saving(picture, name, arguments):
    options = {key: int(number) for key, number in (argument.split("=") for argument in arguments)}
    orientation = options.pop("orientation", None)
    if orientation:
        exif = picture.getexif()
        exif[ORIENTATION] = orientation
        options["exif"] = exif.tobytes()
    return {"format": name, **options}


def main(command, *arguments):
    picture = Image.open(sys.stdin.buffer)
    options = PNG
    if command == "upright":
        picture = ImageOps.exif_transpose(picture)
    elif command == "lanczos":
        picture = picture.resize(tuple(map(int, arguments)), Image.Resampling.LANCZOS)
    elif command == "save":
        options = saving(picture, arguments[0], arguments[1:])
    else:
        sys.exit(f"pillow.py knows upright, lanczos and save, not {command}.")
    picture.save(sys.stdout.buffer, **options)


main(*sys.argv[1:])

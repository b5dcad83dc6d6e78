#!/usr/bin/python3
"""Where astropy.wcs puts the middle and the corners of every image of a folder with a MANIFEST.tsv.

    shared_wcs_oracle.py DATA > shared-wcs-oracle.tsv

One line a point: file, HDU, pixel on every axis (FITS counting), ICRS right ascension and declination [deg]. An HDU that
astropy cannot do is left out and told on standard error. Made with astropy 5.2 (wcslib 7.12).
"""
import csv
import io
import subprocess
import sys
import warnings
from itertools import product

import numpy
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS
from astropy.wcs.utils import wcs_to_celestial_frame

warnings.simplefilter("ignore")


def opened(path):
    if path.endswith(".Z"):
        plain = subprocess.run(["gzip", "-dc", path], capture_output=True, check=True).stdout
        return fits.open(io.BytesIO(plain), ignore_missing_end=True)
    return fits.open(path, ignore_missing_end=True)


def lengths(header):
    return [header.get(f"NAXIS{i + 1}", 0) for i in range(header.get("NAXIS", 0))]


def points(wcs, axes):
    """The middle, then the outer corners of the corner pixels in the sky axes."""
    middle = [(n + 1) / 2 for n in axes] + [wcs.wcs.crpix[i] for i in range(len(axes), wcs.naxis)]
    middle = middle[: wcs.naxis]
    yield middle
    lon, lat = wcs.wcs.lng, wcs.wcs.lat
    for a, b in product((0, 1), (0, 1)):
        corner = list(middle)
        corner[lon] = 0.5 if a == 0 else axes[lon] + 0.5
        corner[lat] = 0.5 if b == 0 else axes[lat] + 0.5
        yield corner


def rows(path, hdus):
    for index, hdu in enumerate(hdus):
        header = hdu.header
        axes = lengths(header)
        if not isinstance(hdu, (fits.PrimaryHDU, fits.ImageHDU, fits.CompImageHDU)) or 0 in axes or not axes:
            continue
        if "CRVAL1" not in header and "AMDX1" not in header:
            print(path, index, "no reference value", file=sys.stderr)
            continue
        try:
            wcs = WCS(header, fobj=hdus)
            if not wcs.has_celestial or max(wcs.wcs.lng, wcs.wcs.lat) >= len(axes):
                continue
            frame = wcs_to_celestial_frame(wcs.celestial)
            pixels = [p for p in points(wcs, axes)]
            world = wcs.all_pix2world(numpy.array(pixels), 1)
            sky = SkyCoord(world[:, wcs.wcs.lng], world[:, wcs.wcs.lat], unit="deg", frame=frame).icrs
        except Exception as e:
            print(path, index, type(e).__name__, str(e).split("\n")[0], file=sys.stderr)
            continue
        for pixel, place in zip(pixels, sky):
            if numpy.isfinite(place.ra.deg):
                yield index, ",".join(repr(float(p)) for p in pixel), place.ra.deg, place.dec.deg


def main(data):
    print("path\thdu\tpixel\tra\tdec")
    with open(data + "/MANIFEST.tsv", encoding="utf-8") as manifest:
        paths = [row["path"] for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE)]
    for path in paths:
        try:
            with opened(data + "/" + path) as hdus:
                for index, pixel, ra, dec in rows(path, hdus):
                    print(f"{path}\t{index}\t{pixel}\t{ra:.9f}\t{dec:.9f}")
        except Exception as e:
            print(path, type(e).__name__, str(e).split("\n")[0], file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])

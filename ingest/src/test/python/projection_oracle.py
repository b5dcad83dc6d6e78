#!/usr/bin/python3
"""Random headers of given projections and where astropy.wcs puts their pixels, as lines of wcs-oracle.tsv.

    projection_oracle.py SEED AIR HPX BON PCO TSC CSC QSC ... >> wcs-oracle.tsv

A name with a plus (ARC+) has its reference point shifted by PVi_0. The first line of a header is its middle pixel.
"""
import random
import sys
import warnings

import numpy
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS
from astropy.wcs.utils import wcs_to_celestial_frame

warnings.simplefilter("ignore")


def header(code, rng):
    wide = code[:3] in ("HPX", "TSC", "CSC", "QSC", "PCO", "BON")
    scale = rng.uniform(0.01, 0.05) if wide else rng.uniform(1e-4, 5e-3)
    cards = {
        "NAXIS": 2,
        "NAXIS1": rng.randint(50, 900),
        "NAXIS2": rng.randint(50, 900),
        "CTYPE1": "RA---" + code[:3],
        "CTYPE2": "DEC--" + code[:3],
        "CRVAL1": round(rng.uniform(0, 360), 6),
        "CRVAL2": round(rng.uniform(-85, 85), 6) if code[:3] in ("AIR", "ARC", "ZEA", "TAN") or rng.random() < 0.3 else 0,
        "CRPIX1": round(rng.uniform(-400, 900), 3),
        "CRPIX2": round(rng.uniform(-400, 900), 3),
        "CDELT1": -scale,
        "CDELT2": scale,
    }
    if code.startswith("AIR") and rng.random() < 0.7:
        cards["PV2_1"] = round(rng.uniform(20, 89), 3)
    if code.startswith("BON"):
        cards["PV2_1"] = round(rng.uniform(10, 80) * rng.choice((-1, 1)), 3)
    if code.startswith("HPX") and rng.random() < 0.3:
        cards["PV2_1"], cards["PV2_2"] = rng.choice(((4, 3), (6, 3), (4, 2), (5, 4)))
    if code.endswith("+"):
        cards["PV1_0"] = 1
        cards["PV1_1"] = round(rng.uniform(-40, 40), 3)
        cards["PV1_2"] = round(rng.uniform(50, 85) if code[:3] in ("AIR", "ARC", "ZEA", "TAN") else rng.uniform(-30, 30), 3)
        cards["CRVAL2"] = cards["PV1_2"]
    return cards


def text(cards):
    return ";".join(f"{k}='{v}'" if isinstance(v, str) else f"{k}={v!r}" for k, v in cards.items())


def main(seed, codes):
    rng = random.Random(seed)
    for code in codes:
        good = 0
        while good < 12:
            cards = header(code, rng)
            try:
                wcs = WCS(fits.Header(cards))
                middle = ((cards["NAXIS1"] + 1) / 2, (cards["NAXIS2"] + 1) / 2)
                pixels = [middle] + [(rng.uniform(1, cards["NAXIS1"]), rng.uniform(1, cards["NAXIS2"])) for _ in range(2)]
                world = wcs.wcs_pix2world(numpy.array(pixels), 1)
                if not numpy.isfinite(world).all():
                    continue
                sky = SkyCoord(world, unit="deg", frame=wcs_to_celestial_frame(wcs)).icrs
            except Exception as e:
                print(code, e, file=sys.stderr)
                continue
            good += 1
            for (x, y), place in zip(pixels, sky):
                print(f"{code}\t{text(cards)}\t{x:.6f}\t{y:.6f}\t{place.ra.deg:.9f}\t{place.dec.deg:.9f}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

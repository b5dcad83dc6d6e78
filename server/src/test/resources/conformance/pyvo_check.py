"""What a pyvo user does, with every answer checked. Arguments: base URL, folder of the published files."""
import hashlib
import os
import sys
import urllib.request
import warnings

warnings.filterwarnings("error", category=UserWarning, module="astropy.io.votable")
import pyvo  # noqa: E402
from astropy.coordinates import SkyCoord  # noqa: E402

base, folder = sys.argv[1:3]


def check(what, condition, found=""):
    if not condition:
        sys.exit("FAILED %s: found %s" % (what, found))
    print("ok", what)


tap = pyvo.dal.TAPService(base + "/tap")
check("hardlimit is declared", tap.hardlimit and tap.hardlimit > 0, tap.hardlimit)
check("ObsCore is among the tables", "ivoa.obscore" in [t.name for t in tap.tables])

obscore = tap.tables["ivoa.obscore"]
ra = [c for c in obscore.columns if c.name == "s_ra"][0]
found = (ra.unit, ra.ucd, ra.datatype.content)
check("a column has unit, UCD, type, utype, description", found == ("deg", "pos.eq.ra", "double") and ra.utype and ra.description, ra)
check("a column is said to be indexed", "indexed" in [str(f) for f in ra.flags], ra.flags)
collection = [t for t in tap.tables if t.name.startswith("data.") and t.foreignkeys]
keys = [(k.targettable, [(p.fromcolumn, p.targetcolumn) for p in k.fkcolumns]) for k in collection[0].foreignkeys]
check("foreign keys are told", ("ivoa.obscore", [("obs_publisher_did", "obs_publisher_did")]) in keys, keys)
tap.describe()
check("the service is available", tap.available and tap.up_since is not None, tap.available)
check("examples are found and run", len(tap.examples) > 3 and all(len(e.execute()) >= 0 for e in tap.examples), tap.examples)

count = tap.search("SELECT COUNT(*) AS n FROM ivoa.obscore")[0]["n"]
check("obscore has rows", count > 100, count)

rows = tap.search(
    "SELECT TOP 5 obs_publisher_did, access_url, access_format, s_ra, s_dec, access_estsize FROM ivoa.obscore "
    "WHERE dataproduct_type = 'spectrum' AND s_ra IS NOT NULL ORDER BY obs_publisher_did"
)
check("spectra are found", len(rows) == 5, len(rows))

first = rows[0]
near = tap.search(
    "SELECT obs_publisher_did FROM ivoa.obscore WHERE 1 = CONTAINS(POINT('ICRS', s_ra, s_dec), "
    "CIRCLE('ICRS', %.9f, %.9f, 0.001))" % (first["s_ra"], first["s_dec"])
)
check("a cone in ADQL finds the spectrum", first["obs_publisher_did"] in list(near["obs_publisher_did"]), list(near))

cone = pyvo.dal.SCSService(base + "/scs/ivoa.obscore?").search(
    pos=SkyCoord(first["s_ra"], first["s_dec"], unit="deg"), radius=0.001
)
check("Cone Search finds it", first["obs_publisher_did"] in [str(r["obs_publisher_did"]) for r in cone], len(cone))
empty = pyvo.dal.SCSService(base + "/scs/ivoa.obscore?").search(pos=SkyCoord(0, 89.9, unit="deg"), radius=0)
check("a cone of radius 0 has the same fields", list(empty.fieldnames) == list(cone.fieldnames), empty.fieldnames)

seen = 0
for row, links in zip(rows, rows.iter_datalinks()):
    # The vocabulary of narrower terms is on the network.
    this = next(links.bysemantics("#this", include_narrower=False))
    check("#this names its length", int(this["content_length"]) > 0, this["content_length"])
    data = this.getdataset().read()
    check("#this has the announced length", len(data) == int(this["content_length"]), len(data))
    with urllib.request.urlopen(row["access_url"]) as answer:
        direct = answer.read()
    digest = hashlib.sha256(direct).hexdigest()
    check("access_url and #this give the same bytes", digest == hashlib.sha256(data).hexdigest())
    relative = row["obs_publisher_did"].split("?", 1)[1]
    with open(os.path.join(folder, relative), "rb") as original:
        check("the bytes are those of " + relative, digest == hashlib.sha256(original.read()).hexdigest())
    seen += 1
check("every spectrum was downloaded", seen == 5, seen)

truncated = tap.search("SELECT obs_id FROM ivoa.obscore", maxrec=3)
check("MAXREC is honoured", len(truncated) == 3, len(truncated))
check("overflow is told", truncated.query_status == "OVERFLOW", truncated.query_status)

try:
    tap.search("SELECT nonsense FROM ivoa.obscore")
    sys.exit("FAILED an unknown column is an error")
except pyvo.dal.DALQueryError as e:
    check("an unknown column is an error that names it", "nonsense" in str(e), e)
print("done")

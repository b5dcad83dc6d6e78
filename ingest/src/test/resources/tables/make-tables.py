"""Makes the tables of CatalogueFormatsIT: the same five rows in every form.

Needs astropy, pyarrow and stilts; run it in this folder. The files are kept, so that the tests need none of these.
"""
import struct
import subprocess

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from astropy.io.votable.tree import Field, Resource, TableElement, VOTableFile
from astropy.table import Column, MaskedColumn, Table

N = 4
RA = [10.5, 200.25, 359.999, np.nan]
DEC = [-20.25, 41.0, -89.5, np.nan]


def everything():
    """A FITS table with every TFORM, nulls, offsets and scales, byte by byte: no library between us and the standard."""
    heap = b""

    def descriptor(code, values):
        nonlocal heap
        data = b"".join(struct.pack(">f" if code[1] == "E" else ">i", v) for v in values)
        place = struct.pack(">ii" if code[0] == "P" else ">qq", len(values), len(heap))
        heap += data
        return place

    def all_of(form, values):
        return [struct.pack(">" + form, *(v if isinstance(v, (list, tuple)) else [v])) for v in values]

    nan, inf = float("nan"), float("inf")
    columns = [
        ("ID", "J", {}, all_of("i", [1, 2, 3, 4])),
        ("RA", "D", {"TUNIT": "deg"}, all_of("d", RA)),
        ("DEC", "D", {"TUNIT": "deg"}, all_of("d", DEC)),
        ("U8", "B", {"TNULL": 255}, all_of("B", [0, 254, 255, 1])),
        ("I8", "B", {"TZERO": -128}, all_of("B", [0, 255, 128, 127])),
        ("I16", "I", {"TNULL": -32768}, all_of("h", [-32767, 32767, -32768, 0])),
        ("U16", "I", {"TZERO": 32768}, all_of("h", [-32768, 32767, 0, -32767])),
        ("U16N", "I", {"TZERO": 32768, "TNULL": 0}, all_of("h", [-32768, 32767, 0, -32767])),
        ("U32", "J", {"TZERO": 2**31}, all_of("i", [-(2**31), 2**31 - 1, 0, -(2**31) + 1])),
        ("U64", "K", {"TZERO": 2**63}, all_of("q", [-(2**63), 2**63 - 1, 0, -(2**63) + 1])),
        ("I64", "K", {"TNULL": -1}, all_of("q", [2**53 + 1, -(2**63), -1, 0])),
        ("F32", "E", {"TUNIT": "mag"}, all_of("f", [0.1, nan, inf, -0.0])),
        ("F64", "D", {}, all_of("d", [0.1, nan, -inf, 1e300])),
        ("FLAG", "L", {}, [b"T", b"F", b"\0", b"F"]),
        ("FLAGS", "3L", {}, [b"TFT", b"FFF", b"\0TF", b"TTT"]),
        ("BITS", "11X", {}, [b"\xff\xe0", b"\0\0", b"\xaa\xa0", b"\0\x20"]),
        ("NAME", "8A", {}, [b"a       ", b"b  c\0\0\0\0", b"        ", b" d      "]),
        ("NAMES", "12A", {"TDIM": "(4,3)"}, [b"ab      c   ", b" " * 12, b"wxyzb\0\0\0c   ", b"1   2   3   "]),
        ("VEC", "3E", {}, all_of("3f", [[1, 2, 3], [nan, 0, -1], [4, 5, 6], [7, 8, 9]])),
        ("MAT", "4J", {"TDIM": "(2,2)"}, all_of("4i", [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]])),
        ("VAR", "1PE(3)", {}, [descriptor("PE", v) for v in ([1.5], [], [1, 2, 3], [9])]),
        ("QVAR", "1QJ(3)", {}, [descriptor("QJ", v) for v in ([1], [], [1, 2, 3], [9])]),
        ("CPX", "C", {}, all_of("2f", [[1, 2], [3, -4], [0, 0], [nan, 1]])),
        ("DCPX", "M", {}, all_of("2d", [[1, 2], [3, -4], [0, 0], [0, 1]])),
        ("CVEC", "2C", {}, all_of("4f", [[1, 2, 3, 4]] * 4)),
        ("SCALED", "I", {"TSCAL": 0.5, "TZERO": 10.0, "TNULL": -32768}, all_of("h", [1, -20, -32768, -26])),
        ("UVEC", "2I", {"TZERO": 32768}, all_of("2h", [[-32768, 32767], [-32767, -32766], [0, 1], [2, 3]])),
        ("BVEC", "2B", {}, all_of("2B", [[0, 255], [1, 2], [3, 4], [5, 6]])),
        ("KVEC", "2K", {}, all_of("2q", [[2**53 + 1, -(2**63)], [1, 2], [3, 4], [5, 6]])),
        ("NOTHING", "0A", {}, [b""] * 4),
    ]
    rows = b"".join(b"".join(column[3][i] for column in columns) for i in range(N))

    def card(key, value):
        if isinstance(value, str):
            return ("%-8s= %-20s" % (key, "'%-8s'" % value)).ljust(80)
        text = ("T" if value else "F") if isinstance(value, bool) else repr(value)
        return ("%-8s= %20s" % (key, text)).ljust(80)

    def header(cards):
        text = "".join(card(*c) for c in cards) + "END".ljust(80)
        return text.ljust(-(-len(text) // 2880) * 2880).encode()

    cards = [("XTENSION", "BINTABLE"), ("BITPIX", 8), ("NAXIS", 2), ("NAXIS1", len(rows) // N), ("NAXIS2", N),
             ("PCOUNT", len(heap)), ("GCOUNT", 1), ("TFIELDS", len(columns)), ("EXTNAME", "ALL")]
    for i, (name, form, more, cells) in enumerate(columns, 1):
        cards += [("TTYPE%d" % i, name), ("TFORM%d" % i, form)] + [(k + str(i), v) for k, v in more.items()]
    data = rows + heap
    with open("everything.fits", "wb") as out:
        out.write(header([("SIMPLE", True), ("BITPIX", 8), ("NAXIS", 0), ("EXTEND", True)]) + header(cards))
        out.write(data.ljust(-(-len(data) // 2880) * 2880, b"\0"))


def votables():
    """One table of a VOTable, in TABLEDATA, BINARY and BINARY2, with nulls as each can say them."""
    vot = VOTableFile(version="1.4")
    resource = Resource()
    vot.resources.append(resource)
    table = TableElement(vot, name="stars")
    resource.tables.append(table)

    def field(name, null=None, **how):
        made = Field(vot, name=name, **how)
        if null is not None:
            made.values.null = null
        table.fields.append(made)

    field("id", datatype="int", ucd="meta.id;meta.main")
    field("ra", datatype="double", unit="deg", ucd="pos.eq.ra;meta.main")
    field("dec", datatype="double", unit="deg", ucd="pos.eq.dec;meta.main")
    field("u8", datatype="unsignedByte", null=255)
    field("i16", datatype="short", null=-32768)
    field("i32", datatype="int", null=-1)
    field("i64", datatype="long", null=-1)
    field("f32", datatype="float", unit="mag", utype="phot:mag")
    field("f64", datatype="double")
    field("flag", datatype="boolean")
    field("bits", datatype="bit", arraysize="11")
    field("name", datatype="char", arraysize="*")
    field("fixed", datatype="char", arraysize="4")
    field("uni", datatype="unicodeChar", arraysize="*")
    field("obs", datatype="char", arraysize="*", xtype="timestamp")
    field("vec", datatype="float", arraysize="3")
    field("mat", datatype="int", arraysize="2x2")
    field("var", datatype="double", arraysize="*")
    field("cpx", datatype="floatComplex")
    field("pos", datatype="double", arraysize="2", xtype="point", unit="deg")
    table.create_arrays(N)
    rows = [
        (1, 10.5, -20.25, 0, -32767, 2, 2**53 + 1, 0.1, 0.1, True, [True] * 11, "a", "abcd", "\u03b1",
         "2013-09-29T12:00:00.25", [1, 2, 3], [[0, 1], [2, 3]], [1.5], 1 + 2j, [10.5, -20.25]),
        (2, 200.25, 41.0, 254, 32767, -2, -(2**63), 1.5, 1e300, False, [False] * 11, "b  c", "b", "plain",
         "2000-01-01", [4, 5, 6], [[4, 5], [6, 7]], [], 3 - 4j, [200.25, 41.0]),
        (3, 359.999, -89.5, 255, -32768, -1, -1, np.nan, np.nan, True, [True, False] * 5 + [True], "", "", "",
         "", [np.nan, 0, -1], [[8, 9], [10, 11]], [1.0, 2.0, 3.0], 0, [359.999, -89.5]),
        (4, np.nan, np.nan, 1, 0, 0, 0, np.inf, -np.inf, False, [False] * 10 + [True], " d", "zzzz", "\U0001F52D",
         "2024-02-29T23:59:60", [7, 8, 9], [[12, 13], [14, 15]], [9.0], 1j, [np.nan, np.nan]),
    ]
    for i, row in enumerate(rows):
        table.array[i] = tuple(np.ma.array(cell, mask=np.zeros(np.shape(cell), bool)) if isinstance(cell, list) else cell for cell in row)
    for name in ("u8", "i16", "i32", "i64", "flag"):
        table.array.mask[name] = [False, False, True, False]
    for name in ("f32", "f64"):
        table.array.mask[name] = [False, False, True, False]
    for how in ("tabledata", "binary", "binary2"):
        table.format = how
        name = "stars-%s.vot" % how
        vot.to_xml(name, tabledata_format=how)
        if how == "tabledata":
            text = open(name, encoding="utf-8").read()
            # VOTable 1.4, section 6, has Inf with a small f; arrays of bits are refused in TABLEDATA
            text = text.replace("InF", "Inf").replace('arraysize="11" datatype="bit"', 'arraysize="*" datatype="char"')
            open(name, "w", encoding="utf-8").write(text)


def parquets():
    columns = {
        "source_id": pa.array([1, 2, 3, 4], pa.int64()),
        "ra": pa.array([10.5, 200.25, 359.999, None], pa.float64()),
        "dec": pa.array([-20.25, 41.0, -89.5, None], pa.float64()),
        "u8": pa.array([0, 254, None, 1], pa.uint8()),
        "i8": pa.array([-128, 127, None, 1], pa.int8()),
        "u16": pa.array([0, 65535, None, 1], pa.uint16()),
        "u32": pa.array([0, 2**32 - 1, None, 1], pa.uint32()),
        "u64": pa.array([0, 2**64 - 1, None, 1], pa.uint64()),
        "f32": pa.array([0.1, float("nan"), None, float("inf")], pa.float32()),
        "flag": pa.array([True, False, None, True]),
        "name": pa.array(["a", "b\u00e9", None, ""]),
        "raw": pa.array([b"a", b"\x00\xff", None, b""], pa.binary()),
        "money": pa.array([1.25, -3.5, None, 0.0]).cast(pa.decimal128(8, 2)),
        "day": pa.array([0, 19000, None, -1], pa.int32()).cast(pa.date32()),
        "micros": pa.array([0, 1380456000250000, None, -1], pa.timestamp("us")),
        "nanos": pa.array([0, 1380456000250000000, None, -1000], pa.timestamp("ns", "UTC")),
        "word": pa.array(["x", "y", None, "x"]).dictionary_encode(),
        "vec": pa.array([[1.0, 2.0], [], None, [3.0, None]], pa.list_(pa.float64())),
        "fixed": pa.array([[1, 2], [3, 4], None, [5, 6]], pa.list_(pa.int32(), 2)),
        "names": pa.array([["a", "bc"], [], None, ["d", ""]], pa.list_(pa.string())),
    }
    table = pa.table(columns)
    for codec in ("none", "snappy", "gzip", "zstd", "brotli"):
        pq.write_table(table, "stars-%s.parquet" % codec, compression=codec)


def texts():
    table = Table()
    table["id"] = Column([1, 2, 3, 4], dtype="i4")
    table["ra"] = MaskedColumn([10.5, 200.25, 359.999, 0], unit="deg", mask=[0, 0, 0, 1])
    table["dec"] = MaskedColumn([-20.25, 41.0, -89.5, 0], unit="deg", mask=[0, 0, 0, 1])
    table["u8"] = MaskedColumn(np.array([0, 254, 0, 1], "u1"), mask=[0, 0, 1, 0])
    table["i8"] = MaskedColumn(np.array([-128, 127, 0, 1], "i1"), mask=[0, 0, 1, 0])
    table["u16"] = MaskedColumn(np.array([0, 65535, 0, 1], "u2"), mask=[0, 0, 1, 0])
    table["u32"] = MaskedColumn(np.array([0, 2**32 - 1, 0, 1], "u4"), mask=[0, 0, 1, 0])
    table["u64"] = MaskedColumn(np.array([0, 2**64 - 1, 0, 1], "u8"), mask=[0, 0, 1, 0])
    table["i64"] = MaskedColumn(np.array([2**53 + 1, -(2**63), 0, 1], "i8"), mask=[0, 0, 1, 0])
    table["f32"] = MaskedColumn(np.array([0.1, 0, 0, 1.5], "f4"), unit="mag", description="brightness", mask=[0, 1, 1, 0])
    table["flag"] = MaskedColumn([True, False, True, False], mask=[0, 0, 1, 0])
    table["name"] = MaskedColumn(["a", "b, c", "", "\u03b1"], mask=[0, 0, 1, 0])
    table["vec"] = Column(np.array([[1, 2], [3, 4], [5, 6], [7, 8]], "f8"))
    table["var"] = Column([[1.5], [], [1, 2], [3]], dtype=object)
    table.write("stars.ecsv", format="ascii.ecsv", overwrite=True)
    table.write("stars-comma.ecsv", format="ascii.ecsv", delimiter=",", overwrite=True)


everything()
votables()
parquets()
texts()
subprocess.check_call(["stilts", "tcopy", "ifmt=votable", "in=stars-binary2.vot", "ofmt=votable-fits-inline", "out=stars-fits.vot"])

"""Uploads to TAP as pyvo sends them. Argument: the service's URL."""

import io
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
import numpy as np  # noqa: E402
import pyvo  # noqa: E402
import requests  # noqa: E402
from astropy.io import votable  # noqa: E402
from astropy.table import MaskedColumn, Table  # noqa: E402

base = sys.argv[1]
service = pyvo.dal.TAPService(base)
assert len(service.upload_methods) == 2, service.upload_methods

table = Table()
table["Id"] = MaskedColumn([1, 2, 3], mask=[False, False, True], dtype="int32")
table["ra"] = np.array([10.5, 20.25, np.nan])
table["name"] = ["alpha", "b\u00e9ta", ""]
table["flag"] = [True, False, True]
table["flux"] = np.arange(6, dtype="float32").reshape(3, 2)
table["ra"].unit = "deg"
table["ra"].description = "right ascension"

every = "SELECT t.* FROM TAP_UPLOAD.t AS t ORDER BY \"Id\""


def check(result, flags=True):
    got = result.to_table() if hasattr(result, "to_table") else result
    assert got.colnames == ["Id", "ra", "name", "flag", "flux"], got.colnames
    assert list(got["Id"][:2]) == [1, 2] and got["Id"].mask[2], got
    assert list(got["ra"][:2]) == [10.5, 20.25], got
    assert str(got["ra"].unit) == "deg" and got["ra"].description == "right ascension"
    assert list(got["name"][:2]) == ["alpha", "b\u00e9ta"], got
    # astropy writes truth values as bits, and in the binary forms another bit than VOTable has
    assert not flags or list(got["flag"]) == [True, False, True], got
    assert np.array_equal(np.array([list(v) for v in got["flux"]]), table["flux"]), got


check(service.run_sync(every, uploads={"t": table}))
with tempfile.NamedTemporaryFile(suffix=".vot") as file:
    for form in ("tabledata", "binary", "binary2"):
        document = votable.from_table(table)
        document.get_first_table().fields[0].values.null = -1
        votable.writeto(document, file.name, tabledata_format=form)
        with open(file.name, "rb") as opened:
            check(service.run_sync(every, uploads={"t": opened}), form == "tabledata")
check(service.run_async(every, uploads={"t": table}))

job = service.submit_job("SELECT COUNT(*) AS n FROM TAP_UPLOAD.t JOIN TAP_UPLOAD.u ON t.\"Id\" = u.\"Id\"", uploads={"t": table})
content = io.BytesIO()
table.write(content, format="votable")
answer = requests.post(job.url + "/parameters", data={"UPLOAD": "u,param:late"}, files={"late": content.getvalue()})
assert answer.status_code == 200, answer.text
job.run()
job.wait(phases={"COMPLETED", "ERROR", "ABORTED"})
assert job.phase == "COMPLETED", requests.get(job.url + "/error").text
assert job.fetch_result()["n"][0] == 2

first = service.submit_job(every, uploads={"t": table})
first.run()
first.wait(phases={"COMPLETED", "ERROR", "ABORTED"})
check(service.run_sync(every, uploads={"t": first.result_uri}))
check(service.run_async(every, uploads={"t": first}))
first.delete()

for uploads, message in (
    ({"t": first.result_uri}, "Upload t: Job "),
    ({"t": "http://127.0.0.1:9/x"}, "address of the public Internet"),
):
    try:
        service.run_sync(every, uploads=uploads)
        raise SystemExit("no error was raised")
    except pyvo.dal.DALQueryError as error:
        assert message in str(error), error
print("done")

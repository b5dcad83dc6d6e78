"""Uploads to TAP as astroquery's TapPlus sends them. Argument: the service's URL."""

import sys
import warnings

warnings.simplefilter("ignore")
from astropy.table import Table  # noqa: E402
from astroquery.utils.tap.core import TapPlus  # noqa: E402

tap = TapPlus(url=sys.argv[1])
table = Table({"id": [1, 2, 3], "x": [0.5, 1.5, 2.5]})
query = "SELECT id, x FROM TAP_UPLOAD.mine WHERE x > 1 ORDER BY id"
for launch in (tap.launch_job, tap.launch_job_async):
    got = launch(query, upload_resource=table, upload_table_name="mine").get_results()
    assert list(got["id"]) == [2, 3], got
print("done")

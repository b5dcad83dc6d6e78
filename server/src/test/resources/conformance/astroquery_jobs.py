"""Jobs of TAP as astroquery's TapPlus drives them. Argument: the service's URL."""

import sys
import warnings

warnings.simplefilter("ignore")
from astroquery.utils.tap.core import TapPlus  # noqa: E402

tap = TapPlus(url=sys.argv[1])
job = tap.launch_job_async("SELECT TOP 3 table_name FROM tap_schema.tables ORDER BY table_name")
assert job.get_phase() == "COMPLETED", job.get_phase()
assert len(job.get_results()) == 3

listed = {j.jobid: j for j in tap.list_async_jobs()}
assert job.jobid in listed, listed
assert listed[job.jobid].get_phase() == "COMPLETED"
assert len(tap.load_async_job(job.jobid).get_results()) == 3

try:
    tap.launch_job_async("SELECT nonsense FROM nowhere").get_results()
    raise SystemExit("no error was raised")
except Exception as error:
    assert "nowhere" in str(error), error
print("done")

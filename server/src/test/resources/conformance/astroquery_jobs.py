"""Jobs of TAP as astroquery's TapPlus drives them. Argument: the service's URL."""

import os
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
from astropy.table import Table  # noqa: E402
from astroquery.utils.tap.core import TapPlus  # noqa: E402

tap = TapPlus(url=sys.argv[1])
query = "SELECT TOP 3 table_name FROM tap_schema.tables ORDER BY table_name"

# synchronous, read at once (this version reads no FITS so) and through files
for form in ("votable", "csv"):
    job = tap.launch_job(query, output_format=form)
    names = [str(n).strip() for n in job.get_results()["table_name"]]
    assert len(names) == 3 and names == sorted(names), (form, names)
with tempfile.TemporaryDirectory() as folder:
    for form, reader in (("votable", "votable"), ("csv", "ascii.csv"), ("fits", "fits")):
        job = tap.launch_job(
            query, output_format=form, dump_to_file=True, output_file=os.path.join(folder, "result." + form)
        )
        assert len(Table.read(job.outputFile, format=reader)) == 3, form
# it puts TOP 2000 into queries without one
assert len(tap.launch_job("SELECT column_name FROM tap_schema.columns").get_results()) > 50
assert len(tap.launch_job("select distinct  table_name from tap_schema.columns").get_results()) > 5

# jobs
job = tap.launch_job_async(query)
assert job.get_phase() == "COMPLETED", job.get_phase()
assert len(job.get_results()) == 3
assert len(tap.launch_job_async(query, output_format="csv").get_results()) == 3

listed = {j.jobid: j for j in tap.list_async_jobs()}
assert job.jobid in listed, listed
assert listed[job.jobid].get_phase() == "COMPLETED"
loaded = tap.load_async_job(job.jobid)
assert len(loaded.get_results()) == 3
assert tap.load_async_job(job.jobid, load_results=False).get_phase(update=True) == "COMPLETED"

background = tap.launch_job_async(query, background=True)
background.wait_for_job_end(verbose=False)
assert background.is_finished() or background.get_phase(update=True) == "COMPLETED"
assert len(background.get_results()) == 3

later = tap.launch_job_async(query, autorun=False)
assert later.get_phase(update=True) == "PENDING", later.get_phase()
later.start()
later.wait_for_job_end(verbose=False)
assert len(later.get_results()) == 3

try:
    tap.launch_job_async("SELECT nonsense FROM nowhere").get_results()
    raise SystemExit("no error was raised")
except Exception as error:
    assert "nowhere" in str(error), error
print("done")

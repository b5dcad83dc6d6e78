"""Jobs of TAP as pyvo drives them. Argument: the service's URL."""

import sys
import warnings
from datetime import timedelta

import requests

warnings.simplefilter("ignore")
import pyvo  # noqa: E402

base = sys.argv[1]
service = pyvo.dal.TAPService(base)
query = "SELECT TOP 3 table_name FROM tap_schema.tables ORDER BY table_name"

job = service.submit_job(query, maxrec=2)
assert job.phase == "PENDING", job.phase
assert job.owner is None or job.owner == "", job.owner
assert job.execution_duration.sec == 3600, job.execution_duration
job.execution_duration = 100
assert round(job.execution_duration.sec) == 100, job.execution_duration
before = job.destruction
job.destruction = (before - timedelta(days=1)).datetime if hasattr(before, "datetime") else before - timedelta(days=1)
assert job.destruction < before, job.destruction
job.query = "SELECT TOP 2 table_name FROM tap_schema.tables ORDER BY table_name"
names = [p.id_ for p in job.job.parameters]
assert len(names) == len({n.upper() for n in names}), names
job.run()
job.wait(phases={"COMPLETED", "ERROR", "ABORTED"})
assert job.phase == "COMPLETED", job.phase
assert len(job.fetch_result()) == 2
assert job.result_uri.endswith("/results/result"), job.result_uri
again = pyvo.dal.AsyncTAPJob(job.url)
assert len(again.fetch_result()) == 2

listed = [j.jobid for j in service.get_job_list()] if hasattr(service, "get_job_list") else None
if listed is not None:
    assert job.job_id in listed, listed
    last = service.get_job_list(last=1)
    assert len(last) == 1, last
    done = {j.phase for j in service.get_job_list(phases=["COMPLETED"])}
    assert done == {"COMPLETED"}, done
url = job.url
job.delete()
assert requests.get(url).status_code == 404

bad = service.submit_job("SELECT nonsense FROM nowhere")
bad.run()
bad.wait(phases={"COMPLETED", "ERROR", "ABORTED"})
assert bad.phase == "ERROR", bad.phase
assert bad.job.errorsummary.has_detail
assert "nowhere" in requests.get(bad.url + "/error").text
try:
    bad.raise_if_error()
    raise SystemExit("no error was raised")
except pyvo.dal.DALQueryError:
    pass
bad.delete()

never = service.submit_job(query)
never.abort()
assert never.phase == "ABORTED", never.phase
never.delete()

assert len(service.run_async(query)) == 3
print("done")

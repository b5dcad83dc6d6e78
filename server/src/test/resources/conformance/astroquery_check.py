"""What a user of astroquery's TapPlus does. Argument: base URL."""
import sys

from astroquery.utils.tap.core import TapPlus

base = sys.argv[1]
tap = TapPlus(url=base + "/tap", verbose=False)
job = tap.launch_job("SELECT TOP 7 obs_publisher_did, s_ra, s_dec FROM ivoa.obscore WHERE s_ra IS NOT NULL")
table = job.get_results()
if len(table) != 7 or table.colnames != ["obs_publisher_did", "s_ra", "s_dec"]:
    sys.exit("FAILED sync query: found %d rows, %s" % (len(table), table.colnames))
print("ok sync query")
try:
    tap.launch_job("SELECT TOP 1 nonsense FROM ivoa.obscore")
    sys.exit("FAILED an error is told")
except Exception as e:
    if "nonsense" not in str(e):
        sys.exit("FAILED the error names the column: found %s" % e)
print("ok error")
print("done")

"""wrk against nginx (port 8198) and a server in turn: side-by-side.py URL PID SECONDS ROUNDS."""
import os
import random
import re
import subprocess
import sys

url, pid, seconds, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "random.lua")


def ticks(pids):
    total = 0
    for each in pids:
        fields = open("/proc/%s/stat" % each).read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total


def run(name, pids, base, prefix, seed):
    before = ticks(pids)
    answer = subprocess.run(
        ["wrk", "-t1", "-c16", "-d%ds" % seconds, "-s", script, base],
        env=dict(os.environ, PREFIX=prefix, SEED=str(seed)), capture_output=True, text=True).stdout
    used = (ticks(pids) - before) / os.sysconf("SC_CLK_TCK")
    requests = int(re.search(r"(\d+) requests in", answer).group(1))
    bad = re.search(r"Non-2xx.*", answer)
    print("%-6s %9.0f requests/s, %6.2f us of CPU each, seed %d %s" % (
        name, requests / seconds, used * 1e6 / requests, seed, bad.group(0) if bad else ""), flush=True)


workers = subprocess.run(["pgrep", "-f", "nginx: worker"], capture_output=True, text=True).stdout.split()
for _ in range(rounds):
    seed = random.randrange(1 << 30)
    run("nginx", workers, "http://127.0.0.1:8198", "", seed)
    run("xing", [pid], url, "/xs/bench", seed)

"""Makes N distinct files of 1 KB, as files and as a tar stream: make.py DIR N."""
import os
import random
import sys
import tarfile

folder, count = sys.argv[1], int(sys.argv[2])
pad = random.Random(1).randbytes(1 << 20)
os.makedirs(folder + "/www", exist_ok=True)
with open(folder + "/files.tar", "wb") as tar:
    for i in range(count):
        name = "f/%03d/%07d" % (i // 1000, i)
        if i % 1000 == 0:
            os.makedirs(folder + "/www/f/%03d" % (i // 1000), exist_ok=True)
        at = (i * 7919) % ((1 << 20) - 1024)
        data = b"%016d" % i + pad[at:at + 1008]
        with open(folder + "/www/" + name, "wb") as file:
            file.write(data)
        info = tarfile.TarInfo(name)
        info.size = len(data)
        tar.write(info.tobuf(tarfile.USTAR_FORMAT) + data)
    tar.write(b"\0" * 10240)

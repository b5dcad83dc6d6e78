/* nginx has no option to sync what PUT wrote. Loaded before libc, this makes rename(), by which nginx gives an uploaded
   body its name, sync the body before and the directory after it, as a server must that promises the file is there.
   cc -O2 -shared -fPIC -o sync-rename.so sync-rename.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

static void sync_path(const char *path, int flags) {
    int fd = open(path, O_RDONLY | flags);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

int rename(const char *from, const char *to) {
    static int (*real)(const char *, const char *);
    char copy[PATH_MAX];
    int result;
    if (!real) real = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
    sync_path(from, 0);
    result = real(from, to);
    strncpy(copy, to, sizeof copy - 1);
    copy[sizeof copy - 1] = 0;
    sync_path(dirname(copy), O_DIRECTORY);
    return result;
}

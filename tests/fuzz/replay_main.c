/* replay_main.c - runs a fuzz target's LLVMFuzzerTestOneInput on every file of the folders given, so
 * that each ordinary test run repeats what fuzzing has found without needing libFuzzer.
 *
 * A folder without a readable file is an error: an empty corpus would pass silently. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const size_t input_bytes_max = (size_t)64 << 20;

static int fail(const char *path, const char *what) {
    fprintf(stderr, "%s: %s\n", path, what);
    return -1;
}

/* Reads the whole file into exactly its size, so that ASan sees one byte too far.
 * 0: done, the caller frees *ret_bytes. */
static int read_input(const char *path, uint8_t **ret_bytes, size_t *ret_size) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return fail(path, strerror(errno));
    struct stat status;
    if (fstat(fileno(file), &status) != 0 || (size_t)status.st_size > input_bytes_max) {
        (void)fclose(file);
        return fail(path, "cannot tell its size, or it is over 64 MiB");
    }
    size_t size = (size_t)status.st_size;
    uint8_t *bytes = malloc(size > 0 ? size : 1);
    size_t got = bytes != NULL ? fread(bytes, 1, size, file) : 0;
    if (fclose(file) != 0 || bytes == NULL || got != size) {
        free(bytes);
        return fail(path, "cannot be read whole");
    }
    *ret_bytes = bytes;
    *ret_size = size;
    return 0;
}

static int replay_file(const char *path) {
    uint8_t *bytes = NULL;
    size_t size = 0;
    if (read_input(path, &bytes, &size) != 0)
        return -1;
    (void)LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return 0;
}

/* Number of regular files replayed, -1 after a failure. */
static long replay_folder(const char *folder) {
    struct dirent **names = NULL;
    int count = scandir(folder, &names, NULL, alphasort);
    if (count < 0)
        return fail(folder, strerror(errno));
    long replayed = 0;
    for (int i = 0; i < count; i++) {
        char path[PATH_MAX];
        int length = snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        free(names[i]);
        struct stat status;
        if (length < 0 || (size_t)length >= sizeof path || stat(path, &status) != 0) {
            (void)fail(folder, "holds a name that cannot be opened");
            replayed = -1;
        }
        if (replayed < 0 || !S_ISREG(status.st_mode))
            continue;
        replayed = replay_file(path) == 0 ? replayed + 1 : -1;
    }
    free(names);
    return replayed;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: %s CORPUS_FOLDER...\n", argv[0]);
        return EXIT_FAILURE;
    }
    for (int i = 1; i < argc; i++) {
        long replayed = replay_folder(argv[i]);
        if (replayed == 0)
            (void)fail(argv[i], "has no file to replay");
        if (replayed <= 0)
            return EXIT_FAILURE;
        printf("%s: %ld inputs\n", argv[i], replayed);
    }
    return EXIT_SUCCESS;
}

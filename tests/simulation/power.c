/* A disk that forgets: an SQLite VFS which loses, on demand, every write that was not synced.
 *
 * Registered as the default VFS of the library that loads it, above the real one and below the
 * encryption. Writes go to the real file, where the running process sees them as it would in the page
 * cache; beside it each write since the file's last sync is remembered with what it replaced. `power_image`
 * writes what a file would hold after a power cut: without those writes (seed 0), or with a random part of
 * them, in sectors of 512 bytes, as a disk with a cache may leave them. A file created and never synced is
 * gone; a file deleted without a sync of its directory may be back. `power_arm` calls back before the n-th
 * operation on files under a prefix: the moment between two writes at which a process dies or the power goes.
 *
 * Shared memory (-shm) is no file of the disk: it is passed through and never part of an image. One thread.
 */
#include <sqlite3ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
SQLITE_EXTENSION_INIT1

typedef struct Change Change;
struct Change {
    Change *before;
    int is_truncate;
    sqlite3_int64 offset, old_size, new_size;
    int written, replaced;
    unsigned char *new_bytes, *old_bytes;
};

typedef struct Entry Entry;
struct Entry {
    Entry *next;
    char *path;
    Change *last;          /* writes since the last sync, newest first */
    int is_durable;        /* whether its directory entry survives */
    unsigned char *ghost;  /* what it held when it was deleted without a sync of the directory */
    sqlite3_int64 ghost_size;
};

typedef struct {
    sqlite3_file base;
    Entry *entry;          /* NULL: a temporary file, nobody's loss */
    sqlite3_file *real;
} PowerFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs power_vfs;
static sqlite3_io_methods methods;
static Entry *entries;
static char *armed_prefix;
static int countdown;
static void (*on_point)(void);
static long long writes, syncs;

static Entry *find_entry(const char *path) {
    for (Entry *entry = entries; entry; entry = entry->next)
        if (strcmp(entry->path, path) == 0) return entry;
    return NULL;
}

static void drop_changes(Entry *entry) {
    while (entry->last) {
        Change *change = entry->last;
        entry->last = change->before;
        free(change->new_bytes);
        free(change->old_bytes);
        free(change);
    }
}

static void drop_ghost(Entry *entry) {
    free(entry->ghost);
    entry->ghost = NULL;
    entry->ghost_size = 0;
}

static void point(Entry *entry) {
    if (!entry || !armed_prefix || strncmp(entry->path, armed_prefix, strlen(armed_prefix)) != 0) return;
    if (--countdown > 0) return;
    free(armed_prefix);
    armed_prefix = NULL;
    on_point();
}

static Change *note(PowerFile *file) {
    Change *change = calloc(1, sizeof *change);
    file->real->pMethods->xFileSize(file->real, &change->old_size);
    change->before = file->entry->last;
    file->entry->last = change;
    return change;
}

static int power_close(sqlite3_file *base) {
    PowerFile *file = (PowerFile *)base;
    int result = file->real->pMethods->xClose(file->real);
    sqlite3_free(file->real);
    return result;
}

static int power_read(sqlite3_file *base, void *out, int count, sqlite3_int64 offset) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xRead(file->real, out, count, offset);
}

static int power_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    PowerFile *file = (PowerFile *)base;
    if (file->entry) {
        point(file->entry);
        writes++;
        Change *change = note(file);
        change->offset = offset;
        change->written = count;
        change->new_bytes = malloc(count);
        memcpy(change->new_bytes, bytes, count);
        sqlite3_int64 there = change->old_size - offset;
        change->replaced = there <= 0 ? 0 : there < count ? (int)there : count;
        change->new_size = offset + count > change->old_size ? offset + count : change->old_size;
        if (change->replaced) {
            change->old_bytes = malloc(change->replaced);
            int result = file->real->pMethods->xRead(file->real, change->old_bytes, change->replaced, offset);
            if (result != SQLITE_OK) return result;
        }
    }
    return file->real->pMethods->xWrite(file->real, bytes, count, offset);
}

static int power_truncate(sqlite3_file *base, sqlite3_int64 size) {
    PowerFile *file = (PowerFile *)base;
    if (file->entry) {
        point(file->entry);
        Change *change = note(file);
        change->is_truncate = 1;
        change->offset = change->new_size = size;
        if (change->old_size > size) {
            change->replaced = (int)(change->old_size - size);
            change->old_bytes = malloc(change->replaced);
            int result = file->real->pMethods->xRead(file->real, change->old_bytes, change->replaced, size);
            if (result != SQLITE_OK) return result;
        }
    }
    return file->real->pMethods->xTruncate(file->real, size);
}

static int power_sync(sqlite3_file *base, int flags) {
    PowerFile *file = (PowerFile *)base;
    (void)flags; /* the disk is a simulated one: there is nothing to wait for */
    if (file->entry) {
        point(file->entry);
        syncs++;
        drop_changes(file->entry);
        drop_ghost(file->entry);
        file->entry->is_durable = 1; /* the real VFS syncs the directory of a new journal with it */
    }
    return SQLITE_OK;
}

static int power_size(sqlite3_file *base, sqlite3_int64 *size) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xFileSize(file->real, size);
}

static int power_lock(sqlite3_file *base, int level) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xLock(file->real, level);
}

static int power_unlock(sqlite3_file *base, int level) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xUnlock(file->real, level);
}

static int power_check_lock(sqlite3_file *base, int *is_locked) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xCheckReservedLock(file->real, is_locked);
}

static int power_control(sqlite3_file *base, int op, void *argument) {
    PowerFile *file = (PowerFile *)base;
    if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK; /* sizes change by writes */
    return file->real->pMethods->xFileControl(file->real, op, argument);
}

static int power_sector(sqlite3_file *base) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xSectorSize(file->real);
}

static int power_traits(sqlite3_file *base) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xDeviceCharacteristics(file->real);
}

static int power_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **out) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xShmMap(file->real, page, size, extend, out);
}

static int power_shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xShmLock(file->real, offset, count, flags);
}

static void power_shm_barrier(sqlite3_file *base) {
    PowerFile *file = (PowerFile *)base;
    file->real->pMethods->xShmBarrier(file->real);
}

static int power_shm_unmap(sqlite3_file *base, int delete_it) {
    PowerFile *file = (PowerFile *)base;
    return file->real->pMethods->xShmUnmap(file->real, delete_it);
}

static int exists(const char *path) {
    FILE *in = fopen(path, "rb");
    if (in) fclose(in);
    return in != NULL;
}

static int power_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags) {
    PowerFile *file = (PowerFile *)base;
    const int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    int was_there = name && exists(name);
    (void)vfs;
    memset(file, 0, sizeof *file);
    file->real = sqlite3_malloc(real_vfs->szOsFile);
    if (!file->real) return SQLITE_NOMEM;
    memset(file->real, 0, real_vfs->szOsFile);
    int result = real_vfs->xOpen(real_vfs, name, file->real, flags, out_flags);
    if (result != SQLITE_OK) {
        sqlite3_free(file->real);
        return result;
    }
    file->base.pMethods = &methods;
    if (name && (flags & kept)) {
        Entry *entry = find_entry(name);
        if (!entry) {
            entry = calloc(1, sizeof *entry);
            entry->path = strdup(name);
            entry->is_durable = was_there;
            entry->next = entries;
            entries = entry;
        } else if (!was_there) {
            drop_changes(entry);
            entry->is_durable = 0;
        }
        file->entry = entry;
    }
    return SQLITE_OK;
}

static unsigned char *read_all(const char *path, sqlite3_int64 *size) {
    FILE *in = fopen(path, "rb");
    *size = 0;
    if (!in) return NULL;
    fseek(in, 0, SEEK_END);
    long length = ftell(in);
    rewind(in);
    unsigned char *bytes = malloc(length + 1);
    if (fread(bytes, 1, length, in) != (size_t)length) length = 0;
    fclose(in);
    *size = length;
    return bytes;
}

typedef struct {
    unsigned char *bytes;
    sqlite3_int64 size, room;
} Image;

static void resize(Image *image, sqlite3_int64 size) {
    if (size > image->room) {
        image->room = size * 2;
        image->bytes = realloc(image->bytes, image->room);
    }
    if (size > image->size) memset(image->bytes + image->size, 0, size - image->size);
    image->size = size;
}

static unsigned long long dice;

static int toss(void) { /* xorshift64 */
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (dice >> 33) & 1;
}

static void take_back(Image *image, const Change *change) {
    if (change->replaced) {
        resize(image, image->size > change->offset + change->replaced ? image->size : change->offset + change->replaced);
        memcpy(image->bytes + change->offset, change->old_bytes, change->replaced);
    }
    resize(image, change->old_size);
}

static void keep_part(Image *image, const Change *change) {
    if (change->is_truncate) {
        if (toss()) resize(image, change->offset);
        return;
    }
    if (toss()) return; /* all of it is lost */
    int is_torn = toss();
    for (int at = 0; at < change->written;) {
        sqlite3_int64 place = change->offset + at;
        int part = 512 - (int)(place % 512);
        if (part > change->written - at) part = change->written - at;
        if (!is_torn || toss()) {
            if (place + part > image->size) resize(image, place + part);
            memcpy(image->bytes + place, change->new_bytes + at, part);
        }
        at += part;
    }
}

static void lose(Entry *entry, Image *image, int keeps_some) {
    int count = 0;
    for (Change *change = entry->last; change; change = change->before) {
        take_back(image, change);
        count++;
    }
    if (!keeps_some || !count) return;
    Change **ordered = malloc(count * sizeof *ordered);
    for (Change *change = entry->last; change; change = change->before) ordered[--count] = change;
    for (Change *change = entry->last; change; change = change->before) count++;
    for (int n = 0; n < count; n++) keep_part(image, ordered[n]);
    free(ordered);
}

static int power_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
    Entry *entry = find_entry(name);
    (void)vfs;
    point(entry);
    if (entry) {
        drop_ghost(entry);
        if (!sync_directory && entry->is_durable) {
            Image image = {0};
            image.bytes = read_all(name, &image.size);
            image.room = image.size;
            if (image.bytes) lose(entry, &image, 0);
            entry->ghost = image.bytes;
            entry->ghost_size = image.size;
        }
        drop_changes(entry);
        entry->is_durable = 0;
    }
    return real_vfs->xDelete(real_vfs, name, sync_directory);
}

/* What follows is called from Python by ctypes. */

int power_image(const char *path, const char *out, unsigned long long seed) {
    Entry *entry = find_entry(path);
    Image image = {0};
    dice = seed ? seed * 2654435769ULL + 1 : 0;
    image.bytes = read_all(path, &image.size);
    image.room = image.size;
    if (entry && image.bytes) {
        if (!entry->is_durable && (!seed || toss())) {
            free(image.bytes);
            image.bytes = NULL;
        } else {
            lose(entry, &image, seed != 0);
        }
    }
    if (!image.bytes && entry && entry->ghost && (!seed || toss())) {
        image.size = image.room = entry->ghost_size;
        image.bytes = malloc(image.size + 1);
        memcpy(image.bytes, entry->ghost, image.size);
    }
    if (!image.bytes) return 0;
    FILE *file = fopen(out, "wb");
    if (!file) return -1;
    size_t written = fwrite(image.bytes, 1, image.size, file);
    fclose(file);
    free(image.bytes);
    return written == (size_t)image.size ? 1 : -1;
}

void power_arm(const char *prefix, int after, void (*callback)(void)) {
    free(armed_prefix);
    armed_prefix = prefix ? strdup(prefix) : NULL;
    countdown = after;
    on_point = callback;
}

void power_forget(const char *prefix) {
    Entry **place = &entries;
    while (*place) {
        Entry *entry = *place;
        if (strncmp(entry->path, prefix, strlen(prefix)) == 0) {
            *place = entry->next;
            drop_changes(entry);
            drop_ghost(entry);
            free(entry->path);
            free(entry);
        } else {
            place = &entry->next;
        }
    }
}

long long power_count_writes(void) { return writes; }
long long power_count_syncs(void) { return syncs; }

int sqlite3_power_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
    SQLITE_EXTENSION_INIT2(api);
    (void)db;
    (void)error;
    real_vfs = sqlite3_vfs_find(NULL);
    methods = (sqlite3_io_methods){
        2, power_close, power_read, power_write, power_truncate, power_sync, power_size, power_lock, power_unlock,
        power_check_lock, power_control, power_sector, power_traits, power_shm_map, power_shm_lock,
        power_shm_barrier, power_shm_unmap, NULL, NULL,
    };
    power_vfs = *real_vfs;
    power_vfs.zName = "power";
    power_vfs.szOsFile = sizeof(PowerFile);
    power_vfs.xOpen = power_open;
    power_vfs.xDelete = power_delete;
    return sqlite3_vfs_register(&power_vfs, 1) == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : SQLITE_ERROR;
}

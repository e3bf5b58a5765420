// Counts how often memory is allocated, in a file that ALLOCATIONS_FILE names and others may read: eight bytes, a number.
// To be loaded before libc, by LD_PRELOAD.
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_ulong early, *count = &early;

__attribute__((constructor)) static void open_count(void) {
    int file = open(getenv("ALLOCATIONS_FILE"), O_RDWR);
    void *place = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (place == MAP_FAILED) abort();
    count = place;
    close(file);
}

static void add_one(void) {
    atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
    add_one();
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    add_one();
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    add_one();
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    add_one();
    return __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size) {
    return aligned_alloc(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    *result = aligned_alloc(alignment, size);
    return *result == NULL ? ENOMEM : 0;
}

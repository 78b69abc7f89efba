#include "support/failing_memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <limits>

// The C library's own, which it exports for this.
extern "C" {
void* __libc_malloc(std::size_t size);                           // NOLINT(bugprone-reserved-identifier)
void* __libc_calloc(std::size_t count, std::size_t size);        // NOLINT(bugprone-reserved-identifier)
void* __libc_realloc(void* memory, std::size_t size);            // NOLINT(bugprone-reserved-identifier)
void* __libc_memalign(std::size_t alignment, std::size_t size);  // NOLINT(bugprone-reserved-identifier)
}

namespace llmzip::testing {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

constinit std::atomic<std::int64_t> memory_left{kNever};
constinit std::atomic<std::int64_t> memory_begin{0};
constinit std::atomic<bool> memory_stays_short{false};
constinit std::atomic<bool> memory_failed{false};

bool MemoryFailsNow() {
  if (memory_left.load(std::memory_order_relaxed) == kNever) return false;
  const std::int64_t before = memory_left.fetch_sub(1, std::memory_order_relaxed);
  const bool fails = before == 0 || (before < 0 && memory_stays_short.load(std::memory_order_relaxed));
  if (!fails) return false;
  memory_failed.store(true, std::memory_order_relaxed);
  errno = ENOMEM;
  return true;
}

}  // namespace

FailingMemory::FailingMemory(std::uint64_t after, Which which) {
  memory_failed = false;
  memory_stays_short = which == kAllFromThere;
  memory_begin = static_cast<std::int64_t>(after);
  memory_left = static_cast<std::int64_t>(after);
}

FailingMemory::~FailingMemory() { memory_left = kNever; }

bool FailingMemory::happened() const { return memory_failed; }

std::uint64_t FailingMemory::calls() const { return static_cast<std::uint64_t>(memory_begin - memory_left); }

std::uint64_t BytesHeld() {
  const struct mallinfo2 state = mallinfo2();
  return state.uordblks + state.hblkhd;
}

}  // namespace llmzip::testing

#define LLMZIP_INTERPOSED extern "C" __attribute__((visibility("default")))

LLMZIP_INTERPOSED void* malloc(std::size_t size) {
  return llmzip::testing::MemoryFailsNow() ? nullptr : __libc_malloc(size);
}

LLMZIP_INTERPOSED void* calloc(std::size_t count, std::size_t size) {
  return llmzip::testing::MemoryFailsNow() ? nullptr : __libc_calloc(count, size);
}

LLMZIP_INTERPOSED void* realloc(void* memory, std::size_t size) {
  return llmzip::testing::MemoryFailsNow() ? nullptr : __libc_realloc(memory, size);
}

LLMZIP_INTERPOSED void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return llmzip::testing::MemoryFailsNow() ? nullptr : __libc_memalign(alignment, size);
}

LLMZIP_INTERPOSED int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  if (llmzip::testing::MemoryFailsNow()) return ENOMEM;
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}

LLMZIP_INTERPOSED void* mmap(void* address, std::size_t size, int protection, int flags, int descriptor, off_t offset) {
  if (llmzip::testing::MemoryFailsNow()) return MAP_FAILED;
  return reinterpret_cast<void*>(syscall(SYS_mmap, address, size, protection, flags, descriptor, offset));
}

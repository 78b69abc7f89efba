#include "support/failing_allocations.h"

#include <malloc.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

constexpr std::int64_t kNever = INT64_MAX;

std::atomic<std::int64_t> left{kNever};
std::atomic<bool> all_from_there{false};
std::atomic<bool> failed{false};

bool FailsNow() {
  if (left.load(std::memory_order_relaxed) == kNever) return false;
  const std::int64_t before = left.fetch_sub(1, std::memory_order_relaxed);
  const bool fails = before == 0 || (before < 0 && all_from_there);
  if (fails) failed = true;
  return fails;
}

void* Allocate(std::size_t size, std::size_t alignment) {
  if (FailsNow()) return nullptr;
  if (size == 0) size = 1;
  return alignment <= alignof(std::max_align_t)
             ? std::malloc(size)
             : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

}  // namespace

FailingAllocations::FailingAllocations(std::uint64_t after, Which which) {
  failed = false;
  all_from_there = which == kAllFromThere;
  left = static_cast<std::int64_t>(after);
}

FailingAllocations::~FailingAllocations() { left = kNever; }

bool FailingAllocations::happened() const { return failed; }

std::uint64_t BytesInUse() {
  if (kSanitized) return 0;
  const struct mallinfo2 state = mallinfo2();
  return state.uordblks + state.hblkhd;
}

}  // namespace llmzip::testing

void* operator new(std::size_t size) {
  if (void* const memory = llmzip::testing::Allocate(size, 1)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  if (void* const memory = llmzip::testing::Allocate(size, static_cast<std::size_t>(alignment))) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return llmzip::testing::Allocate(size, 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept { std::free(memory); }

// FailingAllocations: what happens when memory is short.
//
// A test program that links failing_allocations.cc has an operator new that can be told to fail. Thread safety: one
// such object at a time; allocations of all threads count.
#ifndef LLMZIP_TESTS_SUPPORT_FAILING_ALLOCATIONS_H_
#define LLMZIP_TESTS_SUPPORT_FAILING_ALLOCATIONS_H_

#include <cstdint>

namespace llmzip::testing {

class FailingAllocations {
 public:
  enum Which : std::uint8_t { kOne, kAllFromThere };

  /// Until destruction the allocation after the first `after` fails, or that and all later ones.
  FailingAllocations(std::uint64_t after, Which which);
  ~FailingAllocations();
  FailingAllocations(const FailingAllocations&) = delete;
  FailingAllocations& operator=(const FailingAllocations&) = delete;

  /// Whether one has failed.
  [[nodiscard]] bool happened() const;
};

/// Bytes that malloc has given and not got back, all threads together; 0 where that cannot be told.
std::uint64_t BytesInUse();

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_FAILING_ALLOCATIONS_H_

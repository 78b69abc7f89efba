// FailingMemory: what happens when memory is short, in the library and in all libraries that it uses.
//
// A test program that links failing_memory.cc has a malloc, calloc, realloc, aligned_alloc, posix_memalign and mmap
// that can be told to fail; operator new comes through malloc. Everything linked dynamically gets them too: zlib,
// libzstd, liblzma, libpng, libFLAC, libcrypto. Not for programs under sanitizers, which have their own. Thread safety:
// one such object at a time; calls of all threads count.
#ifndef LLMZIP_TESTS_SUPPORT_FAILING_MEMORY_H_
#define LLMZIP_TESTS_SUPPORT_FAILING_MEMORY_H_

#include <cstdint>

namespace llmzip::testing {

class FailingMemory {
 public:
  enum Which : std::uint8_t { kOne, kAllFromThere };

  /// Until destruction the call after the first `after` fails, or that and all later ones.
  FailingMemory(std::uint64_t after, Which which);
  ~FailingMemory();
  FailingMemory(const FailingMemory&) = delete;
  FailingMemory& operator=(const FailingMemory&) = delete;

  /// Whether one has failed.
  [[nodiscard]] bool happened() const;

  /// Calls so far.
  [[nodiscard]] std::uint64_t calls() const;
};

/// Bytes that malloc has given and not got back, all threads together.
std::uint64_t BytesHeld();

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_FAILING_MEMORY_H_

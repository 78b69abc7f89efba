// SplitMix64 (Steele, Lea and Flood 2014): a small random generator that gives the same numbers everywhere.
// Not for secrets. Used for sampling and by tests, where a standard library's distributions would differ.
#ifndef LLMZIP_BASE_SPLIT_MIX_H_
#define LLMZIP_BASE_SPLIT_MIX_H_

#include <cstdint>

namespace llmzip {

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t operator()() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  /// Any of 0 … 2^bits - 1, all equally likely; 1 <= bits <= 64.
  std::uint64_t Bits(unsigned bits) { return (*this)() >> (64 - bits); }

 private:
  std::uint64_t state_;
};

}  // namespace llmzip

#endif  // LLMZIP_BASE_SPLIT_MIX_H_

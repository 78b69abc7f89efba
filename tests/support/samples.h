// Small inputs of every kind a coder meets, made by code so that they are the same on every machine.
#ifndef LLMZIP_TESTS_SUPPORT_SAMPLES_H_
#define LLMZIP_TESTS_SUPPORT_SAMPLES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "llmzip/codec.h"

namespace llmzip::testing {

/// SplitMix64: tests may not depend on a standard library's distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t operator()() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  /// 0 … bound - 1.
  std::uint64_t Below(std::uint64_t bound) { return (*this)() % bound; }

 private:
  std::uint64_t state_;
};

struct Sample {
  std::string name;
  Bytes bytes;
};

/// One input of every kind; those that can be long have `size` bytes.
std::vector<Sample> AllSamples(std::size_t size);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_SAMPLES_H_

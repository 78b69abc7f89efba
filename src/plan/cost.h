// Cost: how long something takes, estimated from its plan alone, before anything is made.
//
// The estimate of a decompression is compared with a limit before it begins. Estimates are therefore upper bounds for
// an ordinary machine of 2020 (3 GHz, one core, AVX2): tests hold them within a factor of about four of what is
// measured, and never below what a fast machine takes. Work that is done once per process, however many blocks there
// are (packing a network's weights, unpacking a text, opening a checkpoint), is not included. They never change the
// coded bytes. Values; thread-safe.
#ifndef LLMZIP_PLAN_COST_H_
#define LLMZIP_PLAN_COST_H_

#include <cstdint>

#include "base/saturating.h"

namespace llmzip {

enum class Direction : std::uint8_t { kCompress, kDecompress };

/// Nanoseconds of one core.
struct Cost {
  std::uint64_t start_ns = 0;     ///< once per block: making tables, reading a priming text
  std::uint64_t ns_per_byte = 0;  ///< per original byte, whatever lane it is in

  /// The time of a block; UINT64_MAX if it does not fit.
  [[nodiscard]] constexpr std::uint64_t Total(std::uint64_t raw_size) const;

  bool operator==(const Cost&) const = default;
};

constexpr std::uint64_t Cost::Total(std::uint64_t raw_size) const {
  return SaturatingAdd(start_ns, SaturatingMultiply(ns_per_byte, raw_size));
}

constexpr Cost operator+(const Cost& a, const Cost& b) {
  return {SaturatingAdd(a.start_ns, b.start_ns), SaturatingAdd(a.ns_per_byte, b.ns_per_byte)};
}

}  // namespace llmzip

#endif  // LLMZIP_PLAN_COST_H_

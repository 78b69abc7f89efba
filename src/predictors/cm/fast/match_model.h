// MatchModel: finds the last occurrence of the newest bytes and predicts the byte that followed.
//
// Every lane keeps its latest bytes in a ring; all rings are one array, so that a position is one number and a lane may
// follow a match into another lane's history. A hash of the last six bytes finds the latest position. The look-up takes
// two byte steps, in which first the table's and then the history's cache line is fetched, so a match begins two bytes
// late. That is cheaper than waiting for memory.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_FAST_MATCH_MODEL_H_
#define LLMZIP_PREDICTORS_CM_FAST_MATCH_MODEL_H_

#include <cstdint>

#include "predictors/cm/zeroed_array.h"

namespace llmzip::cm::fast {

/// One lane's match.
struct Match {
  std::uint32_t position = 0;   ///< bytes this lane has seen
  std::uint32_t place = 0;      ///< of the byte expected next
  std::uint32_t length = 0;     ///< bytes that agreed before it; 0: no match
  std::uint32_t candidate = 0;  ///< a place one byte step old; 0: none
  std::uint32_t bucket = 0;     ///< of the last six bytes
};

class MatchModel {
 public:
  /// A ring of 2^log_ring bytes for each lane; 2^log_buckets buckets.
  MatchModel(unsigned lanes, unsigned log_ring, unsigned log_buckets)
      : history_(std::size_t{lanes} << log_ring),
        buckets_(std::size_t{1} << log_buckets),
        log_ring_(log_ring),
        ring_mask_((1U << log_ring) - 1),
        bucket_shift_(32 - log_buckets) {}

  /// The lane's next byte came; `kept` tells whether the match, if there was one, expected every bit of it.
  /// last4 holds the lane's last four bytes, that one lowest, and sixth_fifth the two before these.
  void Append(unsigned lane, std::uint32_t last4, std::uint32_t sixth_fifth, bool kept, Match* match) {
    const std::uint32_t ring = lane << log_ring_;
    const std::uint8_t byte = last4 & 0xFFU;
    history_[ring | (match->position & ring_mask_)] = byte;
    ++match->position;
    if (kept) {
      match->place = Next(match->place);
      if (match->length < kLongest) ++match->length;
    } else {
      match->length = 0;
      if (match->candidate != 0) Begin(ring, byte, match);
    }
    std::uint32_t& bucket = buckets_[match->bucket];
    match->candidate = bucket;
    bucket = ring | ((match->position - 1) & ring_mask_);
    __builtin_prefetch(&history_[match->candidate]);
    std::uint32_t hash = last4 * 0x9E3779B1U + sixth_fifth * 0x85EBCA6BU;
    hash ^= hash >> 15;
    match->bucket = (hash * 0x2C1B3C6DU) >> bucket_shift_;
    __builtin_prefetch(&buckets_[match->bucket]);
  }

  [[nodiscard]] std::uint8_t Expected(const Match& match) const { return history_[match.place]; }

  /// 0 for no match, else rising with length: exact to 15, then in steps of 32.
  static std::uint32_t LengthClass(std::uint32_t length) {
    if (length < 16) return length;
    const std::uint32_t steps = 16 + length / 32;
    return steps < 31 ? steps : 31;
  }

 private:
  static constexpr std::uint32_t kLongest = 65535;
  static constexpr std::uint32_t kVerified = 32;  // bytes compared when a match begins

  [[nodiscard]] std::uint32_t Next(std::uint32_t place) const {
    return (place & ~ring_mask_) | ((place + 1) & ring_mask_);
  }
  void Begin(std::uint32_t ring, std::uint8_t byte, Match* match);

  ZeroedArray<std::uint8_t> history_;
  ZeroedArray<std::uint32_t> buckets_;
  unsigned log_ring_;
  std::uint32_t ring_mask_;
  unsigned bucket_shift_;
};

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_MATCH_MODEL_H_

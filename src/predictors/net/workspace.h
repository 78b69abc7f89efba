// Workspace: memory for the activations of one Forward at a time; kept between calls so that none is allocated there.
// Thread safety: belongs to one thread at a time.
#ifndef LLMZIP_PREDICTORS_NET_WORKSPACE_H_
#define LLMZIP_PREDICTORS_NET_WORKSPACE_H_

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/zeroed_array.h"
#include "predictors/net/rows.h"

namespace llmzip::net {

class Workspace {
 public:
  /// Frees everything; after that at least `bytes` can be taken.
  void Reserve(std::size_t bytes) {
    if (memory_.size() < bytes) memory_ = cm::ZeroedArray<std::byte>(bytes);
    taken_ = 0;
  }

  /// `count` elements of anything, at a cache line's start.
  template <typename T>
  T* Take(std::size_t count) {
    const std::size_t offset = taken_;
    taken_ += Rounded(count * sizeof(T));
    assert(taken_ <= memory_.size());
    return reinterpret_cast<T*>(memory_.data() + offset);
  }

  /// The rows that pass; here so that their memory, too, is kept.
  [[nodiscard]] Rows& rows() { return rows_; }

  /// What Take takes for so many bytes.
  static constexpr std::size_t Rounded(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

 private:
  Rows rows_;
  cm::ZeroedArray<std::byte> memory_;
  std::size_t taken_ = 0;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_WORKSPACE_H_

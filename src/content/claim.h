// Claims: what the headers of files say about the bytes that follow them, gathered while a block is searched.
//
// A claim may begin or end in a later block; the detector keeps it until then. Places count from the block's first
// byte. Whatever a header says, a claim is sane: not empty, no sum of its numbers overflows, and there are few of them.
// Thread safety: none.
#ifndef LLMZIP_CONTENT_CLAIM_H_
#define LLMZIP_CONTENT_CLAIM_H_

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "content/kind.h"
#include "llmzip/codec.h"

namespace llmzip {

struct Claim {
  Kind kind = Kind::kData;
  std::uint64_t begin = 0;
  std::uint64_t size = 0;
  Bytes parameters;        ///< right for the byte at `begin`
  bool continues = false;  ///< bytes of it were in the block before

  [[nodiscard]] std::uint64_t end() const { return begin + size; }

  /// Drops what precedes `place`, which lies within the claim.
  void CutBefore(std::uint64_t place) {
    parameters = FindKind(static_cast<std::uint8_t>(kind))->advance(parameters, place - begin);
    size -= place - begin;
    begin = place;
  }
};

class Claims {
 public:
  /// Headers that say more are lying, or rare enough.
  static constexpr std::size_t kMost = 4096;
  static constexpr std::uint64_t kFarthest = std::uint64_t{1} << 48;  ///< bytes: beyond any block to come

  /// A part of the file whose header stands at `file`: `offset` and `size` are as the header has them, unchecked.
  void Add(Kind kind, std::uint64_t file, std::uint64_t offset, std::uint64_t size, Bytes parameters) {
    if (size == 0 || offset > kFarthest || size > kFarthest || claims_.size() >= kMost) return;
    Keep({kind, file + offset, size, std::move(parameters), false});
  }

  /// Takes over a claim of an earlier block.
  void Keep(Claim claim) {
    end_ = std::max(end_, claim.end());
    claims_.push_back(std::move(claim));
  }

  /// Another file begins at `place`: what the headers before it say ends there.
  void EndAt(std::uint64_t place) {
    std::erase_if(claims_, [&](const Claim& claim) { return claim.begin >= place; });
    for (Claim& claim : claims_) claim.size = std::min(claim.size, place - claim.begin);
    end_ = std::min(end_, place);
  }

  /// Where the last of them ends; 0 if there are none.
  [[nodiscard]] std::uint64_t end() const { return end_; }

  /// All of them, none left.
  std::vector<Claim> Take() {
    end_ = 0;
    return std::exchange(claims_, {});
  }

 private:
  std::vector<Claim> claims_;
  std::uint64_t end_ = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_CLAIM_H_

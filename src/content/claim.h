// Claims: what file headers say about the bytes that follow them, collected while a block is searched.
//
// A claim may begin or end in a later block; the detector keeps it until then. Offsets count from the block's first
// byte. Whatever a header says, a claim is sane: it is not empty, sums of its numbers do not overflow, and the number
// of claims is limited.
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
  Bytes parameters;        ///< for a segment that begins at `begin`
  bool continues = false;  ///< part of it was in the block before

  [[nodiscard]] std::uint64_t end() const { return begin + size; }

  /// Drops the part before `place`, which must lie within the claim.
  void CutBefore(std::uint64_t place) {
    parameters = FindKind(static_cast<std::uint8_t>(kind))->advance(parameters, place - begin);
    size -= place - begin;
    begin = place;
  }
};

class Claims {
 public:
  /// More claims than this in one block are ignored: the headers are false, or such files are rare.
  static constexpr std::size_t kMost = 4096;
  static constexpr std::uint64_t kFarthest = std::uint64_t{1} << 48;  ///< bytes: beyond any block to come

  /// `effort`: how many entries of tables parsers may read in this block, all of them together. It keeps the search
  /// linear where many headers share one long table.
  explicit Claims(std::uint64_t effort = 0) : effort_(effort) {}

  /// Takes so many entries from the effort; false if too few are left.
  bool Spend(std::uint64_t entries) {
    if (entries > effort_) return false;
    effort_ -= entries;
    return true;
  }
  [[nodiscard]] std::uint64_t effort() const { return effort_; }

  /// Claims a part of the file whose header begins at `file`; `offset` and `size` are the header's, unchecked.
  void Add(Kind kind, std::uint64_t file, std::uint64_t offset, std::uint64_t size, Bytes parameters) {
    if (size == 0 || offset > kFarthest || size > kFarthest || claims_.size() >= kMost) return;
    Keep({kind, file + offset, size, std::move(parameters), false});
  }

  /// Adds a claim that an earlier block left over.
  void Keep(Claim claim) {
    end_ = std::max(end_, claim.end());
    claims_.push_back(std::move(claim));
  }

  /// Another file begins at `place`: claims of the headers before it end there.
  void EndAt(std::uint64_t place) {
    std::erase_if(claims_, [&](const Claim& claim) { return claim.begin >= place; });
    for (Claim& claim : claims_) claim.size = std::min(claim.size, place - claim.begin);
    end_ = std::min(end_, place);
  }

  /// Where the last claim ends; 0 if there are none.
  [[nodiscard]] std::uint64_t end() const { return end_; }

  /// Returns all claims and removes them.
  std::vector<Claim> Take() {
    end_ = 0;
    return std::exchange(claims_, {});
  }

 private:
  std::vector<Claim> claims_;
  std::uint64_t end_ = 0;
  std::uint64_t effort_;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_CLAIM_H_

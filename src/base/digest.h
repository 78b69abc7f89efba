// XXH3 checksums: what blocks, headers and whole contents are checked with.
// Not cryptographic: they find accidents, not forgeries (see SECURITY.md).
#ifndef LLMZIP_BASE_DIGEST_H_
#define LLMZIP_BASE_DIGEST_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace llmzip {

/// XXH3-128 in its canonical (big-endian) byte order.
using Digest128 = std::array<std::uint8_t, 16>;

/// SHA-256 of a model file: its identity in frames.
using ModelDigest = std::array<std::uint8_t, 32>;

/// XXH3-128, seed 0, of all of `bytes`.
Digest128 Xxh3Digest128(std::span<const std::uint8_t> bytes);

/// XXH3-64, seed 0, in its canonical (big-endian) byte order.
std::array<std::uint8_t, 8> Xxh3Digest64(std::span<const std::uint8_t> bytes);

/// The low 32 bits of XXH3-64, seed 0, of all of `bytes`.
std::uint32_t Xxh3Check32(std::span<const std::uint8_t> bytes);

/// XXH3-128 of bytes that come in pieces.
class StreamingDigest128 {
 public:
  StreamingDigest128();
  ~StreamingDigest128();
  StreamingDigest128(const StreamingDigest128&) = delete;
  StreamingDigest128& operator=(const StreamingDigest128&) = delete;

  void Update(std::span<const std::uint8_t> bytes);
  [[nodiscard]] Digest128 Finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace llmzip

#endif  // LLMZIP_BASE_DIGEST_H_

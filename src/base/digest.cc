#include "base/digest.h"

#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <new>

namespace llmzip {
namespace {

Digest128 Canonical(XXH128_hash_t hash) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  Digest128 digest;
  std::copy(std::begin(canonical.digest), std::end(canonical.digest), digest.begin());
  return digest;
}

}  // namespace

Digest128 Xxh3Digest128(std::span<const std::uint8_t> bytes) {
  return Canonical(XXH3_128bits(bytes.data(), bytes.size()));
}

std::array<std::uint8_t, 8> Xxh3Digest64(std::span<const std::uint8_t> bytes) {
  XXH64_canonical_t canonical;
  XXH64_canonicalFromHash(&canonical, XXH3_64bits(bytes.data(), bytes.size()));
  std::array<std::uint8_t, 8> digest;
  std::copy(std::begin(canonical.digest), std::end(canonical.digest), digest.begin());
  return digest;
}

std::uint32_t Xxh3Check32(std::span<const std::uint8_t> bytes) {
  return static_cast<std::uint32_t>(XXH3_64bits(bytes.data(), bytes.size()));
}

struct StreamingDigest128::State {
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> xxh{XXH3_createState()};
};

StreamingDigest128::StreamingDigest128() : state_(std::make_unique<State>()) {
  if (state_->xxh == nullptr) throw std::bad_alloc();
  XXH3_128bits_reset(state_->xxh.get());
}

StreamingDigest128::~StreamingDigest128() = default;

void StreamingDigest128::Update(std::span<const std::uint8_t> bytes) {
  XXH3_128bits_update(state_->xxh.get(), bytes.data(), bytes.size());
}

Digest128 StreamingDigest128::Finish() const { return Canonical(XXH3_128bits_digest(state_->xxh.get())); }

}  // namespace llmzip

// SHA-256 (FIPS 180-4) for the cross builds, which have no libcrypto. Slow and simple; nothing that is shipped uses it.
// network_test.py compares a model's digest with what the real libcrypto gave.
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "openssl/evp.h"

namespace {

// The fractional bits of the cube roots of the first 64 primes, found by bisection in integers.
std::array<std::uint32_t, 64> RoundConstants() {
  std::array<std::uint32_t, 64> constants{};
  std::size_t count = 0;
  for (std::uint64_t prime = 2; count < constants.size(); ++prime) {
    bool divisible = false;
    for (std::uint64_t d = 2; d * d <= prime; ++d) divisible = divisible || prime % d == 0;
    if (divisible) continue;
    // The largest root with root^3 <= prime * 2^96: 32 bits after the point.
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 35; bit != 0; bit >>= 1) {
      const unsigned __int128 candidate = root | bit;
      const unsigned __int128 square = candidate * candidate;  // at most 72 bits
      // square * candidate <= prime * 2^96 without needing 129 bits
      const unsigned __int128 limit = static_cast<unsigned __int128>(prime) << 96;
      if (square <= limit / candidate) root |= bit;
    }
    constants[count++] = static_cast<std::uint32_t>(root);
  }
  return constants;
}

void Compress(const std::uint8_t* block, const std::array<std::uint32_t, 64>& k, std::array<std::uint32_t, 8>* state) {
  std::array<std::uint32_t, 64> w{};
  for (std::size_t i = 0; i < 16; ++i) {
    for (std::size_t byte = 0; byte < 4; ++byte) w[i] = w[i] << 8 | block[4 * i + byte];
  }
  for (std::size_t i = 16; i < 64; ++i) {
    const std::uint32_t a = w[i - 15];
    const std::uint32_t b = w[i - 2];
    w[i] = w[i - 16] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3) + w[i - 7] +
           (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10);
  }
  auto [a, b, c, d, e, f, g, h] = *state;
  for (std::size_t i = 0; i < 64; ++i) {
    const std::uint32_t first =
        h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i];
    const std::uint32_t second =
        (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first, d = c, c = b, b = a, a = first + second;
  }
  const std::array<std::uint32_t, 8> change{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) (*state)[i] += change[i];
}

}  // namespace

const EVP_MD* EVP_sha256(void) { return nullptr; }

struct evp_md_ctx_st {
  std::vector<std::uint8_t> bytes;  // all so far
};

EVP_MD_CTX* EVP_MD_CTX_new(void) { return new evp_md_ctx_st; }

void EVP_MD_CTX_free(EVP_MD_CTX* context) { delete context; }

int EVP_DigestInit_ex(EVP_MD_CTX* context, const EVP_MD* /*type*/, ENGINE* /*engine*/) {
  context->bytes.clear();
  return 1;
}

int EVP_DigestUpdate(EVP_MD_CTX* context, const void* data, size_t count) {
  const auto* const bytes = static_cast<const std::uint8_t*>(data);
  context->bytes.insert(context->bytes.end(), bytes, bytes + count);
  return 1;
}

int EVP_DigestFinal_ex(EVP_MD_CTX* context, unsigned char* digest, unsigned int* size) {
  static const std::array<std::uint32_t, 64> constants = RoundConstants();
  std::array<std::uint32_t, 8> state{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                     0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
  std::vector<std::uint8_t> padded = context->bytes;
  const std::uint64_t count = padded.size();
  padded.push_back(0x80);
  while (padded.size() % 64 != 56) padded.push_back(0);
  for (int shift = 56; shift >= 0; shift -= 8) {
    padded.push_back(static_cast<std::uint8_t>(count * 8 >> shift));
  }
  for (std::size_t i = 0; i < padded.size(); i += 64) Compress(padded.data() + i, constants, &state);
  for (std::size_t i = 0; i < 32; ++i) digest[i] = static_cast<unsigned char>(state[i / 4] >> (24 - i % 4 * 8));
  if (size != nullptr) *size = 32;
  return 1;
}

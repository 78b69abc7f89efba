#include "content/headers/header_search.h"

#include <array>
#include <string_view>

#include "base/little_endian.h"
#include "content/headers/header_parsers.h"

namespace llmzip {
namespace {

struct Signature {
  std::string_view first_two;
  HeaderParser parse;
  bool certain;  // whether what passes the parser is surely a header; false for formats easily mistaken
};

constexpr std::array kSignatures = {
    Signature{"\x7F"
              "E",
              ParseElf, true},
    Signature{"MZ", ParsePe, true},
    Signature{"RI", ParseWave, true},
    Signature{"P5", ParseNetpbm, false},
    Signature{"P6", ParseNetpbm, false},
    Signature{"BM", ParseBmp, false},
};

// For each pair of bytes, as a little-endian number: 1 + its index in kSignatures, or 0.
constexpr std::size_t kPairs = 65536;
std::array<std::uint8_t, kPairs> PairTable() {
  std::array<std::uint8_t, kPairs> table{};
  for (std::size_t i = 0; i < kSignatures.size(); ++i) {
    const std::string_view pair = kSignatures[i].first_two;
    table[static_cast<std::uint8_t>(pair[0]) | static_cast<std::size_t>(static_cast<std::uint8_t>(pair[1])) << 8] =
        static_cast<std::uint8_t>(i + 1);
  }
  return table;
}

void Look(ByteView block, std::size_t place, const Signature& signature, Claims* claims) {
  if (!signature.certain && place < claims->end()) return;
  Claims found;
  if (!signature.parse(block, place, &found)) return;
  if (signature.certain) claims->EndAt(place);
  for (Claim& claim : found.Take()) {
    claims->Add(claim.kind, 0, claim.begin, claim.size, std::move(claim.parameters));
  }
}

}  // namespace

void SearchHeaders(ByteView block, Claims* claims) {
  static const std::array<std::uint8_t, kPairs> table = PairTable();
  for (std::size_t i = 0; i + 1 < block.size(); ++i) {
    const std::uint8_t found = table[LoadLittleEndian<std::uint16_t>(&block[i])];
    if (found != 0) [[unlikely]] {
      Look(block, i, kSignatures[found - 1], claims);
    }
  }
}

}  // namespace llmzip

#include "content/headers/header_search.h"

#include <array>
#include <string_view>

#include "base/little_endian.h"
#include "content/headers/header_parsers.h"

namespace llmzip {
namespace {

struct Signature {
  std::string_view pair;  // two bytes of the header
  HeaderParser parse;
  bool certain;            // whether what passes the parser is surely a header; false for formats easily mistaken
  std::size_t offset = 0;  // where in the header the pair stands
};

constexpr std::array kSignatures = {
    Signature{"\x7F"
              "E",
              ParseElf, true},
    Signature{"MZ", ParsePe, true},
    Signature{"us", ParseTarMember, true, 257},
    Signature{"RI", ParseRiff, true},
    Signature{"RF", ParseRiff, true},
    Signature{"BW", ParseRiff, true},
    Signature{"ri", ParseWave64, true},
    Signature{"FO", ParseAiff, true},
    Signature{".s", ParseAu, true},
    Signature{"ca", ParseCaf, true},
    Signature{"II", ParseTiff, true},
    Signature{"MM", ParseTiff, true},
    Signature{"P4", ParseNetpbm, false},
    Signature{"P5", ParseNetpbm, false},
    Signature{"P6", ParseNetpbm, false},
    Signature{"P7", ParseNetpbm, false},
    Signature{"BM", ParseBmp, false},
    Signature{std::string_view("(\0", 2), ParseDib, false},
    Signature{std::string_view("\1\0", 2), ParseIcon, false, 2},
    Signature{std::string_view("\2\0", 2), ParseIcon, false, 2},
    Signature{"\1\1", ParseTarga, false, 1},
    Signature{std::string_view("\0\2", 2), ParseTarga, false, 1},
    Signature{std::string_view("\0\3", 2), ParseTarga, false, 1},
};

// For each pair of bytes, as a little-endian number: 1 + its index in kSignatures, or 0.
constexpr std::size_t kPairs = 65536;
std::array<std::uint8_t, kPairs> PairTable() {
  std::array<std::uint8_t, kPairs> table{};
  for (std::size_t i = 0; i < kSignatures.size(); ++i) {
    const std::string_view pair = kSignatures[i].pair;
    table[static_cast<std::uint8_t>(pair[0]) | static_cast<std::size_t>(static_cast<std::uint8_t>(pair[1])) << 8] =
        static_cast<std::uint8_t>(i + 1);
  }
  return table;
}

void Look(ByteView block, std::size_t place, const Signature& signature, Claims* claims) {
  if (!signature.certain && place < claims->end()) return;
  Claims found(claims->effort());
  const bool is_header = signature.parse(block, place, &found);
  (void)claims->Spend(claims->effort() - found.effort());
  if (!is_header) return;
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
      const Signature& signature = kSignatures[found - 1];
      if (i >= signature.offset) Look(block, i - signature.offset, signature, claims);
    }
  }
}

}  // namespace llmzip

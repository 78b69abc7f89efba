// Big-endian sound files: AIFF and AIFC, AU, CAF.
#include <array>
#include <string_view>

#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/headers/sample_claim.h"

namespace llmzip {
namespace {

constexpr unsigned kMostChunks = 256;

// A number of 80 bits as a rate; 0 if it is none below 2^32.
std::uint32_t RateOf(HeaderReader& reader, std::uint64_t offset) {
  constexpr unsigned kBias = 16383;
  const unsigned exponent = reader.Number<std::uint16_t>(offset);
  const auto mantissa = reader.Number<std::uint64_t>(offset + 2);
  if (exponent < kBias || exponent > kBias + 31) return 0;
  return static_cast<std::uint32_t>(mantissa >> (63 - (exponent - kBias)));
}

// What a type of compression in an AIFC file means for the samples; false if they are coded.
bool ReadAifcType(HeaderReader& reader, std::uint64_t offset, SampleFormat* format) {
  struct Type {
    std::string_view name;
    std::uint32_t bits;  // 0: as said before
    bool little_endian, is_unsigned, is_float;
  };
  constexpr std::array kTypes = {Type{"NONE", 0, false, false, false},  Type{"twos", 0, false, false, false},
                                 Type{"sowt", 0, true, false, false},   Type{"in24", 24, false, false, false},
                                 Type{"in32", 32, false, false, false}, Type{"42ni", 24, true, false, false},
                                 Type{"23ni", 32, true, false, false},  Type{"raw ", 8, false, true, false},
                                 Type{"fl32", 32, false, false, true},  Type{"FL32", 32, false, false, true},
                                 Type{"fl64", 64, false, false, true},  Type{"FL64", 64, false, false, true}};
  for (const Type& type : kTypes) {
    if (!reader.Holds(offset, type.name)) continue;
    if (type.bits != 0) format->bits = type.bits;
    format->big_endian = !type.little_endian;
    format->is_unsigned = type.is_unsigned;
    format->is_float = type.is_float;
    return true;
  }
  return false;
}

}  // namespace

bool ParseAiff(ByteView block, std::size_t file, Claims* claims) {
  HeaderReader reader(block, file, true);
  const bool has_types = reader.Holds(8, "AIFC");
  if (!reader.Holds(0, "FORM") || (!has_types && !reader.Holds(8, "AIFF"))) return false;
  SampleFormat format;
  std::uint64_t samples = 0;
  std::uint64_t size = 0;
  std::uint64_t chunk = 12;
  for (unsigned i = 0; i < kMostChunks && (format.channels == 0 || size == 0); ++i) {
    const std::uint64_t chunk_size = reader.Number<std::uint32_t>(chunk + 4);
    if (!reader.ok()) break;
    const std::uint64_t content = chunk + 8;
    if (reader.Holds(chunk, "COMM")) {
      SampleFormat found = {reader.Number<std::uint16_t>(content), reader.Number<std::uint16_t>(content + 6), 0,
                            RateOf(reader, content + 8), true};
      if (reader.ok() && (!has_types || ReadAifcType(reader, content + 18, &found))) format = found;
    } else if (reader.Holds(chunk, "SSND")) {
      samples = content + 8 + reader.Number<std::uint32_t>(content);
      const std::uint64_t end = chunk_size == UINT32_MAX ? kToTheEnd : content + chunk_size;
      size = reader.ok() && end > samples ? end - samples : 0;
    }
    chunk = content + chunk_size + chunk_size % 2;
  }
  if (size != 0) ClaimSamples(format, reader, samples, size, claims);
  return true;
}

bool ParseAu(ByteView block, std::size_t file, Claims* claims) {
  enum Encoding : std::uint32_t { kFirstInteger = 2, kLastInteger = 5, kFloat = 6, kDouble = 7 };
  constexpr std::uint32_t kSmallestHeader = 24;
  HeaderReader reader(block, file, true);
  if (!reader.Holds(0, ".snd")) return false;
  const auto offset = reader.Number<std::uint32_t>(4);
  const auto size = reader.Number<std::uint32_t>(8);
  const auto encoding = reader.Number<std::uint32_t>(12);
  const auto rate = reader.Number<std::uint32_t>(16);
  const auto channels = reader.Number<std::uint32_t>(20);
  if (!reader.ok() || offset < kSmallestHeader || encoding == 0 || channels == 0) return false;
  SampleFormat format = {channels, 0, 0, rate, true};
  if (encoding >= kFirstInteger && encoding <= kLastInteger) format.bits = 8 * (encoding - 1);
  if (encoding == kFloat || encoding == kDouble) {
    format.bits = encoding == kFloat ? 32 : 64;
    format.is_float = true;
  }
  ClaimSamples(format, reader, offset, size == UINT32_MAX ? kToTheEnd : size, claims);
  return true;
}

bool ParseCaf(ByteView block, std::size_t file, Claims* claims) {
  HeaderReader reader(block, file, true);
  if (!reader.Holds(0, std::string_view("caff\0\1\0\0", 8))) return false;
  SampleFormat format;
  std::uint64_t chunk = 8;
  for (unsigned i = 0; i < kMostChunks; ++i) {
    const auto size = reader.Number<std::uint64_t>(chunk + 4);
    if (!reader.ok()) break;
    const std::uint64_t content = chunk + 12;
    if (reader.Holds(chunk, "desc") && reader.Holds(content + 8, "lpcm")) {
      constexpr std::uint32_t kFloatFlag = 1;
      constexpr std::uint32_t kLittleEndianFlag = 2;
      const auto flags = reader.Number<std::uint32_t>(content + 12);
      format = {reader.Number<std::uint32_t>(content + 24),
                reader.Number<std::uint32_t>(content + 28),
                reader.Number<std::uint32_t>(content + 16),
                0,
                (flags & kLittleEndianFlag) == 0,
                false,
                (flags & kFloatFlag) != 0};
      // The rate is a double: its exponent and mantissa as if they were those of 80 bits.
      const auto rate = reader.Number<std::uint64_t>(content);
      const auto exponent = static_cast<unsigned>(rate >> 52);
      constexpr unsigned kBias = 1023;
      const std::uint64_t mantissa = (rate << 11) | std::uint64_t{1} << 63;
      if (exponent >= kBias && exponent < kBias + 32) {
        format.rate = static_cast<std::uint32_t>(mantissa >> (63 - (exponent - kBias)));
      }
      if (!reader.ok()) break;
    }
    if (reader.Holds(chunk, "data")) {
      constexpr std::uint64_t kEditCount = 4;
      const std::uint64_t samples = size > kToTheEnd ? kToTheEnd : size - std::min(size, kEditCount);
      ClaimSamples(format, reader, content + kEditCount, samples, claims);
      break;
    }
    if (size > kToTheEnd) break;
    chunk = content + size;
  }
  return true;
}

}  // namespace llmzip

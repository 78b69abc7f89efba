#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/records_parameters.h"

namespace llmzip {

bool ParseWave(ByteView block, std::size_t file, Claims* claims) {
  constexpr unsigned kMostChunks = 64;
  constexpr std::uint16_t kPcm = 1;
  constexpr std::uint16_t kFloat = 3;
  constexpr std::uint16_t kExtensible = 0xFFFE;
  constexpr std::uint16_t kMostChannels = 64;
  constexpr std::uint32_t kUnknownSize = 0xFFFFFFFF;

  HeaderReader reader(block, file);
  if (!reader.Holds(0, "RIFF") || !reader.Holds(8, "WAVE")) return false;
  RecordsParameters samples;
  bool known = false;
  std::uint64_t chunk = 12;
  for (unsigned i = 0; i < kMostChunks; ++i) {
    const auto size = reader.Number<std::uint32_t>(chunk + 4);
    if (!reader.ok()) break;
    const std::uint64_t content = chunk + 8;
    if (reader.Holds(chunk, "fmt ")) {
      const auto format = reader.Number<std::uint16_t>(content);
      const auto channels = reader.Number<std::uint16_t>(content + 2);
      const auto frame = reader.Number<std::uint16_t>(content + 12);
      const auto bits = reader.Number<std::uint16_t>(content + 14);
      known = reader.ok() && (format == kPcm || format == kFloat || format == kExtensible) && channels >= 1 &&
              channels <= kMostChannels && bits >= 8 && bits <= 32 && bits % 8 == 0 && frame == channels * bits / 8;
      samples = {frame, frame, 0, static_cast<std::uint8_t>(bits / 8), false};
    }
    if (reader.Holds(chunk, "data")) {
      if (known && size != kUnknownSize) claims->Add(Kind::kRecords, file, content, size, samples.Serialised());
      break;
    }
    chunk = content + size + size % 2;
  }
  return true;
}

}  // namespace llmzip

// Sound of any layout, right or lying, cut anywhere, in however many lanes: what is coded comes back, and whatever is
// decoded is as long as it should be.
#include <algorithm>
#include <vector>

#include "content/kind.h"
#include "content/sound_parameters.h"
#include "fuzz/fuzz_target.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::fuzz {
namespace {

constexpr std::size_t kLargestInput = 1200;

SoundParameters AnyLayout(InputReader& reader) {
  SoundParameters layout;
  const std::uint8_t many = reader.Byte();
  layout.channels = many < 240 ? 1 + many % 4U : 49 + many % 16U;
  layout.bytes = static_cast<std::uint8_t>(1 + reader.Byte() % 4);
  layout.phase = static_cast<std::uint32_t>(reader.UpTo(layout.FrameBytes() - 1));
  const std::uint8_t flags = reader.Byte();
  layout.big_endian = layout.bytes > 1 && (flags & 1) != 0;
  layout.is_float = layout.bytes == 4 && (flags & 2) != 0;
  layout.is_unsigned = !layout.is_float && (flags & 4) != 0;
  return layout;
}

}  // namespace

std::vector<Case> Cases() { return {{"sound:fast", 100}, {"sound:max", 20}}; }

std::vector<Bytes> Seeds(const std::string& /*name*/) {
  std::vector<Bytes> seeds;
  for (auto& sample : testing::AllSamples(900)) {
    for (const std::uint8_t form : {0, 1, 3}) {
      Bytes seed = {0, 0, 200, 0, form, form, 0, 0, form, 1};
      seed.insert(seed.end(), sample.bytes.begin(), sample.bytes.end());
      seeds.push_back(seed);
    }
  }
  return seeds;
}

void Run(const std::string& spec, ByteView input) {
  InputReader reader(input);
  const unsigned lanes = 1 + reader.Byte() % 5;
  const std::size_t count = 1 + reader.Byte() % 4;
  std::vector<Bytes> parameters;
  std::vector<std::size_t> sizes;
  for (std::size_t i = 0; i < count; ++i) {
    sizes.push_back(1 + reader.UpTo(400));
    parameters.push_back(AnyLayout(reader).Serialised());
    if (reader.Byte() % 4 == 0) parameters.back().clear();  // a segment of data
  }
  const ByteView raw = reader.Rest().first(std::min(reader.Rest().size(), kLargestInput));
  std::vector<SegmentView> segments;
  std::size_t left = raw.size();
  for (std::size_t i = 0; i < count && left > 0; ++i) {
    const std::size_t size = i + 1 == count ? left : std::min(left, sizes[i]);
    const Kind kind = parameters[i].empty() ? Kind::kData : Kind::kSound;
    segments.push_back({static_cast<std::uint8_t>(kind), size, parameters[i]});
    left -= size;
  }
  const auto codec = testing::CodecOf(spec, lanes);
  const auto coded = codec->CompressSegments(raw, segments, {});
  FUZZ_CHECK(coded.ok());
  const auto decoded = codec->DecompressSegments(*coded, raw.size(), segments, {});
  FUZZ_CHECK(decoded.ok() && std::ranges::equal(*decoded, raw));
  const auto nonsense = codec->DecompressSegments(raw, raw.size(), segments, {});
  FUZZ_CHECK(nonsense.ok() && nonsense->size() == raw.size());
}

}  // namespace llmzip::fuzz

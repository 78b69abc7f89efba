// Pictures of any layout, right or lying, cut anywhere, in however many lanes: what is coded comes back, and whatever
// is decoded is as long as it should be.
#include <algorithm>
#include <vector>

#include "content/kind.h"
#include "content/picture_parameters.h"
#include "fuzz/fuzz_target.h"
#include "support/catalogue.h"
#include "support/content_samples.h"

namespace llmzip::fuzz {
namespace {

constexpr std::size_t kLargestInput = 1200;
constexpr std::uint8_t kBits[] = {1, 2, 4, 8, 16};

PictureParameters AnyLayout(InputReader& reader) {
  PictureParameters layout;
  layout.bits = kBits[reader.Byte() % 5];
  layout.channels = static_cast<std::uint8_t>(layout.bits < 8 ? 1 : 1 + reader.Byte() % 4);
  const std::uint8_t wide = reader.Byte();
  layout.width = 1 + (wide < 250 ? reader.Byte() % 40U : (wide - 249U) << 14);
  layout.stride = static_cast<std::uint32_t>(layout.RowBytes()) + reader.Byte() % 4U;
  layout.phase = static_cast<std::uint32_t>(reader.UpTo(layout.stride - 1));
  layout.row = reader.Byte() % PictureParameters::kRowPeriod;
  const std::uint8_t flags = reader.Byte();
  layout.little_endian = layout.bits == 16 && (flags & 1) != 0;
  layout.palette = (flags & 2) != 0;
  layout.blue_first = (flags & 4) != 0;
  layout.alpha_last = (flags & 8) != 0;
  return layout;
}

}  // namespace

std::vector<Case> Cases() { return {{"picture:fast", 150}}; }

std::vector<Bytes> Seeds(const std::string& /*name*/) {
  std::vector<Bytes> seeds;
  for (const std::uint8_t form : {0, 3, 4, 8, 9}) {
    Bytes seed = {0, 1, 0, 200, form, 2, 0, 31, 0, 0, 0, 0, 8, form, 0, 0, 12};
    const Bytes pixels = testing::Pixels(900, 32);
    seed.insert(seed.end(), pixels.begin(), pixels.end());
    seeds.push_back(seed);
  }
  return seeds;
}

void Run(const std::string& spec, ByteView input) {
  InputReader reader(input);
  const unsigned lanes = 1 + reader.Byte() % 5;
  std::vector<Bytes> parameters;
  std::vector<std::pair<Kind, std::size_t>> parts;
  const std::size_t count = 1 + reader.Byte() % 6;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t size = 1 + reader.UpTo(400);
    PictureParameters layout = AnyLayout(reader);
    const std::uint8_t how = reader.Byte();
    if (how % 4 == 1 && !parts.empty() && parts.back().first == Kind::kPicture) {  // the one before goes on
      layout = PictureParameters::Parse(parameters.back())->Advanced(parts.back().second);
    }
    parts.emplace_back(how % 4 == 0 ? Kind::kData : Kind::kPicture, size);
    parameters.push_back(how % 4 == 0 ? Bytes{} : layout.Serialised());
  }
  ByteView raw = reader.Rest().first(std::min(reader.Rest().size(), kLargestInput));
  std::vector<SegmentView> segments;
  std::size_t left = raw.size();
  for (std::size_t i = 0; i < count && left > 0; ++i) {
    const std::size_t size = i + 1 == count ? left : std::min(left, parts[i].second);
    segments.push_back({static_cast<std::uint8_t>(parts[i].first), size, parameters[i]});
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

#include "cli/report/report_parts.h"

#include <algorithm>

#include "base/little_endian.h"
#include "content/kind.h"
#include "content/records_parameters.h"

namespace llmzip::cli {
namespace {

// Headers of bitmaps say where pixels begin and, by the sign of the height, whether the last row lies first.
bool IsUpsideDown(const Bytes& content, std::uint64_t pixels) {
  constexpr std::uint64_t kLongestHeader = 2048;
  constexpr std::uint64_t kPixelsAt = 10;
  constexpr std::uint64_t kHeightAt = 22;
  constexpr std::uint64_t kShortestHeader = 26;
  for (std::uint64_t back = kShortestHeader; back <= std::min(kLongestHeader, pixels); ++back) {
    const std::uint8_t* const header = content.data() + (pixels - back);
    if (header[0] != 'B' || header[1] != 'M' || LoadLittleEndian<std::uint32_t>(header + kPixelsAt) != back) continue;
    return static_cast<std::int32_t>(LoadLittleEndian<std::uint32_t>(header + kHeightAt)) > 0;
  }
  return false;
}

// Records that are pixels or samples, as far as their parameters can tell.
std::optional<PictureParameters> PixelsOf(const RecordsParameters& records) {
  constexpr unsigned kBitsOfByte = 8;
  constexpr std::uint32_t kNarrowest = 8;
  const unsigned width = std::max<unsigned>(1, records.width);
  if (width > 2 || records.step >= records.stride || records.step % width != 0) return std::nullopt;
  PictureParameters pixels;
  if (records.step / width > PictureParameters::kMaxChannels) return std::nullopt;
  pixels.channels = static_cast<std::uint8_t>(records.step / width);
  pixels.bits = static_cast<std::uint8_t>(kBitsOfByte * width);
  pixels.width = records.stride / records.step;
  pixels.stride = records.stride;
  pixels.phase = records.phase;
  pixels.little_endian = width == 2 && !records.big_endian;
  if (pixels.width < kNarrowest) return std::nullopt;
  return pixels;
}

std::optional<SoundParameters> SamplesOf(const RecordsParameters& records) {
  constexpr unsigned kMostChannels = 8;
  const unsigned width = records.width;
  if (width < 1 || width >= SoundParameters::kMaxBytes || records.step != records.stride) return std::nullopt;
  if (records.stride % width != 0 || records.stride / width > kMostChannels) return std::nullopt;
  SoundParameters samples;
  samples.channels = records.stride / width;
  samples.bytes = static_cast<std::uint8_t>(width);
  samples.phase = records.phase;
  samples.big_endian = records.big_endian;
  samples.is_unsigned = width == 1;
  return samples;
}

void FindViews(const ExplainedSegment& segment, const Bytes& content, ReportPart* part) {
  std::optional<PictureParameters> pixels;
  if (segment.kind == Kind::kPicture) {
    const auto parsed = PictureParameters::Parse(segment.parameters);
    if (parsed.ok()) pixels = *parsed;
  } else if (segment.kind == Kind::kSound) {
    const auto parsed = SoundParameters::Parse(segment.parameters);
    if (parsed.ok()) part->sound = *parsed;
  } else if (segment.kind == Kind::kRecords) {
    const auto records = RecordsParameters::Parse(segment.parameters);
    if (records.ok()) pixels = PixelsOf(*records);
    if (records.ok() && !pixels) part->sound = SamplesOf(*records);
  }
  if (!pixels) return;
  part->picture = {*pixels, IsUpsideDown(content, segment.offset)};
  // Records do not tell the order of colours; where rows lie upside down, blue lies first.
  if (segment.kind == Kind::kRecords) part->picture->pixels.blue_first = part->picture->last_row_first;
}

bool ReadsLikeText(ByteView bytes) {
  constexpr std::size_t kLooked = 65536;
  constexpr std::size_t kOneIn = 50;
  const ByteView looked = bytes.first(std::min(bytes.size(), kLooked));
  const auto odd = std::ranges::count_if(looked, [](std::uint8_t byte) {
    return byte == 0x7F || (byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r');
  });
  const auto high = std::ranges::count_if(looked, [](std::uint8_t byte) { return byte >= 0x80; });
  return static_cast<std::size_t>(odd) * kOneIn <= looked.size() && static_cast<std::size_t>(high) * 2 <= looked.size();
}

}  // namespace

std::vector<ReportPart> PartsOf(const Explanation& explanation) {
  std::vector<ReportPart> parts;
  for (const ExplainedSegment& segment : explanation.segments) {
    const ExplainedStream& stream = explanation.streams[segment.stream];
    const std::string spec = stream.spec.empty() ? "stored" : stream.spec;
    const bool filtered = !segment.filter.empty();
    if (segment.continues && !parts.empty() && parts.back().kind == segment.kind) {
      ReportPart& last = parts.back();
      last.size += segment.size;
      last.bits += segment.bits;
      if (last.filter != segment.filter) last.filter = "in part";
      if (last.spec != spec) last.spec = "several";
      // What one stream's labels mean, and where filtered bytes lie, is said once for a part.
      if (last.labels != stream.labels || last.shows_filtered != filtered) last.labels = Labels::kNone;
      continue;
    }
    ReportPart& part = parts.emplace_back();
    part.begin = segment.offset;
    part.size = segment.size;
    part.kind = segment.kind;
    part.filter = segment.filter;
    part.spec = spec;
    part.bits = segment.bits;
    part.labels = segment.same_size ? stream.labels : Labels::kNone;
    part.shows_filtered = filtered && segment.same_size;
    FindViews(segment, explanation.content, &part);
    // Of pixels and samples nobody asks which byte was expected, and the page would be twice as large.
    if (part.picture || part.sound) part.labels = Labels::kNone;
    part.shows_filtered = part.shows_filtered && part.labels != Labels::kNone;
  }
  for (ReportPart& part : parts) {
    const ByteView bytes = ByteView(explanation.content)
                               .subspan(static_cast<std::size_t>(part.begin), static_cast<std::size_t>(part.size));
    const auto first = std::ranges::find(explanation.segments, part.begin, &ExplainedSegment::offset);
    part.words = FindKind(static_cast<std::uint8_t>(part.kind))->describe(first->parameters, part.size);
    part.is_text =
        part.kind == Kind::kText || part.kind == Kind::kCode || (part.kind == Kind::kData && ReadsLikeText(bytes));
  }
  return parts;
}

}  // namespace llmzip::cli

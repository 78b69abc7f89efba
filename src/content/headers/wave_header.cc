// RIFF files with samples: WAVE in all its forms, and banks of instruments (SoundFont, DLS).
#include <algorithm>
#include <array>
#include <string_view>

#include "content/headers/header_parsers.h"
#include "content/headers/header_reader.h"
#include "content/headers/sample_claim.h"

namespace llmzip {
namespace {

constexpr unsigned kMostWaveChunks = 256;

enum Format : std::uint16_t { kPcm = 1, kFloat = 3, kExtensible = 0xFFFE };

// Reads a `fmt ` chunk; channels 0 if its samples are coded.
SampleFormat ReadFormat(HeaderReader& reader, std::uint64_t content, std::uint64_t size, bool big_endian) {
  constexpr std::uint64_t kSizeWithSubformat = 40;
  auto tag = reader.Number<std::uint16_t>(content);
  const auto channels = reader.Number<std::uint16_t>(content + 2);
  const auto rate = reader.Number<std::uint32_t>(content + 4);
  const auto frame = reader.Number<std::uint16_t>(content + 12);
  const auto bits = reader.Number<std::uint16_t>(content + 14);
  if (tag == kExtensible) {
    tag = kPcm;
    if (size >= kSizeWithSubformat) tag = reader.Number<std::uint16_t>(content + 24);
  }
  if (!reader.ok() || (tag != kPcm && tag != kFloat)) return {};
  return {channels, bits, frame, rate, big_endian, tag == kPcm && bits <= 8, tag == kFloat};
}

// Where chunks and lists of a RIFF file lie, and what they claim.
class Riff {
 public:
  Riff(ByteView block, std::size_t file, bool big_endian, Claims* claims)
      : reader_(block, file, big_endian), big_endian_(big_endian), claims_(claims) {}

  void Parse() {
    std::uint64_t chunk = 12;
    for (unsigned i = 0; i < kMostWaveChunks; ++i) {
      std::uint64_t size = reader_.Number<std::uint32_t>(chunk + 4);
      if (!reader_.ok() || !claims_->Spend(1)) return;
      const std::uint64_t content = chunk + 8;
      if (reader_.Holds(chunk, "LIST") && EntersList(content)) {
        chunk = content + 4;
        continue;
      }
      if (reader_.Holds(chunk, "ds64")) size_in_ds64_ = reader_.Number<std::uint64_t>(content + 8);
      if (reader_.Holds(chunk, "fmt ") && format_.channels == 0) {
        format_ = ReadFormat(reader_, content, size, big_endian_);
      }
      if (reader_.Holds(chunk, "data")) size = ClaimData(content, size);
      if (in_soundfont_ && reader_.Holds(chunk, "smpl")) ClaimSamples(kSoundFont, reader_, content, size, claims_);
      chunk = Next(content, size);
    }
  }

 private:
  static constexpr SampleFormat kSoundFont = {.channels = 1, .bits = 16};

  // Chunks within these lists count as if they were not in one.
  bool EntersList(std::uint64_t content) {
    in_soundfont_ = reader_.Holds(content, "sdta");
    const bool is_wave = reader_.Holds(content, "wave");
    if (is_wave) format_ = {};  // each sound of a DLS bank has its own
    return in_soundfont_ || is_wave || reader_.Holds(content, "wavl") || reader_.Holds(content, "wvpl");
  }

  // Claims the samples and returns their size.
  std::uint64_t ClaimData(std::uint64_t content, std::uint64_t size) {
    constexpr std::uint64_t kFromDs64 = 0xFFFFFFFF;
    constexpr std::uint64_t kOfPipes = 0x7FFFF000;  // sizes from here on mean that the writer did not know
    if (size == kFromDs64 && size_in_ds64_ != 0) size = size_in_ds64_;
    const bool is_beyond = content + std::min(size, kToTheEnd) > reader_.size();
    if (is_beyond && size >= kOfPipes) size = 0;
    if (size == 0) size = SizeUpToOtherChunks(content);
    if (format_.channels != 0) ClaimSamples(format_, reader_, content, size, claims_);
    return size;
  }

  // For samples of unknown size: up to chunks at the end of the block, if any are there, else to the end of the file.
  std::uint64_t SizeUpToOtherChunks(std::uint64_t content) {
    constexpr std::uint64_t kFarthestBack = 65536;
    if (IsKnownChunk(content)) return 0;
    const std::uint64_t end = reader_.size();
    if (!claims_->Spend(kFarthestBack)) return kToTheEnd;
    for (std::uint64_t at = std::max(content, end > kFarthestBack ? end - kFarthestBack : 0); at + 8 <= end; ++at) {
      if (IsKnownChunk(at) && ReachesEnd(at)) return at - content;
    }
    return kToTheEnd;
  }

  bool IsKnownChunk(std::uint64_t at) {
    constexpr std::array<std::string_view, 14> kKnown = {"LIST", "data", "fmt ", "fact", "id3 ", "ID3 ", "bext",
                                                         "iXML", "cue ", "smpl", "inst", "JUNK", "PAD ", "afsp"};
    if (at > reader_.size() || reader_.size() - at < 4) return false;
    return std::ranges::any_of(kKnown, [&](std::string_view name) { return reader_.Holds(at, name); });
  }

  bool ReachesEnd(std::uint64_t chunk) {
    for (unsigned i = 0; i < kMostWaveChunks && chunk + 8 <= reader_.size(); ++i) {
      if (!IsKnownChunk(chunk)) return false;
      const std::uint64_t size = reader_.Number<std::uint32_t>(chunk + 4);
      if (chunk + 8 + size == reader_.size()) return true;
      chunk += 8 + size + size % 2;
    }
    return chunk == reader_.size();
  }

  // Where the chunk after this one begins. Some writers leave the byte out that makes odd sizes even.
  std::uint64_t Next(std::uint64_t content, std::uint64_t size) {
    const std::uint64_t unpadded = content + std::min(size, kToTheEnd);
    if (size % 2 == 0) return unpadded;
    if (IsKnownChunk(unpadded + 1)) return unpadded + 1;
    return IsKnownChunk(unpadded) ? unpadded : unpadded + 1;
  }

  HeaderReader reader_;
  bool big_endian_;
  Claims* claims_;
  SampleFormat format_;
  std::uint64_t size_in_ds64_ = 0;
  bool in_soundfont_ = false;
};

}  // namespace

bool ParseRiff(ByteView block, std::size_t file, Claims* claims) {
  HeaderReader reader(block, file);
  const bool big_endian = reader.Holds(0, "RIFX");
  if (!big_endian && !reader.Holds(0, "RIFF") && !reader.Holds(0, "RF64") && !reader.Holds(0, "BW64")) return false;
  if (!reader.Holds(8, "WAVE") && !reader.Holds(8, "sfbk") && !reader.Holds(8, "DLS ")) return false;
  Riff(block, file, big_endian, claims).Parse();
  return true;
}

bool ParseWave64(ByteView block, std::size_t file, Claims* claims) {
  constexpr std::string_view kRiff = "riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1";
  constexpr std::string_view kWave = "wave\xF3\xAC\xD3\x11\x8C\xD1";
  constexpr std::uint64_t kChunkHead = 24;
  HeaderReader reader(block, file);
  if (!reader.Holds(0, kRiff) || !reader.Holds(kChunkHead, kWave)) return false;
  SampleFormat format;
  std::uint64_t chunk = 40;
  for (unsigned i = 0; i < kMostWaveChunks; ++i) {
    const auto size = reader.Number<std::uint64_t>(chunk + 16);  // with the chunk's head
    if (!reader.ok()) break;
    if (reader.Holds(chunk, "fmt ") && format.channels == 0) {
      format = ReadFormat(reader, chunk + kChunkHead, size - kChunkHead, false);
    }
    if (reader.Holds(chunk, "data")) {
      const std::uint64_t samples = size > kToTheEnd || size <= kChunkHead ? kToTheEnd : size - kChunkHead;
      if (format.channels != 0) ClaimSamples(format, reader, chunk + kChunkHead, samples, claims);
      break;
    }
    if (size < kChunkHead || size > kToTheEnd) break;
    chunk += (size + 7) / 8 * 8;
  }
  return true;
}

}  // namespace llmzip

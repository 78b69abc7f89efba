// One damaged bit, or an archive cut short, is always found: exhaustively, for every spec of the catalogues.
//
// Archives are small; both layouts (one block, several) are covered. "Resealed" flips are of payload bits with the
// block's check made right again, so that the decoders themselves meet damage: then the digest of the raw bytes must
// find what they decode to. The numbers of cases are printed and recorded.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "engine/archive_map.h"
#include "engine/archives.h"
#include "engine/frame_codec.h"
#include "frame/limits.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"
#include "support/catalogue.h"
#include "support/forge.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

// Text that every predictor and codec shrinks, even when it is short.
Bytes Repetitive(std::size_t size) {
  const std::string words = "the same words and the same words, ";
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(words[i % words.size()]);
  return bytes;
}

// Whatever came out, it is not a wrong content with success.
void ExpectRefusedOrSame(ByteView damaged, ByteView raw, const std::string& what) {
  DecompressOptions options;
  options.threads = 1;
  const auto restored = Restored(damaged, options);
  if (!restored.ok()) return;
  ASSERT_TRUE(std::ranges::equal(*restored, raw)) << what << ": wrong content, and no error";
}

class EverySpecDamaged : public ::testing::TestWithParam<Example> {
 protected:
  // Codelength predictors take hundreds of codec runs a byte.
  [[nodiscard]] bool slow() const { return GetParam().sample_size < 1000; }
  [[nodiscard]] std::size_t size() const { return slow() ? 128 : 240; }

  // Large tables are slow to make under a sanitizer.
  [[nodiscard]] bool costly() const {
    return slow() || (kSanitized && *PlanNamed(GetParam().spec).MemoryBytes({.raw_size = size()}) > (1U << 20));
  }

  // Of the cases that each cost a decode, a costly spec gets every so manieth.
  static constexpr std::size_t kCostlyStride = kSanitized ? 64 : 16;

  // Damage before the trailer is found before anything is decoded; behind it every case costs a decode, so costly specs
  // skip there. (The trailer does not depend on the spec.)
  [[nodiscard]] bool Skips(const Bytes& archive, std::size_t byte, std::size_t case_number) const {
    constexpr std::size_t kTrailerOfOneBlock = 17;
    return costly() && byte + kTrailerOfOneBlock >= archive.size() && case_number % kCostlyStride != 0;
  }

  void Report(const char* what, std::size_t cases) const {
    RecordProperty(what, static_cast<int>(cases));
    std::printf("[   COUNT  ] %s: %zu %s\n", GetParam().spec.c_str(), cases, what);
  }

  // One frame of one block, and one of several.
  [[nodiscard]] std::vector<Bytes> Archives(const Bytes& raw) const {
    std::vector<Bytes> archives = {Archive(raw, Coding(GetParam().spec, raw.size()))};
    if (!costly()) archives.push_back(Archive(raw, Coding(GetParam().spec, raw.size() / 3)));
    return archives;
  }
};

TEST_P(EverySpecDamaged, EveryFlippedBitIsFound) {
  const Bytes raw = Repetitive(size());
  std::size_t cases = 0;
  for (const Bytes& archive : Archives(raw)) {
    for (std::size_t bit = 0; bit < 8 * archive.size(); ++bit) {
      if (Skips(archive, bit / 8, bit)) continue;
      Bytes damaged = archive;
      damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      DecompressOptions options;
      options.threads = 1;
      ASSERT_FALSE(Restored(damaged, options).ok()) << "bit " << bit;
      ++cases;
    }
  }
  Report("flipped_bits", cases);
}

TEST_P(EverySpecDamaged, EveryTruncationIsFound) {
  const Bytes raw = Repetitive(size());
  std::size_t cases = 0;
  for (const Bytes& archive : Archives(raw)) {
    for (std::size_t size = 0; size < archive.size(); ++size) {
      if (Skips(archive, size, size)) continue;
      const auto restored = Restored(ByteView(archive).first(size));
      ASSERT_FALSE(restored.ok()) << "cut to " << size;
      ASSERT_EQ(restored.status().code(), StatusCode::kCorrupt) << restored.status().message();
      ++cases;
    }
  }
  Report("truncations", cases);
}

TEST_P(EverySpecDamaged, EveryByteSetToZeroOrOnesIsFound) {
  const Bytes raw = Repetitive(size());
  std::size_t cases = 0;
  for (const Bytes& archive : Archives(raw)) {
    for (std::size_t at = 0; at < archive.size(); ++at) {
      for (const std::uint8_t value : {std::uint8_t{0x00}, std::uint8_t{0xFF}}) {
        if (archive[at] == value || Skips(archive, at, 2 * at + (value & 1))) continue;
        Bytes damaged = archive;
        damaged[at] = value;
        ASSERT_FALSE(Restored(damaged).ok()) << "byte " << at;
        ++cases;
      }
    }
  }
  Report("overwritten_bytes", cases);
}

TEST_P(EverySpecDamaged, PayloadFlipsBehindARightCheckNeverGiveWrongContent) {
  const Bytes raw = Repetitive(size());
  const Bytes archive = Archive(raw, Coding(GetParam().spec, raw.size()));
  MemoryRandomAccessSource source(archive);
  const auto frames = MapArchive(source, {});
  ASSERT_TRUE(frames.ok());
  const MappedFrame& frame = (*frames)[0];
  const std::size_t begin = frame.index.header_size;
  const std::size_t checked = frame.index.blocks[0].disk_size - kCheckSize;
  const std::size_t header = ParseBlockHeader(ByteView(archive).subspan(begin), raw.size())->size;
  const std::size_t stride = costly() ? 2 * kCostlyStride : 1;
  std::size_t cases = 0;
  for (std::size_t bit = 8 * header; bit < 8 * checked; bit += stride, ++cases) {
    Bytes block(archive.begin() + static_cast<std::ptrdiff_t>(begin),
                archive.begin() + static_cast<std::ptrdiff_t>(begin + checked));
    block[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const Bytes sealed = Sealed(block, {frame.header->check, 0});
    Bytes damaged = archive;
    std::ranges::copy(sealed, damaged.begin() + static_cast<std::ptrdiff_t>(begin));
    ExpectRefusedOrSame(damaged, raw, "payload bit " + std::to_string(bit));
  }
  Report("resealed_flips", cases);
}

TEST_P(EverySpecDamaged, PayloadsOfAnyLengthBehindARightCheckNeverGiveWrongContent) {
  const Bytes raw = Repetitive(size());
  const Bytes archive = Archive(raw, Coding(GetParam().spec, raw.size()));
  const auto parsed = ParseHeader(archive);
  ASSERT_TRUE(parsed.ok());
  const auto block = ParseBlockHeader(ByteView(archive).subspan(parsed->size), raw.size());
  ASSERT_TRUE(block.ok());
  if (block->header.kind == BlockKind::kStored) GTEST_SKIP() << "stored";
  std::size_t cases = 0;
  for (std::size_t size = 0; size < raw.size(); size += costly() ? kCostlyStride : 1, ++cases) {
    Bytes payload(archive.begin() + static_cast<std::ptrdiff_t>(parsed->size + block->size), archive.end());
    payload.resize(size, 0xA5);
    BlockHeader header = block->header;
    header.payload_size = size;
    const Bytes forged = ForgedBlock(header, payload, {parsed->check, 0});
    const Bytes index = ForgedIndex(1, parsed->size, {{raw.size(), forged.size()}});
    const Bytes head(archive.begin(), archive.begin() + static_cast<std::ptrdiff_t>(parsed->size));
    ExpectRefusedOrSame(Joined({head, forged, ForgedTrailer(index)}), raw, "payload of " + std::to_string(size));
  }
  Report("payload_lengths", cases);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EverySpecDamaged, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing

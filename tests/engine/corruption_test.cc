// One damaged bit, or an archive cut short, is always found: exhaustively, for every spec of the catalogues.
//
// Archives are small; both layouts (one block, several) are covered. "Resealed" flips are of payload bits with the
// block's check made right again, so that the decoders themselves meet damage: then the digest of the raw bytes must
// find what they decode to. The numbers of cases are printed and recorded.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "base/little_endian.h"
#include "engine/archives.h"
#include "engine/frame_plans.h"
#include "frame/block.h"
#include "frame/header.h"
#include "frame/limits.h"
#include "support/catalogue.h"
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

  // All damage is found before anything is decoded; where checks are right, a costly spec gets every so manieth case.
  static constexpr std::size_t kCostlyStride = kSanitized ? 64 : 16;

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
        if (archive[at] == value) continue;
        Bytes damaged = archive;
        damaged[at] = value;
        ASSERT_FALSE(Restored(damaged).ok()) << "byte " << at;
        ++cases;
      }
    }
  }
  Report("overwritten_bytes", cases);
}

// A lone frame taken apart.
struct Lone {
  ParsedHeader parsed;
  BlockSizes sizes;
  BlockHead head;
  Bytes payload;
};

Lone TakenApart(ByteView archive) {
  Lone lone;
  lone.parsed = *ParseHeader(archive);
  const ByteView body = archive.subspan(lone.parsed.size);
  lone.sizes = *ParseBlockSizes(body, lone.parsed.header);
  lone.head = *ParseBlockHead(body, lone.parsed.header);
  const ByteView payload = body.subspan(lone.sizes.head_size, lone.sizes.payload_size);
  lone.payload.assign(payload.begin(), payload.end());
  return lone;
}

// The same with another payload, its check right.
Bytes Resealed(const Lone& lone, const Bytes& payload) {
  Bytes bytes;
  AppendHeader(lone.parsed.header, &bytes);
  BlockHead head = lone.head;
  head.payload_size = head.streams[0].coded_size = payload.size();
  AppendBlockHead(head, true, &bytes);
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  bytes.resize(bytes.size() + kCheckSize);
  StoreLittleEndian(LastCheck(ByteView(bytes).first(bytes.size() - kCheckSize)),
                    bytes.data() + bytes.size() - kCheckSize);
  return bytes;
}

TEST_P(EverySpecDamaged, PayloadFlipsBehindARightCheckNeverGiveWrongContent) {
  const Bytes raw = Repetitive(size());
  const Bytes archive = Archive(raw, Coding(GetParam().spec, raw.size()));
  const Lone lone = TakenApart(archive);
  ASSERT_EQ(Resealed(lone, lone.payload), archive);
  const std::size_t stride = costly() ? 2 * kCostlyStride : 1;
  std::size_t cases = 0;
  for (std::size_t bit = 0; bit < 8 * lone.payload.size(); bit += stride, ++cases) {
    Bytes payload = lone.payload;
    payload[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    ExpectRefusedOrSame(Resealed(lone, payload), raw, "payload bit " + std::to_string(bit));
  }
  Report("resealed_flips", cases);
}

TEST_P(EverySpecDamaged, PayloadsOfAnyLengthBehindARightCheckNeverGiveWrongContent) {
  const Bytes raw = Repetitive(size());
  const Lone lone = TakenApart(Archive(raw, Coding(GetParam().spec, raw.size())));
  if (lone.head.kind == BlockKind::kStored) GTEST_SKIP() << "stored";
  std::size_t cases = 0;
  for (std::size_t size = 0; size < raw.size(); size += costly() ? kCostlyStride : 1, ++cases) {
    Bytes payload = lone.payload;
    payload.resize(size, 0xA5);
    ExpectRefusedOrSame(Resealed(lone, payload), raw, "payload of " + std::to_string(size));
  }
  Report("payload_lengths", cases);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EverySpecDamaged, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing

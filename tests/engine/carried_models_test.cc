// Archives that carry the models they need: they decode where the models are not, whichever way they are read; what
// they carry is checked like any model file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "base/hexadecimal.h"
#include "base/split_mix.h"
#include "engine/archives.h"
#include "frame/header.h"
#include "io/memory_stream.h"
#include "io/scratch_directory.h"
#include "llmzip/llmzip.h"
#include "support/catalogue.h"
#include "support/content_samples.h"
#include "support/forge.h"
#include "support/random_language.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

class CarriedModelsTest : public ::testing::Test {
 protected:
  CarriedModelsTest() { folder_.Put("wordy.safetensors", std::string(model_.begin(), model_.end())); }

  [[nodiscard]] CompressOptions Carrying(std::uint64_t block_size = 8 << 20) const {
    CompressOptions options;
    options.level = 4;
    options.model = "wordy";
    options.embed_models = true;
    options.block_size = block_size;
    options.models = ModelsIn({folder_.Path("")});
    return options;
  }

  [[nodiscard]] Bytes Archived(ByteView raw, const CompressOptions& options) const {
    auto archive = Compress(raw, options);
    EXPECT_TRUE(archive.ok()) << archive.status().message();
    return archive.ok() ? *std::move(archive) : Bytes();
  }

  static std::vector<FrameSummary> Listed(const Bytes& archive) {
    MemoryRandomAccessSource source(archive);
    auto frames = List(source);
    EXPECT_TRUE(frames.ok()) << frames.status().message();
    return frames.ok() ? *std::move(frames) : std::vector<FrameSummary>();
  }

  static StatusOr<Bytes> Range(const Bytes& archive, std::uint64_t offset, std::uint64_t size,
                               const DecompressOptions& options = {}) {
    MemoryRandomAccessSource source(archive);
    Bytes out;
    MemorySink sink(&out);
    LLMZIP_RETURN_IF_ERROR(DecompressRange(source, offset, size, sink, options, nullptr).status());
    return out;
  }

  struct Recovered {
    Bytes bytes;
    std::uint64_t damaged = 0;
  };
  static StatusOr<Recovered> Recover(const Bytes& archive, const DecompressOptions& options = {}) {
    MemoryRandomAccessSource source(archive);
    Recovered out;
    MemorySink sink(&out.bytes);
    LLMZIP_ASSIGN_OR_RETURN(const Totals totals, llmzip::Recover(source, sink, options, nullptr));
    out.damaged = totals.damaged_blocks;
    return out;
  }

  const ScratchDirectory folder_;
  const Bytes model_ = TinyLanguageFile("wordy");
};

TEST_F(CarriedModelsTest, OneFileIsEnough) {
  for (const std::uint64_t block_size : {std::uint64_t{8} << 20, std::uint64_t{1500}}) {
    const Bytes raw = Prose(3000);
    const Bytes archive = Archived(raw, Carrying(block_size));
    const auto back = Decompress(archive, {});
    ASSERT_TRUE(back.ok()) << back.status().message();
    EXPECT_EQ(*back, raw);
    const auto piece = Range(archive, 1000, 1200);
    ASSERT_TRUE(piece.ok()) << piece.status().message();
    EXPECT_EQ(*piece, Bytes(raw.begin() + 1000, raw.begin() + 2200));
    const auto recovered = Recover(archive);
    ASSERT_TRUE(recovered.ok()) << recovered.status().message();
    EXPECT_EQ(recovered->bytes, raw);
    EXPECT_EQ(recovered->damaged, 0U);
    // Without its model, it is the archive that carries none.
    CompressOptions without = Carrying(block_size);
    without.embed_models = false;
    const Bytes lean = Archived(raw, without);
    const std::uint64_t model_frame = Listed(archive).at(0).coded_size;
    EXPECT_EQ(Bytes(archive.begin() + static_cast<std::ptrdiff_t>(model_frame), archive.end()), lean);
    EXPECT_EQ(Decompress(lean, {}).status().code(), StatusCode::kModelMissing);
  }
}

TEST_F(CarriedModelsTest, ListSaysSo) {
  const auto frames = Listed(Archived(Prose(3000), Carrying()));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_TRUE(frames[0].carries_model);
  EXPECT_EQ(frames[0].model_name, "wordy");
  EXPECT_EQ(frames[0].models, std::vector<std::string>{ToHexadecimal(DigestOfModel(model_))});
  EXPECT_EQ(frames[0].raw_size, model_.size());
  EXPECT_FALSE(frames[1].carries_model);
  EXPECT_EQ(frames[1].raw_size, 3000U);
  EXPECT_THAT(frames[1].memory_unknown, HasSubstr("carries"));
}

// What one archive carries, those that are appended to it can use.
TEST_F(CarriedModelsTest, JoinedArchivesShareModels) {
  const Bytes raw = Prose(2000);
  CompressOptions without = Carrying();
  without.embed_models = false;
  const Bytes both = Joined({Archived(raw, Carrying()), Archived(raw, without)});
  const auto back = Decompress(both, {});
  ASSERT_TRUE(back.ok()) << back.status().message();
  EXPECT_EQ(*back, Joined({raw, raw}));
  const auto piece = Range(both, 2500, 500);
  ASSERT_TRUE(piece.ok()) << piece.status().message();
  EXPECT_EQ(*piece, Bytes(raw.begin() + 500, raw.begin() + 1000));
}

// The levels' own models are part of llmzip, and noise needs none.
TEST_F(CarriedModelsTest, OnlyWhatIsNeededIsCarried) {
  CompressOptions options;
  options.level = 7;
  options.embed_models = true;
  EXPECT_EQ(Listed(Archived(Prose(2000), options)).size(), 1U);
  Bytes noise(2000);
  SplitMix64 random(1);
  for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random.Bits(8));
  EXPECT_EQ(Listed(Archived(noise, Carrying())).size(), 1U);
  options = Carrying();
  options.model = "";
  options.spec = "mix(cm,net:wordy)";
  const Bytes by_hand = Archived(Prose(2000), options);
  EXPECT_EQ(Listed(by_hand).size(), 2U);
  EXPECT_EQ(*Decompress(by_hand, {}), Prose(2000));
}

TEST_F(CarriedModelsTest, WhatIsCarriedIsChecked) {
  const Bytes raw = Prose(2000);
  CompressOptions without = Carrying();
  without.embed_models = false;
  const Bytes lean = Archived(raw, without);
  // An archive whose first frame carries `file` and says that its digest is `digest`.
  const auto carrying = [&lean](const Bytes& file, const ModelDigest& digest) {
    ForgedHeader header;
    header.flags = 4 + 8 + 64;
    header.optional_fields.assign(1 + digest.size(), 1);
    std::ranges::copy(digest, header.optional_fields.begin() + 1);
    header.block_size = file.size();
    const Bytes head = header.ToBytes();
    const BlockPlace place = {CheckOf(head), 0};
    const Bytes block = StoredBlock(file, place);
    const Bytes index = ForgedIndex(1, head.size(), {{file.size(), block.size()}}, Xxh3Digest128(file));
    return Joined({head, block, ForgedTrailer(index), lean});
  };
  const auto right = Decompress(carrying(model_, DigestOfModel(model_)), {});
  ASSERT_TRUE(right.ok()) << right.status().message();
  EXPECT_EQ(*right, raw);
  ModelDigest other = DigestOfModel(model_);
  other[31] ^= 1;
  const Status lie = Decompress(carrying(model_, other), {}).status();
  EXPECT_EQ(lie.code(), StatusCode::kCorrupt);
  EXPECT_THAT(lie.message(), HasSubstr("not the one"));
  const Status no_model = Decompress(carrying(raw, DigestOfModel(raw)), {}).status();
  EXPECT_EQ(no_model.code(), StatusCode::kCorrupt) << no_model.message();
  DecompressOptions little;
  little.limits.memory_bytes = 1 << 20;
  const Bytes zeros(std::size_t{2} << 20, 0);
  EXPECT_EQ(Decompress(carrying(zeros, DigestOfModel(zeros)), little).status().code(), StatusCode::kLimitExceeded);
}

// However many frames carry one: the limit on work is that of the whole run.
TEST_F(CarriedModelsTest, UnpackingThemIsWork) {
  const auto payload = (*PlanNamed("cm:huge").MakeCodec({}))->Compress(model_, {});
  ASSERT_TRUE(payload.ok()) << payload.status().message();
  ForgedHeader header;
  header.specs = {"cm:huge"};
  header.flags = 4 + 8 + 64;
  const ModelDigest digest = DigestOfModel(model_);
  header.optional_fields.assign(1 + digest.size(), 1);
  std::ranges::copy(digest, header.optional_fields.begin() + 1);
  header.block_size = model_.size();
  const Bytes head = header.ToBytes();
  BlockHead block = PlainHeadOf(model_.size(), payload->size(), 0);
  block.digest = RawDigest::Of(model_);
  const Bytes bytes = ForgedBlock(block, *payload, {CheckOf(head), 0});
  const Bytes index = ForgedIndex(1, head.size(), {{model_.size(), bytes.size()}}, Xxh3Digest128(model_));
  const Bytes frame = Joined({head, bytes, ForgedTrailer(index)});
  CompressOptions without = Carrying();
  without.embed_models = false;
  const Bytes raw = Prose(300);
  const Bytes lean = Archived(raw, without);
  const Bytes one = Joined({frame, lean});
  const Bytes many = Joined({frame, frame, frame, frame, lean});
  DecompressOptions options;
  options.limits.work_seconds = 1;
  EXPECT_EQ(*Decompress(one, options), raw);
  EXPECT_EQ(*Range(one, 0, raw.size(), options), raw);
  EXPECT_EQ(Recover(one, options)->bytes, raw);
  EXPECT_EQ(Decompress(many, options).status().code(), StatusCode::kLimitExceeded);
  EXPECT_EQ(Range(many, 0, raw.size(), options).status().code(), StatusCode::kLimitExceeded);
  EXPECT_EQ(Recover(many, options).status().code(), StatusCode::kLimitExceeded);
}

TEST_F(CarriedModelsTest, ADamagedModelIsReportedAndMayBeElsewhere) {
  const Bytes raw = Prose(3000);
  for (const std::uint64_t block_size : {std::uint64_t{8} << 20, std::uint64_t{1500}}) {
    Bytes archive = Archived(raw, Carrying(block_size));
    archive[400] ^= 1;
    EXPECT_EQ(Decompress(archive, {}).status().code(), StatusCode::kCorrupt);
    EXPECT_EQ(Recover(archive).status().code(), StatusCode::kModelMissing);
    DecompressOptions options;
    options.models = ModelsIn({folder_.Path("")});
    const auto recovered = Recover(archive, options);
    ASSERT_TRUE(recovered.ok()) << recovered.status().message();
    EXPECT_EQ(recovered->bytes, raw);
    EXPECT_EQ(recovered->damaged, 1U);
    archive.resize(archive.size() - 3);  // no index leads to the frames any more
    const auto walked = Recover(archive, options);
    ASSERT_TRUE(walked.ok()) << walked.status().message();
    EXPECT_GE(walked->damaged, 1U);
  }
}

TEST_F(CarriedModelsTest, EveryTruncationIsAnError) {
  const Bytes archive = Archived(Prose(1000), Carrying());
  for (std::size_t size = 0; size < archive.size(); size += 97) {
    const Bytes cut(archive.begin(), archive.begin() + static_cast<std::ptrdiff_t>(size));
    if (size == Listed(archive).at(0).coded_size) continue;
    EXPECT_FALSE(Decompress(cut, {}).ok()) << size;
  }
}

}  // namespace
}  // namespace llmzip::testing

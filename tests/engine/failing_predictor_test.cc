// A predictor that fails in the middle of a block is an error of the whole call, with its code and message: never a
// stored block, never zeros, and no "verification failed".
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "engine/block_coding.h"
#include "io/memory_stream.h"
#include "llmzip/llmzip.h"
#include "model/model.h"
#include "support/toy_checkpoint.h"

namespace llmzip::testing {
namespace {

// Gives one toy checkpoint, whose predictors fail at a step.
class ToySource final : public ModelSource {
 public:
  explicit ToySource(std::uint64_t fails_at) : fails_at_(fails_at) {}
  StatusOr<std::shared_ptr<const Model>> Find(std::string_view /*reference*/) const override {
    return Status::ModelMissing("only a toy here");
  }
  StatusOr<OpenedCheckpoint> OpenCheckpoint(const CheckpointRequest& request) const override {
    ToyOptions toy;
    toy.fails_at = fails_at_;
    auto tokeniser = std::make_unique<const ToyTokeniser>(ToyTokeniser::EnglishWords(), ToyTokeniser::Bytes256::kAll);
    OpenedCheckpoint opened;
    opened.checkpoint = std::make_shared<ToyCheckpoint>(std::move(tokeniser), request.options, toy);
    opened.name = "toy";
    return opened;
  }

 private:
  std::uint64_t fails_at_;
};

Bytes Text() {
  Bytes text;
  while (text.size() < 4000) {
    for (const char c : std::string("the mixture of contexts predicts the next token of a text. ")) {
      text.push_back(static_cast<std::uint8_t>(c));
    }
  }
  return text;
}

void ExpectFailureAtToken100(const Status& status) {
  EXPECT_EQ(status.code(), StatusCode::kInternal);
  EXPECT_EQ(status.message(), "the checkpoint failed at token 100: it is only a toy");
}

TEST(FailingCheckpoint, IsAnErrorAtItsTokenInBothDirections) {
  CompressOptions compress;
  compress.spec = "torch:toy";
  compress.block_size = 1500;  // several blocks
  compress.models = std::make_shared<ToySource>(0);
  DecompressOptions decompress;
  decompress.models = compress.models;
  const auto archive = Compress(Text(), compress);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  ASSERT_EQ(*Decompress(*archive, decompress), Text());

  decompress.models = std::make_shared<ToySource>(100);
  ExpectFailureAtToken100(Decompress(*archive, decompress).status());
  MemorySource source(*archive);
  ExpectFailureAtToken100(llmzip::Test(source, decompress, nullptr).status());
  Bytes recovered;
  MemorySink sink(&recovered);
  MemoryRandomAccessSource damaged(*archive);
  ExpectFailureAtToken100(Recover(damaged, sink, decompress, nullptr).status());

  compress.models = decompress.models;
  for (const bool verify : {false, true}) {
    for (const std::uint64_t block_size : {1500U, 1U << 20}) {
      compress.verify = verify;
      compress.block_size = block_size;
      ExpectFailureAtToken100(Compress(Text(), compress).status());
    }
  }
}

// Makes one byte of anything, and cannot decode it.
class CannotDecode final : public Codec {
 public:
  explicit CannotDecode(Status status) : status_(std::move(status)) {}
  [[nodiscard]] StatusOr<Bytes> Compress(ByteView /*raw*/, const Context& /*context*/) const override {
    return Bytes(1);
  }
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView /*coded*/, std::size_t /*raw_size*/,
                                           const Context& /*context*/) const override {
    return status_;
  }

 private:
  Status status_;
};

TEST(FailingBlock, KeepsItsStatusInVerification) {
  for (const Status& failure : {Status::Unsupported("no such operation"), Status::Cancelled("stopped")}) {
    const auto block = EncodeBlock(CannotDecode(failure), Bytes(200), /*verify=*/true, {});
    EXPECT_EQ(block.status().code(), failure.code());
    EXPECT_EQ(block.status().message(), failure.message());
  }
  const auto block = EncodeBlock(CannotDecode(Status::Corrupt("it is wrong")), Bytes(200), /*verify=*/true, {});
  EXPECT_EQ(block.status().code(), StatusCode::kInternal);
  EXPECT_EQ(block.status().message(), "verification failed: it is wrong");
}

}  // namespace
}  // namespace llmzip::testing

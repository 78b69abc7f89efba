// A predictor that fails in the middle of a block is an error of the whole call, with its code and message: never a
// stored block, never zeros, and no "verification failed".
#include <gtest/gtest.h>

#include <memory>
#include <string>

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

Bytes SampleText() {
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
  const auto archive = Compress(SampleText(), compress);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  ASSERT_EQ(*Decompress(*archive, decompress), SampleText());

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
      ExpectFailureAtToken100(Compress(SampleText(), compress).status());
    }
  }
}

}  // namespace
}  // namespace llmzip::testing

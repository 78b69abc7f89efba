// Checkpoints on disk: found by path, name and digest, identified by all their files, opened once through the plug-in.
#include "model/checkpoint_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/hexadecimal.h"
#include "io/memory_stream.h"
#include "io/scratch_directory.h"
#include "llmzip/llmzip.h"
#include "model/sha256.h"
#include "plan/automatic_lanes.h"
#include "plan/plan.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

ModelDigest DigestOf(const std::string& text) {
  Sha256 sha256;
  sha256.Update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  return sha256.Finish();
}

class CheckpointStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Put("a/toy", "one");
    Put("b/toy", "two");
    Put("b/other_toy", "three");
    scratch.Put("a/not-one.txt", "");
  }

  void Put(const std::string& folder, const std::string& weights) const {
    std::filesystem::create_directories(scratch.Path(folder));
    scratch.Put(folder + "/config.json", R"({"toy": "tokens"})");
    scratch.Put(folder + "/model.safetensors", weights);
    scratch.Put(folder + "/tokenizer.json", R"(["the", "re"])");
  }

  [[nodiscard]] CheckpointStore Store() const {
    return {RealFileSystem(), {scratch.Path("missing"), scratch.Path("a"), scratch.Path("b")}, {LLMZIP_TOY_PLUGIN}};
  }

  [[nodiscard]] ModelDigest DigestAt(const std::string& folder) const {
    return IdentifyCheckpoint(RealFileSystem(), scratch.Path(folder))->digest;
  }

  [[nodiscard]] std::shared_ptr<const ModelSource> Models() const {
    return ModelsIn({scratch.Path("a"), scratch.Path("b")}, {LLMZIP_TOY_PLUGIN});
  }

  ScratchDirectory scratch;
};

TEST_F(CheckpointStoreTest, DigestsAreOfTheListOfFiles) {
  const auto line = [](const std::string& name, const std::string& content) {
    return ToHexadecimal(DigestOf(content)) + " " + std::to_string(content.size()) + " " + name + "\n";
  };
  const std::string list = line("config.json", R"({"toy": "tokens"})") + line("model.safetensors", "one") +
                           line("tokenizer.json", R"(["the", "re"])");
  EXPECT_EQ(ToHexadecimal(DigestAt("a/toy")), ToHexadecimal(DigestOf(list)));
  scratch.Put("a/toy/README.md", "no part of it");
  EXPECT_EQ(DigestAt("a/toy"), DigestOf(list));
  scratch.Put("a/toy/tokenizer_extra.json", "nobody reads it");
  EXPECT_EQ(DigestAt("a/toy"), DigestOf(list));
  scratch.Put("a/toy/tokenizer_config.json", "a part of it");
  EXPECT_NE(DigestAt("a/toy"), DigestOf(list));
  scratch.Put("script.pt", "TorchScript");
  EXPECT_EQ(DigestAt("script.pt"), DigestOf("TorchScript"));
  scratch.Put("script.md", "no part of it");
  EXPECT_EQ(DigestAt("script.pt"), DigestOf("TorchScript"));
  scratch.Put("script.tokenizer.json", "a part of it");
  EXPECT_EQ(DigestAt("script.pt"),
            DigestOf(line("script.pt", "TorchScript") + line("script.tokenizer.json", "a part of it")));
}

// Once every file of a folder whose name began with "tokenizer" counted, and beside a script none. Archives that were
// made then name such digests.
TEST_F(CheckpointStoreTest, DigestsThatWereMadeOtherwiseOnceAreStillFound) {
  const auto line = [](const std::string& name, const std::string& content) {
    return ToHexadecimal(DigestOf(content)) + " " + std::to_string(content.size()) + " " + name + "\n";
  };
  scratch.Put("a/toy/tokenizer_extra.json", "nobody reads it");
  const std::string list = line("config.json", R"({"toy": "tokens"})") + line("model.safetensors", "one") +
                           line("tokenizer.json", R"(["the", "re"])") + line("tokenizer_extra.json", "nobody reads it");
  EXPECT_TRUE(Store().Open({"toy", {}, DigestOf(list)}).ok());
  EXPECT_TRUE(Store().Open({"toy", {}, DigestAt("a/toy")}).ok());
  scratch.Put("a/script.pt", "TorchScript");
  scratch.Put("a/script.tokenizer.json", R"(["the"])");
  const CheckpointStore store(RealFileSystem(), {scratch.Path("a")}, {LLMZIP_TOY_PLUGIN}, /*allow_scripts=*/true);
  EXPECT_TRUE(store.Open({"script", {}, DigestOf("TorchScript")}).ok());
  EXPECT_TRUE(store.Open({"script", {}, DigestAt("a/script.pt")}).ok());
}

// Once such an archive was called damaged, "and this machine computes otherwise".
TEST_F(CheckpointStoreTest, AnotherTokeniserBesideAScriptIsAnotherCheckpoint) {
  scratch.Put("a/script.pt", "TorchScript");
  scratch.Put("a/script.tokenizer.json", R"(["the", "re"])");
  const ModelDigest digest = DigestAt("a/script.pt");
  const std::string parts = IdentifyCheckpoint(RealFileSystem(), scratch.Path("a/script.pt"))->parts;
  scratch.Put("a/script.tokenizer.json", R"(["other"])");
  const CheckpointStore store(RealFileSystem(), {scratch.Path("a")}, {LLMZIP_TOY_PLUGIN}, /*allow_scripts=*/true);
  const Status differs = store.Open({"script", {}, digest, "family=toy " + parts}).status();
  EXPECT_EQ(differs.code(), StatusCode::kModelMissing);
  EXPECT_THAT(differs.message(), HasSubstr("its tokeniser differs"));
}

TEST_F(CheckpointStoreTest, FindsByPathNameAndDigest) {
  const CheckpointStore store = Store();
  EXPECT_EQ(store.Open({scratch.Path("b/toy"), {}})->digest, DigestAt("b/toy"));
  EXPECT_EQ(store.Open({scratch.Path("b/toy//"), {}})->digest, DigestAt("b/toy"));
  EXPECT_EQ(store.Open({"toy", {}})->digest, DigestAt("a/toy"));
  EXPECT_EQ(store.Open({"other_toy", {}})->name, "other-toy");
  EXPECT_EQ(store.Open({"other-toy", {}})->digest, DigestAt("b/other_toy"));
  // The name is only where to look first.
  for (const std::string name : {"toy", "nosuch"}) {
    EXPECT_EQ(store.Open({name, {}, DigestAt("b/toy")})->digest, DigestAt("b/toy"));
    EXPECT_EQ(store.Open({name, {}, DigestAt("b/other_toy")})->digest, DigestAt("b/other_toy"));
  }
}

TEST_F(CheckpointStoreTest, OneThatIsOpenIsShared) {
  const CheckpointStore store = Store();
  const auto first = store.Open({"toy", {}})->checkpoint;
  EXPECT_EQ(store.Open({scratch.Path("a/toy"), {}})->checkpoint, first);
  EXPECT_EQ(store.Open({"x", {}, DigestAt("a/toy")})->checkpoint, first);
  EXPECT_NE(store.Open({"toy", {"bfloat16", "", 1}})->checkpoint, first);
  EXPECT_NE(store.Open({"toy", {"", "", 2}})->checkpoint, first);
}

TEST_F(CheckpointStoreTest, WhatIsMissingSaysWhereWasLookedAndWhatDiffers) {
  const CheckpointStore store = Store();
  const Status unknown = store.Open({"nosuch", {}}).status();
  EXPECT_EQ(unknown.code(), StatusCode::kModelMissing);
  EXPECT_THAT(unknown.message(), AllOf(HasSubstr("'nosuch'"), HasSubstr(scratch.Path("a")), HasSubstr("--models-dir")));
  EXPECT_EQ(store.Open({"./nosuch", {}}).status().code(), StatusCode::kModelMissing);
  const std::string parts = IdentifyCheckpoint(RealFileSystem(), scratch.Path("a/toy"))->parts;
  Put("a/toy", "four");
  const ModelDigest wanted = DigestOf("nowhere");
  const Status differs = Store().Open({"toy", {}, wanted, "family=toy " + parts}).status();
  EXPECT_EQ(differs.code(), StatusCode::kModelMissing);
  EXPECT_THAT(differs.message(),
              AllOf(HasSubstr(ToHexadecimal(wanted)),
                    HasSubstr(scratch.Path("a/toy") + " is another: its weights differ"), Not(HasSubstr("other_toy"))));
}

TEST(PartsThatDiffer, AreNamedWhereRecorded) {
  EXPECT_EQ(PartsThatDiffer("weights=1 tokeniser=2 config=3", "x weights=1 tokeniser=9 config=3"),
            "its tokeniser differs");
  EXPECT_EQ(PartsThatDiffer("weights=1 config=3", "weights=1 tokeniser=9 config=4"), "its tokeniser and config differ");
  EXPECT_EQ(PartsThatDiffer("weights=1", "weights=2"), "its weights differ");
  EXPECT_EQ(PartsThatDiffer("weights=1", ""), "it differs");
  EXPECT_EQ(PartsThatDiffer("weights=1", "weights=1"), "it differs");
}

TEST_F(CheckpointStoreTest, ArchivesOfSeveralBlocksAndFramesComeBack) {
  const Bytes raw = AllSamples(3000)[5].bytes;
  CompressOptions options;
  options.spec = "torch:toy";
  options.block_size = 700;
  options.models = Models();
  Bytes archive = *Compress(raw, options);
  options.spec = "torch:other_toy;symbols=ascii7";
  const Bytes more = *Compress(raw, options);
  archive.insert(archive.end(), more.begin(), more.end());
  DecompressOptions decompress;
  decompress.models = Models();
  const auto back = Decompress(archive, decompress);
  ASSERT_TRUE(back.ok()) << back.status().message();
  Bytes twice = raw;
  twice.insert(twice.end(), raw.begin(), raw.end());
  EXPECT_TRUE(*back == twice);
  decompress.models = nullptr;
  EXPECT_EQ(Decompress(archive, decompress).status().code(), StatusCode::kModelMissing);
}

// A TorchScript file is a program. What opened it leaves a file beside it (toy_plugin.cc).
TEST_F(CheckpointStoreTest, ArchivesRunScriptsOnlyWhereThatIsAllowed) {
  const std::string script = scratch.Path("a/script.pt");
  const auto ran = [&] { return std::filesystem::remove(script + ".ran"); };
  scratch.Put("a/script.pt", "a program");
  const Bytes raw = AllSamples(300)[5].bytes;
  CompressOptions options;
  options.spec = "torch:" + script;
  options.models = Models();
  const auto archive = Compress(raw, options);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  EXPECT_TRUE(ran());

  DecompressOptions decompress;
  decompress.models = Models();
  const Status refused = Decompress(*archive, decompress).status();
  EXPECT_EQ(refused.code(), StatusCode::kModelMissing);
  EXPECT_THAT(refused.message(), AllOf(HasSubstr(script), HasSubstr("--allow-scripts")));
  Bytes some;
  MemorySink nowhere(&some);
  MemoryRandomAccessSource source(*archive);
  EXPECT_EQ(Recover(source, nowhere, decompress, nullptr).status().code(), StatusCode::kModelMissing);
  EXPECT_EQ(DecompressRange(source, 0, 10, nowhere, decompress, nullptr).status().code(), StatusCode::kModelMissing);
  const auto frames = List(source, Models());
  ASSERT_TRUE(frames.ok()) << frames.status().message();
  EXPECT_GT(frames->front().memory_bytes.value_or(0), std::uint64_t{256} << 20) << "of libtorch alone";
  EXPECT_FALSE(ran());

  // Before the plug-in is looked for, so that the message is the same with and without it.
  decompress.models = ModelsIn({scratch.Path("a")}, {});
  EXPECT_THAT(Decompress(*archive, decompress).status().message(), HasSubstr("--allow-scripts"));

  decompress.models = ModelsIn({scratch.Path("a")}, {LLMZIP_TOY_PLUGIN}, /*allow_scripts=*/true);
  const auto back = Decompress(*archive, decompress);
  ASSERT_TRUE(back.ok()) << back.status().message();
  EXPECT_TRUE(*back == raw);
  EXPECT_TRUE(ran());
}

// Sums that would wrap around would be too small, and let through what no machine has room for.
TEST_F(CheckpointStoreTest, TheLargestConfigurationsTakeMoreMemoryThanAnyMachineHas) {
  std::string config = "{\"toy\": \"tokens\"";
  for (const char* const key : {"num_hidden_layers", "hidden_size", "num_attention_heads", "head_dim", "vocab_size",
                                "intermediate_size", "max_position_embeddings"}) {
    config += std::string(", \"") + key + "\": 1048576";
  }
  scratch.Put("a/toy/config.json", config + "}");
  for (const unsigned lanes : {1U, 16U, 65535U}) {
    for (const std::uint32_t window : {0U, 4096U, 1U << 20}) {
      const auto size = SizeOfCheckpoint(RealFileSystem(), scratch.Path("a/toy"), {});
      ASSERT_TRUE(size.ok());
      EXPECT_GE(size->PredictorBytes({lanes, {window, 0}, 0}), std::uint64_t{1} << 60) << lanes << ", " << window;
    }
  }
}

TEST_F(CheckpointStoreTest, MemoryLimitsHold) {
  CompressOptions options;
  options.spec = "torch:toy";
  options.models = Models();
  options.limits.memory_bytes = std::uint64_t{1} << 20;  // what the toy says it holds
  EXPECT_EQ(Compress(AllSamples(100)[5].bytes, options).status().code(), StatusCode::kLimitExceeded);
}

TEST_F(CheckpointStoreTest, LanesGoByTokens) {
  EXPECT_EQ(LanesForCheckpoint(true, 0), 1U);
  EXPECT_EQ(LanesForCheckpoint(true, 32767), 1U);
  EXPECT_EQ(LanesForCheckpoint(true, 32768), 2U);
  EXPECT_EQ(LanesForCheckpoint(false, 32768), 8U);
  EXPECT_EQ(LanesForCheckpoint(true, std::uint64_t{1} << 40), 16U);
  EXPECT_EQ(ResolvePlan("torch:toy", Models())->AutomaticLanes(std::uint64_t{1} << 16), 4U);
}

}  // namespace
}  // namespace llmzip::testing

// Every form of a checkpoint is the same model, and the engine computes what the checkpoint says.
#include "import/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "import/plain_forward.h"
#include "io/memory_stream.h"
#include "model/model.h"
#include "predictors/net/language_network.h"
#include "support/made_checkpoint.h"

namespace llmzip::importer {
namespace {

using testing::MadeCheckpoint;

struct ImportedModel {
  Status status;
  std::shared_ptr<const Model> model;
  std::vector<std::string> warnings;
};

ImportedModel Import(std::map<std::string, Bytes> files, const std::string& file = "") {
  const FolderInMemory folder(std::move(files));
  ImportRequest request;
  request.file = file;
  request.otherwise = "made";
  Bytes bytes;
  MemorySink sink(&bytes);
  const auto imported = ImportModel(folder, request, sink);
  if (!imported.ok()) return {imported.status(), nullptr, {}};
  const auto model = Model::Parse(std::move(bytes));
  EXPECT_TRUE(model.ok()) << model.status().message();
  return {Status::Ok(), model.ok() ? *model : nullptr, imported->warnings};
}

std::shared_ptr<const Model> ImportedFolder(const std::map<std::string, Bytes>& files) {
  const ImportedModel imported = Import(files);
  EXPECT_TRUE(imported.status.ok()) << imported.status.message();
  return imported.model;
}

/// All tensors but the tokeniser's file.
void ExpectSameModel(const Model& one, const Model& other) {
  EXPECT_EQ(*one.language(), *other.language());
  for (const TensorShape& tensor : TensorsOf(*one.language(), 0, 0)) {
    if (tensor.name == kTokeniser) continue;
    const ByteView a = one.BytesOf(tensor.name);
    const ByteView b = other.BytesOf(tensor.name);
    EXPECT_TRUE(std::ranges::equal(a, b)) << tensor.name;
  }
}

class Family : public ::testing::TestWithParam<const char*> {};

TEST_P(Family, FormsOfAFolderAreOneModel) {
  const MadeCheckpoint made(GetParam(), 7);
  const auto plain = ImportedFolder(made.Folder("F32"));
  ASSERT_NE(plain, nullptr);
  for (const char* const dtype : {"F16", "BF16"}) {
    const auto other = ImportedFolder(made.Folder(dtype));
    ASSERT_NE(other, nullptr);
    ExpectSameModel(*plain, *other);
  }
  const auto sharded = ImportedFolder(made.Folder("F32", 3));
  ASSERT_NE(sharded, nullptr);
  ExpectSameModel(*plain, *sharded);
}

TEST_P(Family, GgufIsTheSameModel) {
  const MadeCheckpoint made(GetParam(), 8);
  if (made.family() == "mistral") GTEST_SKIP() << "is llama in GGUF";
  const auto folder = ImportedFolder(made.Folder());
  for (const char* const type : {"F32", "F16", "BF16"}) {
    const ImportedModel gguf = Import({{"m.gguf", made.Gguf(type)}}, "m.gguf");
    ASSERT_TRUE(gguf.status.ok()) << gguf.status.message();
    // Its epsilon is a float.
    EXPECT_NEAR(gguf.model->language()->epsilon, folder->language()->epsilon, 1e-10);
    for (const TensorShape& tensor : TensorsOf(*folder->language(), 0, 0)) {
      if (tensor.name == kTokeniser) continue;
      EXPECT_TRUE(std::ranges::equal(gguf.model->BytesOf(tensor.name), folder->BytesOf(tensor.name))) << tensor.name;
    }
  }
}

TEST_P(Family, TheEngineComputesWhatTheCheckpointSays) {
  const MadeCheckpoint made(GetParam(), 9);
  const auto model = ImportedFolder(made.Folder());
  ASSERT_NE(model, nullptr);
  const std::vector<std::uint32_t> ids = model->Uint32(kTokenIds);
  std::vector<std::uint32_t> text, rows;
  for (std::uint32_t i = 0; i < 20; ++i) text.push_back((i * 37 + 5) % 256);
  for (const std::uint32_t id : text) {
    rows.push_back(static_cast<std::uint32_t>(std::ranges::find(ids, id) - ids.begin()));
  }
  const auto network = net::LanguageNetwork::SharedFromModel(*model);
  const auto state = network->NewState(static_cast<std::uint32_t>(rows.size()));
  std::vector<float> logits(rows.size() * network->logit_stride());
  net::LanguageWorkspace workspace;
  ThreadTeam team(1);
  const net::LanguageNetwork::Feed feed = {state.get(), rows, logits.data()};
  network->Forward(std::span(&feed, 1), workspace, team);

  const std::vector<std::vector<double>> wanted = testing::PlainLogits(made, text);
  double divergence = 0, entropy = 0;
  for (std::size_t t = 0; t < rows.size(); ++t) {
    std::vector<double> ours, theirs;
    for (std::uint32_t row = 0; row < network->config().vocabulary; ++row) {
      ours.push_back(static_cast<double>(logits[t * network->logit_stride() + row]));
      theirs.push_back(wanted[t][ids[row]]);
    }
    const auto measured = testing::DivergenceInBits(theirs, ours);
    divergence += measured.divergence / static_cast<double>(rows.size());
    entropy += measured.entropy / static_cast<double>(rows.size());
  }
  RecordProperty("divergence", std::to_string(divergence));
  EXPECT_LT(divergence, 0.01);
  EXPECT_LT(entropy, 0.5 * std::log2(MadeCheckpoint::kTokens)) << "the fixture says too little to tell";
}

INSTANTIATE_TEST_SUITE_P(Import, Family, ::testing::Values("llama", "mistral", "qwen2", "qwen3", "gpt2", "gpt_neox"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Import, TokensAreSorted) {
  const auto model = ImportedFolder(MadeCheckpoint("llama", 1).Folder());
  ASSERT_NE(model, nullptr);
  const LanguageConfig& config = *model->language();
  EXPECT_EQ(config.vocabulary, MadeCheckpoint::kTokens - 1);
  EXPECT_EQ(config.extra, 1U);
  EXPECT_EQ(config.begin, config.vocabulary);
  EXPECT_EQ(model->Uint32(kTokenIds).back(), MadeCheckpoint::kTokens - 1);
  EXPECT_EQ(config.width, 48U);
  EXPECT_EQ(config.head_width, 16U);
  EXPECT_EQ(config.rotary_width, 12U);
}

TEST(Import, MatricesOfLayersBeginAtLines) {
  const FolderInMemory folder(MadeCheckpoint("qwen3", 1).Folder());
  Bytes bytes;
  MemorySink sink(&bytes);
  ASSERT_TRUE(ImportModel(folder, {}, sink).ok());
  const auto parsed = ParseSafetensors(bytes);
  ASSERT_TRUE(parsed.ok());
  for (const SafetensorsTensor& tensor : parsed->tensors) {
    const bool in_layer = tensor.name.starts_with("layers.");
    EXPECT_TRUE(!in_layer || tensor.offset % 64 == 0) << tensor.name;
  }
}

TEST(Import, TheSameSourceGivesTheSameBytes) {
  const MadeCheckpoint made("llama", 3);
  const auto one = Import({{"m.gguf", made.Gguf()}}, "m.gguf");
  const auto other = Import({{"m.gguf", made.Gguf()}}, "m.gguf");
  ASSERT_TRUE(one.status.ok() && other.status.ok());
  EXPECT_EQ(one.model->digest(), other.model->digest());
  EXPECT_EQ(one.model->name(), "made-llama");
}

TEST(Import, ProgressCanStopIt) {
  const FolderInMemory folder(MadeCheckpoint("llama", 1).Folder());
  ImportRequest request;
  std::uint64_t last = 0;
  request.progress = [&](std::uint64_t done, std::uint64_t all) {
    EXPECT_LE(done, all);
    EXPECT_GE(done, last);
    last = done;
    return done < all / 2;
  };
  Bytes bytes;
  MemorySink sink(&bytes);
  EXPECT_EQ(ImportModel(folder, request, sink).status().code(), StatusCode::kCancelled);
}

TEST(Import, FilesThatAreMissing) {
  for (const char* const name : {"config.json", "model.safetensors", "tokenizer.json"}) {
    auto files = MadeCheckpoint("llama", 1).Folder();
    files.erase(name);
    const ImportedModel imported = Import(files);
    EXPECT_FALSE(imported.status.ok());
    EXPECT_THAT(imported.status.message(), ::testing::HasSubstr(name));
  }
}

TEST(Import, CutFilesAreRefused) {
  const auto files = MadeCheckpoint("llama", 1).Folder();
  for (const auto& [name, bytes] : files) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, bytes.size() / 2, bytes.size() - 1}) {
      auto cut = files;
      cut[name].resize(size);
      EXPECT_FALSE(Import(cut).status.ok()) << name << " cut to " << size;
    }
  }
  const Bytes whole = MadeCheckpoint("llama", 1).Gguf();
  for (std::size_t size = 0; size < whole.size(); size = size * 5 / 4 + 1) {
    EXPECT_FALSE(Import({{"m.gguf", Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))}}, "m.gguf")
                     .status.ok())
        << size;
  }
}

}  // namespace
}  // namespace llmzip::importer

// Where models are found, and what frames that name them must agree with.
#include "model/model_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/hexadecimal.h"
#include "io/faulty_file_system.h"
#include "io/memory_stream.h"
#include "io/scratch_directory.h"
#include "llmzip/decompress.h"
#include "llmzip/llmzip.h"
#include "model/embedded.h"
#include "support/forge.h"
#include "support/random_model.h"

namespace llmzip::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;

const NetworkConfig kTiny{Architecture::kHybrid, 16, 2, 32, "DA", 16, 0, 0};

Bytes NamedModel(const std::string& name, std::uint32_t seed) {
  return RandomModelFile(kTiny, seed, {{"name", name}, {"licence", "CC0"}, {"trained_on", "dice"}});
}

class ModelStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(scratch.Path("a"));
    std::filesystem::create_directories(scratch.Path("b"));
    Put("a/one.safetensors", NamedModel("one", 1));
    Put("b/one.safetensors", NamedModel("one", 2));
    Put("b/two.safetensors", NamedModel("renamed", 3));
    scratch.Put("a/broken.safetensors", "\x7F no model");
    scratch.Put("a/other.txt", "not looked at");
  }

  void Put(const std::string& name, const Bytes& file) { scratch.Put(name, std::string(file.begin(), file.end())); }

  [[nodiscard]] ModelStore Store(std::vector<std::string> folders = {"missing", "a", "b"}) const {
    for (std::string& folder : folders) folder = scratch.Path(folder);
    return {RealFileSystem(), std::move(folders)};
  }

  static std::string DigestOf(std::uint32_t seed, const std::string& name) {
    return ToHexadecimal(DigestOfModel(NamedModel(name, seed)));
  }

  static std::string Found(const ModelStore& store, const std::string& reference) {
    const auto model = store.Find(reference);
    return model.ok() ? ToHexadecimal((*model)->digest()) : model.status().message();
  }

  ScratchDirectory scratch;
};

TEST_F(ModelStoreTest, FindsByNamePathAndDigest) {
  const ModelStore store = Store();
  EXPECT_EQ(Found(store, "one"), DigestOf(1, "one"));
  EXPECT_EQ(Found(store, "two"), DigestOf(3, "renamed"));
  EXPECT_EQ(Found(store, "renamed"), DigestOf(3, "renamed"));
  EXPECT_EQ(Found(store, scratch.Path("b/one.safetensors")), DigestOf(2, "one"));
  EXPECT_EQ(Found(store, DigestOf(2, "one")), DigestOf(2, "one"));
}

TEST_F(ModelStoreTest, EarlierFoldersWin) {
  EXPECT_EQ(Found(Store({"b", "a"}), "one"), DigestOf(2, "one"));
  EXPECT_EQ(Found(Store({"a", "b"}), "one"), DigestOf(1, "one"));
}

TEST_F(ModelStoreTest, TheDefaultIsTheFirstEmbedded) {
  const auto model = Store().Find("");
  if (EmbeddedModels().empty()) {
    EXPECT_EQ(model.status().code(), StatusCode::kModelMissing);
  } else {
    ASSERT_TRUE(model.ok());
    EXPECT_EQ((*model)->digest(), EmbeddedModels().front()->digest());
    EXPECT_EQ(Found(Store(), (*model)->name()), ToHexadecimal((*model)->digest()));
    EXPECT_EQ(Found(Store(), ToHexadecimal((*model)->digest())), ToHexadecimal((*model)->digest()));
  }
}

TEST_F(ModelStoreTest, WhatIsMissingSaysWhereWasLooked) {
  const ModelStore store = Store();
  for (const std::string& reference : {std::string("three"), std::string(64, 'a')}) {
    const auto model = store.Find(reference);
    EXPECT_EQ(model.status().code(), StatusCode::kModelMissing);
    EXPECT_THAT(model.status().message(), AllOf(HasSubstr(reference), HasSubstr(scratch.Path("missing")),
                                                HasSubstr(scratch.Path("b")), HasSubstr("--models-dir")));
  }
  EXPECT_EQ(store.Find(scratch.Path("nowhere.safetensors")).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(store.Find(scratch.Path("a/broken.safetensors")).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(ModelStoreTest, NeverWaitsForAPipe) {
  ASSERT_EQ(::mkfifo(scratch.Path("a/pipe.safetensors").c_str(), 0600), 0);
  std::filesystem::create_directories(scratch.Path("a/folder.safetensors"));
  const ModelStore store = Store();
  EXPECT_EQ(store.Find("pipe").status().code(), StatusCode::kInvalidArgument);
  EXPECT_FALSE(store.Find("folder").ok());
  EXPECT_EQ(Found(store, DigestOf(2, "one")), DigestOf(2, "one"));
}

TEST_F(ModelStoreTest, AModelFoundStaysFound) {
  const ModelStore store = Store();
  const auto before = store.Find("one");
  std::filesystem::remove(scratch.Path("a/one.safetensors"));
  EXPECT_EQ(*store.Find(DigestOf(1, "one")), *before);
}

TEST_F(ModelStoreTest, FailingReadsAreErrorsOrFilesPassedOver) {
  FaultyFileSystem listing;
  std::vector<std::string> names;
  ASSERT_EQ(listing.ListDirectory(scratch.Path("b"), &names), 0);
  for (unsigned call = 1; call <= listing.calls + 3; ++call) {
    FaultyFileSystem file_system;
    file_system.failing_call = call;
    const ModelStore named(file_system, {scratch.Path("b")});
    const bool lists = call <= listing.calls;  // a folder that cannot be listed holds no models
    EXPECT_EQ(named.Find("two").status().code(), lists ? StatusCode::kModelMissing : StatusCode::kIoError)
        << file_system.failed_operation;
    EXPECT_EQ(Found(named, "two"), DigestOf(3, "renamed"));
    if (lists) continue;
    EXPECT_THAT(file_system.failed_operation, AnyOf("open", "fstat", "read"));
    file_system.calls = 0;
    EXPECT_EQ(Found(ModelStore(file_system, {scratch.Path("b")}), DigestOf(3, "renamed")), DigestOf(3, "renamed"));
  }
  FaultyFileSystem short_reads;
  short_reads.short_transfers = true;
  EXPECT_EQ(Found(ModelStore(short_reads, {scratch.Path("b")}), "two"), DigestOf(3, "renamed"));
}

TEST_F(ModelStoreTest, TheListHasEverythingInOrder) {
  const auto models = ListModels(Store());
  ASSERT_EQ(models.size(), 4 + EmbeddedModels().size());
  EXPECT_EQ(models[0].place, scratch.Path("a/broken.safetensors"));
  EXPECT_THAT(models[0].problem, HasSubstr("not a model file"));
  EXPECT_EQ(models[1].digest, DigestOf(1, "one"));
  EXPECT_EQ(models[1].licence, "CC0");
  EXPECT_EQ(models[1].trained_on, "dice");
  EXPECT_EQ(models[1].architecture, "hybrid");
  EXPECT_EQ(models[1].layers, "DA");
  EXPECT_EQ(models[1].file_size, NamedModel("one", 1).size());
  EXPECT_EQ(models[2].digest, DigestOf(2, "one"));
  EXPECT_EQ(models[3].name, "renamed");
  for (std::size_t i = 4; i < models.size(); ++i) EXPECT_EQ(models[i].place, "embedded");
}

// A frame of no blocks whose header names models.
Bytes FrameNaming(const std::string& spec, const std::vector<ModelDigest>& digests) {
  ForgedHeader header;
  header.specs = {spec};
  header.flags = 4 + 8;
  header.optional_fields = {static_cast<std::uint8_t>(digests.size())};
  for (const ModelDigest& digest : digests) {
    header.optional_fields.insert(header.optional_fields.end(), digest.begin(), digest.end());
  }
  const Bytes bytes = header.ToBytes();
  return Joined({bytes, ForgedTrailer(ForgedIndex(0, bytes.size(), {}, Xxh3Digest128({})))});
}

TEST_F(ModelStoreTest, AFrameNamesExactlyTheModelsOfItsSpec) {
  const ModelDigest one = DigestOfModel(NamedModel("one", 1));
  const ModelDigest two = DigestOfModel(NamedModel("one", 2));
  DecompressOptions options;
  options.models = ModelsIn({scratch.Path("a"), scratch.Path("b")});
  const auto code = [&](const std::string& spec, const std::vector<ModelDigest>& digests) {
    return Decompress(FrameNaming(spec, digests), options).status().code();
  };
  EXPECT_EQ(code("order0", {one}), StatusCode::kCorrupt);
  EXPECT_EQ(code("store", {one, two}), StatusCode::kCorrupt);
  EXPECT_EQ(code("future:one", {one}), StatusCode::kUnsupported);
  EXPECT_EQ(code("mix(cm,net:x)", {}), StatusCode::kCorrupt);
  EXPECT_EQ(code("order0", {one, ModelDigest{}}), StatusCode::kModelMissing);
  const auto missing = Decompress(FrameNaming("net:one", {ModelDigest{0xAB}}), options);
  EXPECT_EQ(missing.status().code(), StatusCode::kModelMissing);
  EXPECT_THAT(missing.status().message(), AllOf(HasSubstr("ab000000"), HasSubstr(scratch.Path("b"))));
}

}  // namespace
}  // namespace llmzip::testing

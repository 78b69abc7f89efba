#include "model/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/little_endian.h"
#include "model/config_json.h"
#include "model/model_writer.h"
#include "model/safetensors.h"
#include "support/random_model.h"

namespace llmzip {
namespace {

const NetworkConfig kTiny{Architecture::kHybrid, 16, 2, 32, "DA", 16, 0, 0};
const NetworkConfig kPaper{Architecture::kPaper, 32, 4, 64, "AA", 64, 64, 0};

TEST(Model, WhatIsWrittenIsRead) {
  for (const NetworkConfig& config : {kTiny, kPaper}) {
    const Bytes file = testing::RandomModelFile(config, 1);
    const auto model = Model::Parse(file);
    ASSERT_TRUE(model.ok()) << model.status().message();
    EXPECT_EQ((*model)->config(), config);
    EXPECT_EQ((*model)->name(), "random");
    EXPECT_EQ((*model)->metadata("licence"), "none");
    EXPECT_EQ((*model)->metadata("no such key"), "");
    EXPECT_EQ((*model)->file_size(), file.size());
    for (const TensorShape& shape : TensorsOf(config)) {
      std::uint64_t elements = 1;
      for (const std::uint64_t dimension : shape.dimensions) elements *= dimension;
      const std::size_t read = shape.type == ElementType::kInt8      ? (*model)->Int8(shape.name).size()
                               : shape.type == ElementType::kFloat32 ? (*model)->Float32(shape.name).size()
                                                                     : (*model)->Uint32(shape.name).size();
      EXPECT_EQ(read, elements) << shape.name;
    }
  }
}

TEST(Model, TheDigestIsSha256) {
  const ModelDigest digest = DigestOfModel(Bytes{'a', 'b', 'c'});
  EXPECT_EQ(digest[0], 0xBA);
  EXPECT_EQ(digest[1], 0x78);
  EXPECT_EQ(digest[31], 0xAD);
}

TEST(Model, EveryTruncationIsRefused) {
  const Bytes file = testing::RandomModelFile(kTiny, 2);
  for (std::size_t size = 0; size < file.size(); size += size < 4096 ? 1 : 97) {
    EXPECT_FALSE(Model::Parse(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size))).ok()) << size;
  }
  const Status cut = Model::Parse(Bytes(file.begin(), file.end() - 1)).status();
  EXPECT_NE(cut.message().find("cut short"), std::string::npos) << cut.message();
  Bytes longer = file;
  longer.push_back(0);
  EXPECT_FALSE(Model::Parse(longer).ok());
}

TEST(Model, AnyHeaderByteMayBeWrong) {
  const Bytes file = testing::RandomModelFile(kTiny, 3);
  const auto header = LoadLittleEndian<std::uint64_t>(file.data());
  for (std::size_t at = 0; at < 8 + header; ++at) {
    for (const std::uint8_t flip : {0x01, 0x10, 0x80}) {
      Bytes broken = file;
      broken[at] = static_cast<std::uint8_t>(broken[at] ^ flip);
      const auto model = Model::Parse(broken);  // a changed name or licence is fine: another digest
      if (model.ok()) {
        EXPECT_EQ((*model)->config().width, kTiny.width);
      }
    }
  }
}

void Replace(Bytes* file, const std::string& from, const std::string& to) {
  ASSERT_EQ(from.size(), to.size());
  const auto found = std::search(file->begin(), file->end(), from.begin(), from.end());
  ASSERT_NE(found, file->end());
  std::ranges::copy(to, found);
}

TEST(Model, RefusesWhatDoesNotFitTogether) {
  const struct {
    const char* from;
    const char* to;
  } cases[] = {
      {R"("format":"llmzip-model")", R"("format":"other-model ")"},
      {R"("format_version":"1")", R"("format_version":"2")"},
      {R"(\"width\":16)", R"(\"width\":32)"},
      {R"(\"heads\":2,)", R"(\"heads\":0,)"},
      {R"(\"layers\":\"DA\")", R"(\"layers\":\"DX\")"},
      {R"("dtype":"I8","shape":[257,16])", R"("dtype":"U8","shape":[257,16])"},
      {R"("shape":[257,16])", R"("shape":[256,16])"},
      {R"("data_offsets":[0,4112])", R"("data_offsets":[4,4116])"},
      {R"("output.bias")", R"("output.bios")"},
      {R"("output.bias")", R"("layers.1.up")"},
  };
  for (const auto& c : cases) {
    Bytes file = testing::RandomModelFile(kTiny, 4);
    Replace(&file, c.from, c.to);
    EXPECT_FALSE(Model::Parse(file).ok()) << c.to;
  }
}

TEST(Model, RefusesValuesOutOfRange) {
  const Bytes file = testing::RandomModelFile(kTiny, 5);
  const auto data = 8 + LoadLittleEndian<std::uint64_t>(file.data());
  Bytes broken = file;
  broken[data + 17] = 0x80;  // -128 in the embedding
  EXPECT_FALSE(Model::Parse(broken).ok());
  for (const std::uint32_t bits : {0x7F800000U, 0x7FC00000U, 0xFF800000U, 0xBF800000U, 0x42820000U}) {
    broken = file;  // the first scale: infinity, NaN, -infinity, -1, 65
    StoreLittleEndian(bits, broken.data() + data + 257 * 16);
    EXPECT_FALSE(Model::Parse(broken).ok()) << std::hex << bits;
  }
  const auto parsed = ParseSafetensors(file);
  ASSERT_TRUE(parsed.ok());
  for (const SafetensorsTensor& tensor : parsed->tensors) {
    broken = file;  // -1 is a fine weight, but no rate of decay
    StoreLittleEndian(0xBF800000U, broken.data() + tensor.offset);
    if (tensor.name.ends_with("decay_rate")) {
      EXPECT_FALSE(Model::Parse(broken).ok());
    } else if (tensor.name.ends_with("decay_bias")) {
      EXPECT_TRUE(Model::Parse(broken).ok());
    }
  }
}

TEST(Model, ANameMayNotOccurTwice) {
  Bytes file = testing::RandomModelFile(kTiny, 6);
  Replace(&file, R"("output.scale")", R"("output.scala")");
  EXPECT_FALSE(Model::Parse(file).ok());
  file = testing::RandomModelFile(kTiny, 6);
  Replace(&file, R"("layers.0.up.scale")", R"("layers.1.up.scale")");
  EXPECT_FALSE(Model::Parse(file).ok());
}

// A file of no tensors with this header.
Bytes FileWithHeader(const std::string& header) {
  Bytes file(8 + header.size());
  StoreLittleEndian<std::uint64_t>(header.size(), file.data());
  std::ranges::copy(header, file.begin() + 8);
  return file;
}

TEST(Safetensors, NamesAreDistinctAndNothingNestsNeedlessly) {
  EXPECT_TRUE(ParseSafetensors(FileWithHeader(R"({"__metadata__":{"a":"b"}})")).ok());
  for (const std::string header : {
           R"({"__metadata__":{"a":"b","a":"c"}})",
           R"({"__metadata__":{"a":"b"},"__metadata__":{"a":"b"}})",
           R"({"__metadata__":{"a":["b"]}})",
           R"({"x":{"dtype":"I8","shape":[[[]]],"data_offsets":[0,0]}})",
           R"({"x":{"dtype":"I8","dtype":"I8","shape":[0],"data_offsets":[0,0]}})",
           R"([])",
           R"({}{})",
           "",
       }) {
    EXPECT_FALSE(ParseSafetensors(FileWithHeader(header)).ok()) << header;
  }
  for (const char* const deep : {"[", R"({"a":)"}) {
    std::string header;
    while (header.size() < kMaxSafetensorsHeader) header += deep;
    EXPECT_FALSE(ParseSafetensors(FileWithHeader(header.substr(0, kMaxSafetensorsHeader))).ok());
  }
}

/// Whether a shape does not pass Check after a change.
template <typename Change>
bool IsRefused(NetworkConfig config, Change change) {
  change(config);
  return !config.Check().ok();
}

TEST(NetworkConfig, ChecksEveryField) {
  EXPECT_TRUE(kTiny.Check().ok());
  const auto bad = [&](auto change) { return IsRefused(kTiny, change); };
  EXPECT_TRUE(bad([](auto& c) { c.width = 17; }));
  EXPECT_TRUE(bad([](auto& c) { c.width = 2048; }));
  EXPECT_TRUE(bad([](auto& c) { c.heads = 0; }));
  EXPECT_TRUE(bad([](auto& c) { c.heads = 4; }));
  EXPECT_TRUE(bad([](auto& c) { c.hidden = 8; }));
  EXPECT_TRUE(bad([](auto& c) { c.layers = ""; }));
  EXPECT_TRUE(bad([](auto& c) { c.layers = std::string(33, 'A'); }));
  EXPECT_TRUE(bad([](auto& c) { c.window = 0; }));
  EXPECT_TRUE(bad([](auto& c) { c.overlap = 1; }));
  EXPECT_TRUE(bad([](auto& c) { c.chunk = 10000, c.overlap = 9000; }));
  EXPECT_TRUE(bad([](auto& c) { c.architecture = Architecture::kPaper; }));
}

TEST(NetworkConfig, ChecksEveryFieldOfPatches) {
  const NetworkConfig patch{Architecture::kPatch, 160, 1, 32, "FF", 48, 96, 0};
  EXPECT_TRUE(patch.Check().ok());
  const auto bad = [&](auto change) { return IsRefused(patch, change); };
  EXPECT_TRUE(bad([](auto& c) { c.heads = 2; }));
  EXPECT_TRUE(bad([](auto& c) { c.layers = "FD"; }));  // a head of 160
  EXPECT_FALSE(bad([](auto& c) { c.layers = "FD", c.heads = 5; }));
  EXPECT_TRUE(bad([](auto& c) { c.layers = "FA"; }));
  EXPECT_TRUE(bad([](auto& c) { c.chunk = 0; }));
  EXPECT_TRUE(bad([](auto& c) { c.chunk = 100; }));
  EXPECT_TRUE(bad([](auto& c) { c.chunk = 48 * 1366; }));
  EXPECT_TRUE(bad([](auto& c) { c.overlap = 1; }));
}

TEST(NetworkConfig, ChecksEveryFieldOfWaves) {
  const NetworkConfig wave{Architecture::kWave, 160, 5, 32, "FD", 48, 96, 10};
  EXPECT_TRUE(wave.Check().ok());
  const auto bad = [&](auto change) { return IsRefused(wave, change); };
  EXPECT_FALSE(bad([](auto& c) { c.chunk = 0, c.overlap = 0; }));
  EXPECT_FALSE(bad([](auto& c) { c.layers = "F", c.heads = 1; }));
  EXPECT_TRUE(bad([](auto& c) { c.layers = "F"; }));
  EXPECT_TRUE(bad([](auto& c) { c.layers = "FA"; }));
  EXPECT_TRUE(bad([](auto& c) { c.heads = 3; }));
  EXPECT_TRUE(bad([](auto& c) { c.window = 40; }));
  EXPECT_TRUE(bad([](auto& c) { c.overlap = 96; }));
}

const Bytes kPacked = {'p', 'a', 'c', 'k', 'e', 'd'};

TEST(TextModel, WhatIsWrittenIsRead) {
  for (const std::string_view packing : kTextPackings) {
    const auto model = Model::Parse(WriteTextModel(70000, packing, kPacked, {{"name", "t"}, {"licence", "CC0"}}));
    ASSERT_TRUE(model.ok()) << model.status().message();
    ASSERT_TRUE((*model)->text().has_value());
    EXPECT_EQ((*model)->text()->size, 70000U);
    EXPECT_EQ((*model)->text()->packing, packing);
    EXPECT_TRUE(std::ranges::equal((*model)->text()->packed, kPacked));
    EXPECT_EQ((*model)->name(), "t");
    EXPECT_EQ((*model)->metadata("licence"), "CC0");
  }
  EXPECT_FALSE((*Model::Parse(testing::RandomModelFile(kTiny, 1)))->text().has_value());
}

TEST(TextModel, AnyHeaderByteMayBeWrong) {
  const Bytes file = WriteTextModel(70000, "lzma", kPacked, {{"name", "t"}});
  for (std::size_t at = 0; at < file.size() - kPacked.size(); ++at) {
    for (const unsigned flip : {1U, 0x80U}) {
      Bytes damaged = file;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ flip);
      const auto model = Model::Parse(damaged);
      if (!model.ok()) continue;
      EXPECT_TRUE((*model)->text() && (*model)->text()->size <= kMaxTextSize) << at;
    }
  }
}

TEST(TextModel, RefusesWhatDoesNotFitTogether) {
  const auto parse = [](const std::string& config, const std::string& quantisation,
                        const std::vector<TensorBytes>& tensors) {
    return Model::Parse(WriteSafetensors({{"format", "llmzip-model"},
                                          {"format_version", "1"},
                                          {"architecture", "text"},
                                          {"config", config},
                                          {"quantisation", quantisation},
                                          {"alphabet", "bytes"}},
                                         tensors))
        .status()
        .code();
  };
  const std::vector<TensorBytes> tensors = {{"text", "U8", {kPacked.size()}, kPacked}};
  const std::string config = R"({"bytes":9,"packing":"store"})";
  EXPECT_EQ(parse(config, "none", tensors), StatusCode::kOk);
  EXPECT_EQ(parse(config, "int8", tensors), StatusCode::kUnsupported);
  EXPECT_EQ(parse(R"({"bytes":9,"packing":"paq"})", "none", tensors), StatusCode::kUnsupported);
  for (const std::string wrong :
       {"", "[]", "{}", R"({"bytes":9})", R"({"packing":"store"})", R"({"bytes":0,"packing":"store"})",
        R"({"bytes":67108865,"packing":"store"})", R"({"bytes":-1,"packing":"store"})",
        R"({"bytes":"9","packing":"store"})", R"({"bytes":9,"packing":7})"}) {
    EXPECT_EQ(parse(wrong, "none", tensors), StatusCode::kCorrupt) << wrong;
  }
  EXPECT_EQ(parse(config, "none", {}), StatusCode::kCorrupt);
  EXPECT_EQ(parse(config, "none", {{"txet", "U8", {kPacked.size()}, kPacked}}), StatusCode::kCorrupt);
  EXPECT_EQ(parse(config, "none", {{"text", "I8", {kPacked.size()}, kPacked}}), StatusCode::kCorrupt);
  EXPECT_EQ(parse(config, "none", {tensors[0], {"more", "U8", {kPacked.size()}, kPacked}}), StatusCode::kCorrupt);
}

}  // namespace
}  // namespace llmzip

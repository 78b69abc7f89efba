// GGUF files that are not what they should be, and parts of split ones.
#include "import/gguf_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "support/made_checkpoint.h"

namespace llmzip::importer {
namespace {

using testing::GgufBytes;
using ::testing::HasSubstr;

Bytes FileOf(const GgufBytes& keys, const GgufBytes& tensors, std::uint64_t tensor_count, std::size_t data,
             std::uint32_t version = 3) {
  GgufBytes head;
  head.Integer(0x46554747, 4).Integer(version, 4).Integer(tensor_count, 8).Integer(keys.keys(), 8);
  Bytes file = head.bytes();
  file.insert(file.end(), keys.bytes().begin(), keys.bytes().end());
  file.insert(file.end(), tensors.bytes().begin(), tensors.bytes().end());
  file.resize((file.size() + 31) / 32 * 32 + data);
  return file;
}

StatusOr<GgufModel> Open(std::map<std::string, Bytes> files, const std::string& name = "m.gguf") {
  return OpenGguf(FolderInMemory(std::move(files)), name);
}

GgufBytes Tensor(const std::string& name, const std::vector<std::uint64_t>& extents, std::uint32_t type,
                 std::uint64_t offset) {
  GgufBytes bytes;
  bytes.Text(name).Integer(extents.size(), 4);
  for (const std::uint64_t extent : extents) bytes.Integer(extent, 8);
  bytes.Integer(type, 4).Integer(offset, 8);
  return bytes;
}

TEST(GgufFile, Whole) {
  GgufBytes keys;
  keys.Key("a", 5U).Key("b", 0.5F).Key("c", true).Key("d", std::string_view("text"));
  keys.Key("e", std::vector<std::string>{"x", ""}).Key("f", std::vector<std::uint32_t>{1, 2});
  for (const std::uint32_t version : {2U, 3U}) {
    auto model = Open({{"m.gguf", FileOf(keys, Tensor("t", {3, 2}, 0, 0), 1, 24, version)}});
    ASSERT_TRUE(model.ok()) << model.status().message();
    GgufMetadata& metadata = model->metadata;
    EXPECT_EQ(metadata.Count("a"), 5U);
    EXPECT_EQ(metadata.Real("b"), 0.5);
    EXPECT_TRUE(metadata.Flag("c", false));
    EXPECT_EQ(metadata.Text("d"), "text");
    EXPECT_THAT(*metadata.Texts("e"), ::testing::ElementsAre("x", ""));
    EXPECT_THAT(*metadata.Numbers("f"), ::testing::ElementsAre(1, 2));
    EXPECT_EQ(metadata.Count("missing", 7U), 7U);
    EXPECT_TRUE(metadata.status().ok());
    metadata.Count("d");
    EXPECT_FALSE(metadata.status().ok());
    const StoredTensor* const tensor = model->tensors.Look("t");
    ASSERT_NE(tensor, nullptr);
    EXPECT_THAT(tensor->shape, ::testing::ElementsAre(2, 3));  // outermost first
  }
}

struct Wrong {
  const char* message;
  GgufBytes tensor;
  std::size_t data = 4096;
};

TEST(GgufFile, WrongTensors) {
  constexpr std::uint64_t kHuge = std::uint64_t{1} << 62;
  const Wrong cases[] = {
      {"t has 0 dimensions", Tensor("t", {}, 0, 0)},
      {"t has 5 dimensions", Tensor("t", {1, 1, 1, 1, 1}, 0, 0)},
      {"t has a dimension of 0", Tensor("t", {0, 4}, 0, 0)},
      {"does not fit into the file", Tensor("t", {kHuge, 5}, 0, 0)},
      {"does not fit into the file", Tensor("t", {kHuge + 1, 4}, 0, 0)},
      {"t: tensor type 139 is not known", Tensor("t", {4}, 139, 0)},
      {"rows of 31 do not fill blocks of 32", Tensor("t", {31, 2}, 8, 0)},
      {"t: offset 16 is not aligned", Tensor("t", {4}, 0, 16)},
      {"t lies outside the file", Tensor("t", {4}, 0, 1 << 20)},
      {"t lies outside the file", Tensor("t", {4}, 0, ~std::uint64_t{31})},
      {"the file ends inside t", Tensor("t", {1024}, 0, 0), 4092},
  };
  for (const Wrong& wrong : cases) {
    const auto model = Open({{"m.gguf", FileOf({}, wrong.tensor, 1, wrong.data)}});
    ASSERT_FALSE(model.ok()) << wrong.message;
    EXPECT_THAT(model.status().message(), HasSubstr(wrong.message));
  }
  GgufBytes twice = Tensor("t", {4}, 0, 0);
  const Bytes again = Tensor("t", {4}, 0, 0).bytes();
  for (const std::uint8_t byte : again) twice.Integer(byte, 1);
  EXPECT_THAT(Open({{"m.gguf", FileOf({}, twice, 2, 64)}}).status().message(), HasSubstr("t is there twice"));
}

TEST(GgufFile, WrongMetadata) {
  const auto message = [](const GgufBytes& keys) {
    return Open({{"m.gguf", FileOf(keys, Tensor("t", {4}, 0, 0), 1, 64)}}).status().message();
  };
  for (const std::uint32_t alignment : {0U, 24U, 1U << 30}) {
    EXPECT_THAT(message(GgufBytes().Key("general.alignment", alignment)), HasSubstr("general.alignment"));
  }
  EXPECT_THAT(message(GgufBytes().Key("general.alignment", std::string_view("32"))), HasSubstr("is no number"));
  EXPECT_THAT(message(GgufBytes().Key("a", 1U).Key("a", 2U)), HasSubstr("a is there twice"));
  EXPECT_THAT(message(GgufBytes().Key("", 1U)), HasSubstr("an empty key"));
  // A list in a list in a list …
  Bytes deep = FileOf({}, {}, 0, 0);
  deep[16] = 1;
  GgufBytes lists;
  lists.Text("deep").Integer(9, 4);
  for (int i = 0; i < 10000; ++i) lists.Integer(9, 4).Integer(1, 8);
  deep.resize(24);
  deep.insert(deep.end(), lists.bytes().begin(), lists.bytes().end());
  EXPECT_THAT(Open({{"m.gguf", deep}}).status().message(), HasSubstr("too deep"));
}

TEST(GgufFile, CountsAreBoundedByTheFile) {
  Bytes file = FileOf({}, {}, 0, 64);
  file[8 + 7] = 0x10;  // 2^60 tensors
  EXPECT_THAT(Open({{"m.gguf", file}}).status().message(), HasSubstr("1152921504606846976 tensors"));
  file = FileOf({}, {}, 0, 64);
  for (int i = 16; i < 24; ++i) file[static_cast<std::size_t>(i)] = 0xFF;
  EXPECT_THAT(Open({{"m.gguf", file}}).status().message(), HasSubstr("18446744073709551615 keys"));
}

TEST(GgufFile, SplitModels) {
  const auto part = [](std::uint32_t number, std::uint32_t count, const std::string& tensor) {
    return FileOf(GgufBytes().Key("split.no", number).Key("split.count", count), Tensor(tensor, {4}, 0, 0), 1, 16);
  };
  const std::string first = "a-00001-of-00002.gguf", second = "a-00002-of-00002.gguf";
  const auto whole = Open({{first, part(0, 2, "s")}, {second, part(1, 2, "t")}}, first);
  ASSERT_TRUE(whole.ok()) << whole.status().message();
  EXPECT_TRUE(whole->tensors.Has("s") && whole->tensors.Has("t"));
  const auto message = [&](std::map<std::string, Bytes> files, const std::string& name) {
    return Open(std::move(files), name).status().message();
  };
  EXPECT_EQ(message({{first, part(0, 2, "s")}}, first), second + " is missing");
  EXPECT_THAT(message({{first, part(0, 2, "s")}, {second, part(1, 2, "t")}}, second), HasSubstr("give " + first));
  EXPECT_THAT(message({{first, part(1, 2, "s")}, {second, part(1, 2, "t")}}, first), HasSubstr("split.no is 1"));
  EXPECT_THAT(message({{first, part(0, 2, "s")}, {second, part(0, 2, "t")}}, first), HasSubstr("split.no is 0"));
  EXPECT_THAT(message({{first, part(0, 2, "s")}, {second, part(1, 3, "t")}}, first), HasSubstr("split.count is 3"));
  EXPECT_THAT(message({{first, part(0, 2, "s")}, {second, part(1, 2, "s")}}, first), HasSubstr("s is there twice"));
  EXPECT_THAT(message({{"b.gguf", part(0, 2, "s")}}, "b.gguf"), HasSubstr("which its name does not say"));
}

}  // namespace
}  // namespace llmzip::importer

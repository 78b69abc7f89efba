#include "checkpoints/fixtures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "io/whole_file.h"
#include "model/safetensors.h"

namespace llmzip {
namespace {

template <typename T>
std::vector<T> Values(const Bytes& file, const Safetensors& parsed, const std::string& name) {
  const auto found = std::ranges::find(parsed.tensors, name, &SafetensorsTensor::name);
  std::vector<T> values;
  EXPECT_NE(found, parsed.tensors.end()) << name;
  if (found == parsed.tensors.end()) return values;
  values.resize(found->size / sizeof(T));
  std::memcpy(values.data(), file.data() + found->offset, found->size);
  return values;
}

}  // namespace

std::string FixtureFolder(const std::string& name) { return std::string(LLMZIP_CHECKPOINT_FIXTURES) + "/" + name; }

Expected ExpectedOf(const std::string& name) {
  Expected expected;
  const auto file = ReadWholeFile(RealFileSystem(), FixtureFolder(name) + "/expected.safetensors");
  EXPECT_TRUE(file.ok());
  if (!file.ok()) return expected;
  const auto parsed = ParseSafetensors(*file);
  EXPECT_TRUE(parsed.ok());
  if (!parsed.ok()) return expected;
  expected.tokens = Values<std::int64_t>(*file, *parsed, "tokens");
  expected.places = Values<std::int64_t>(*file, *parsed, "places");
  const auto logits = Values<float>(*file, *parsed, "logits");
  const std::size_t vocabulary = logits.size() / expected.places.size();
  for (std::size_t i = 0; i < expected.places.size(); ++i) {
    const auto row = logits.begin() + static_cast<std::ptrdiff_t>(i * vocabulary);
    expected.logits.emplace_back(row, row + static_cast<std::ptrdiff_t>(vocabulary));
  }
  return expected;
}

}  // namespace llmzip

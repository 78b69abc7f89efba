// The embedded models: found by name, in order, and none is read that nobody asks for.
#include "model/embedded.h"

#include <gtest/gtest.h>

#include <set>

#include "model/embedded_files.h"

namespace llmzip {
namespace {

TEST(Embedded, EveryFileIsAModelOfItsOwnName) {
  std::set<std::string> names;
  for (const auto& model : EmbeddedModels()) {
    EXPECT_TRUE(names.insert(model->name()).second) << model->name();
    const auto found = EmbeddedModel(model->name());
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(*found, model);
  }
  EXPECT_EQ(names.size(), EmbeddedFiles().size());
}

TEST(Embedded, TheFirstIsTheDefault) {
  const auto models = EmbeddedModels();
  const auto found = EmbeddedModel("");
  ASSERT_EQ(found.ok(), !models.empty());
  if (found.ok()) {
    EXPECT_EQ(*found, models.front());
  }
}

TEST(Embedded, LooksNoFurtherThanNeeded) {
  std::size_t asked = 0;
  const auto all = EmbeddedFiles().size();
  EXPECT_EQ(FirstEmbedded([&](const Model& /*model*/) { return ++asked == all + 1; }), nullptr);
  EXPECT_EQ(asked, all);
  for (std::size_t n = 1; n <= all; ++n) {
    asked = 0;
    EXPECT_EQ(FirstEmbedded([&](const Model& /*model*/) { return ++asked == n; }), EmbeddedModels()[n - 1]);
    EXPECT_EQ(asked, n);
  }
}

TEST(Embedded, WhatIsNotThereIsMissing) {
  EXPECT_EQ(EmbeddedModel("no such model").status().code(), StatusCode::kModelMissing);
}

}  // namespace
}  // namespace llmzip

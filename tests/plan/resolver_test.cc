// From typed values to models: what frames call them, in which order their digests stand, and what a frame's record
// gives back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/hexadecimal.h"
#include "model/model_writer.h"
#include "plan/plan.h"
#include "support/random_model.h"
#include "support/toy_checkpoint.h"

namespace llmzip::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const NetworkConfig kTiny{Architecture::kHybrid, 16, 2, 32, "DA", 16, 0, 0};

// Models by reference and by digest; the checkpoint "toy".
class Models final : public ModelSource {
 public:
  Models() {
    Add("", "default", 1);
    Add("default", "default", 1);
    Add("/path/one.safetensors", "one", 2);
    Add("/other/one.safetensors", "one", 3);
    Add("odd", "odd name (of old)", 4);
    const Bytes text(100, 'x');
    auto model = Model::Parse(WriteTextModel(text.size(), "store", text, {{"name", "words"}}));
    models_["words"] = *model;
    models_[ToHexadecimal((*model)->digest())] = *model;
  }

  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override {
    const auto found = models_.find(std::string(reference));
    if (found == models_.end()) return Status::ModelMissing("no '" + std::string(reference) + "'");
    return found->second;
  }

  StatusOr<CheckpointDescription> DescribeCheckpoint(const CheckpointRequest& request) const override {
    if (request.digest && *request.digest != ModelDigest{7}) return Status::ModelMissing("another toy");
    CheckpointDescription description = {ModelDigest{7}, "toy", {}};
    description.size = {.opened_bytes = 1000, .lane_bytes = 100, .place_bytes = 1, .vocabulary = 300};
    return description;
  }

  StatusOr<OpenedCheckpoint> OpenCheckpoint(const CheckpointRequest& request) const override {
    ++opened;
    OpenedCheckpoint checkpoint;
    checkpoint.checkpoint = std::make_shared<ToyCheckpoint>(nullptr, request.options, ToyOptions{});
    return checkpoint;
  }

  mutable int opened = 0;

 private:
  void Add(const std::string& reference, const std::string& name, std::uint32_t seed) {
    auto model = Model::Parse(RandomModelFile(kTiny, seed, {{"name", name}}));
    models_[reference] = *model;
    models_[ToHexadecimal((*model)->digest())] = *model;
  }

  std::map<std::string, std::shared_ptr<const Model>> models_;
};

class Resolver : public ::testing::Test {
 protected:
  [[nodiscard]] Plan Resolve(const std::string& spec) const {
    auto plan = ResolvePlan(spec, models);
    EXPECT_TRUE(plan.ok()) << plan.status().message();
    return *plan;
  }
  [[nodiscard]] std::string FrameTextOf(const std::string& spec) const { return Resolve(spec).FrameText(); }
  [[nodiscard]] ModelDigest DigestOf(const std::string& reference) const {
    return (*models->Find(reference))->digest();
  }
  [[nodiscard]] StatusOr<Plan> Recorded(const std::string& text, const std::vector<ModelDigest>& digests) const {
    return PlanOfFrame({.text = text, .models = digests}, models);
  }

  std::shared_ptr<Models> models = std::make_shared<Models>();
};

TEST_F(Resolver, FramesHaveNamesOfTheirOwn) {
  EXPECT_EQ(FrameTextOf("net"), "net:default");
  EXPECT_EQ(FrameTextOf("mix(cm,net:/path/one.safetensors)"), "mix(cm,net:one)");
  EXPECT_EQ(FrameTextOf("arithmetic:net:odd"), "arithmetic:net:odd-name--of-old-");
  EXPECT_EQ(FrameTextOf("primed(mix(cm,net),text:words;last=3)"), "primed(mix(cm,net:default),text:words;last=3)");
  EXPECT_EQ(FrameTextOf("torch:/x/toy;threads=2"), "torch:toy;threads=2");
  EXPECT_EQ(FrameTextOf("gzip:9"), "gzip");
}

TEST_F(Resolver, TextsStayAsTheUserReferred) { EXPECT_EQ(Resolve("mix(cm,net)").Text(), "mix(cm,net)"); }

TEST_F(Resolver, DigestsStandInTheOrderOfTheText) {
  const Plan plan = Resolve("primed(mix(cm,net:/path/one.safetensors),text:words)");
  EXPECT_THAT(plan.model_digests(), ElementsAre(DigestOf("/path/one.safetensors"), DigestOf("words")));
  EXPECT_TRUE(Resolve("cm").model_digests().empty());
}

TEST_F(Resolver, MissingModelsAndWrongKindsAreErrors) {
  EXPECT_EQ(ResolvePlan("net:nosuch", models).status().code(), StatusCode::kModelMissing);
  EXPECT_EQ(ResolvePlan("net:words", models).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(ResolvePlan("primed(cm,text:default)", models).status().code(), StatusCode::kInvalidArgument);
}

TEST_F(Resolver, WhatAFrameRecordsResolvesByDigestAlone) {
  const auto plan = Recorded("mix(cm,net:whatever)", {DigestOf("odd")});
  ASSERT_TRUE(plan.ok()) << plan.status().message();
  EXPECT_EQ(plan->FrameText(), "mix(cm,net:whatever)");
  EXPECT_EQ(plan->models()[0]->file().name(), "odd name (of old)");
  // One name is one model, wherever it stands; options are part of a text's name (docs/FORMAT.md).
  EXPECT_EQ(Recorded("primed(mix(cm,net:a),text:b)", {DigestOf(""), DigestOf("words")})->models().size(), 2U);
}

TEST_F(Resolver, EveryPlanComesBackFromItsRecord) {
  for (const std::string spec :
       {"cm", "gzip:1", "mix(cm:max,net)", "net:/other/one.safetensors", "arithmetic:net", "torch:toy;top-k=3",
        "primed(mix(cm,net),text:words;last=9;phrases)", "mix(cm,codelength:gzip)"}) {
    const Plan plan = Resolve(spec);
    const auto back = Recorded(plan.FrameText(), plan.model_digests());
    ASSERT_TRUE(back.ok()) << spec << ": " << back.status().message();
    EXPECT_EQ(back->FrameText(), plan.FrameText());
    EXPECT_EQ(back->model_digests(), plan.model_digests());
    EXPECT_EQ(*back->MemoryBytes({.raw_size = 1000}), *plan.MemoryBytes({.raw_size = 1000}));
  }
}

TEST_F(Resolver, RecordsThatLieAreErrors) {
  const ModelDigest known = DigestOf("");
  EXPECT_EQ(Recorded("net:a", {}).status().code(), StatusCode::kCorrupt);
  EXPECT_EQ(Recorded("cm", {known}).status().code(), StatusCode::kCorrupt);
  EXPECT_EQ(Recorded("cm", {ModelDigest{1}}).status().code(), StatusCode::kModelMissing);
  EXPECT_EQ(Recorded("net:a", {known, known}).status().code(), StatusCode::kCorrupt);
  EXPECT_EQ(Recorded("net:a", {ModelDigest{1}}).status().code(), StatusCode::kModelMissing);
  EXPECT_EQ(Recorded("net:a", {DigestOf("words")}).status().code(), StatusCode::kUnsupported);
  EXPECT_EQ(Recorded("torch:a", {ModelDigest{1}}).status().code(), StatusCode::kModelMissing);
}

// Never kInvalidArgument: the header's check matched, so somebody's llmzip wrote it.
TEST_F(Resolver, WhatThisBuildDoesNotKnowIsUnsupported) {
  for (const std::string text : {"nosuch", "cm:nosuch", "mix(cm,nosuch)", "A", "", "gzip:99", "torch:a;new=1"}) {
    const Status status = Recorded(text, {}).status();
    EXPECT_EQ(status.code(), StatusCode::kUnsupported) << text;
    EXPECT_THAT(status.message(), HasSubstr("the archive was made with '" + text + "'"));
  }
}

TEST_F(Resolver, ACheckpointIsOpenedWhenItIsNeededAndOnce) {
  const Plan plan = Resolve("torch:toy");
  EXPECT_GT(*plan.MemoryBytes({.lanes = 2, .raw_size = 10}), 1000U);
  EXPECT_TRUE(plan.CostOf({.raw_size = 10}).ok());
  EXPECT_EQ(plan.AutomaticLanes(1U << 20), 16U);
  EXPECT_EQ(models->opened, 0);
  EXPECT_TRUE(plan.MakeCodec({}).ok());
  EXPECT_TRUE(plan.MakeCodec({}).ok());
  EXPECT_TRUE(plan.Environment().ok());
  EXPECT_EQ(models->opened, 1);
}

}  // namespace
}  // namespace llmzip::testing

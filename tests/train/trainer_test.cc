// Whole runs, small ones: the engine agrees with the trainer, an interrupted run ends as an uninterrupted one.
#include "train/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>
#include <thread>

#include "base/split_mix.h"
#include "model/model.h"
#include "model/presets.h"
#include "model/safetensors.h"
#include "predictors/net/network.h"
#include "predictors/net/network_state.h"
#include "predictors/net/workspace.h"
#include "train/export_model.h"
#include "train/growth.h"
#include "train/measure.h"

namespace llmzip::train {
namespace {

/// Of a shape, for a test's name.
std::string FirstWord(std::string_view shape) { return std::string(shape.substr(0, shape.find('-'))); }

Bytes Text(std::size_t size) {
  const std::string words[] = {"the ", "network ", "learns ", "what ", "comes ", "next, ", "and ", "codes ", "it.\n"};
  Bytes text;
  std::uint64_t n = 1;
  while (text.size() < size) {
    n = n * 6364136223846793005U + 1442695040888963407U;
    for (const char c : words[(n >> 33) % std::size(words)]) text.push_back(static_cast<std::uint8_t>(c));
  }
  text.resize(size);
  return text;
}

TrainRequest Request(const char* preset, std::uint64_t steps) {
  TrainRequest request;
  request.config = *ParseNetworkShape(preset);
  request.files.push_back({"text", 0, Text(200000)});
  request.steps = steps;
  request.lanes = 4;
  request.segment = 64;
  request.threads = 1;
  request.evaluations = 1;
  request.checkpoint_minutes = 0;
  request.name = "test";
  return request;
}

/// Stops after some steps and keeps the last checkpoint.
struct Observer final : TrainObserver {
  std::uint64_t stop_after = UINT64_MAX;
  Bytes checkpoint;
  double first_bits = 0;
  bool Report(const TrainProgress& progress) override {
    if (progress.step == 1) first_bits = progress.training_bits;
    return progress.step < stop_after;
  }
  Status SaveCheckpoint(ByteView bytes) override {
    checkpoint.assign(bytes.begin(), bytes.end());
    return Status::Ok();
  }
};

StatusOr<TrainResult> TrainWith(const TrainRequest& request, Observer* observer) {
  LLMZIP_ASSIGN_OR_RETURN(const auto trainer, Trainer::Make(request));
  return trainer->Run(*observer);
}

/// Ideal bits per byte of `text` by the engine.
double EngineBits(const Model& model, ByteView text) {
  const auto network = net::Network::FromModel(model);
  const auto state = network->NewState();
  net::NetworkState* const lanes[] = {state.get()};
  std::vector<std::uint16_t> inputs = {kBeginSymbol};
  inputs.insert(inputs.end(), text.begin(), text.end() - 1);
  std::vector<float> logits(inputs.size() * 256);
  net::Workspace workspace;
  network->Forward(lanes, inputs.size(), inputs, workspace, logits);
  double bits = 0;
  for (std::size_t n = 0; n < text.size(); ++n) {
    const std::span<const float> row(logits.data() + n * 256, 256);
    double sum = 0;
    for (const float logit : row) sum += std::exp(static_cast<double>(logit));
    bits += std::log2(sum) - row[text[n]] / std::log(2.0);
  }
  return bits / static_cast<double>(text.size());
}

class Agreement : public testing::TestWithParam<const char*> {};

TEST_P(Agreement, EngineAndTrainerPredictTheSame) {
  Observer observer;
  const auto result = TrainWith(Request(GetParam(), 120), &observer);
  ASSERT_TRUE(result.ok()) << result.status().message();
  EXPECT_LT(result->held_out_bits, 0.7 * observer.first_bits) << "nothing was learnt";
  const auto model = Model::Parse(result->model);
  ASSERT_TRUE(model.ok()) << model.status().message();
  TrainedNetwork network((*model)->config(), 1);
  ImportModel(**model, &network);
  const Bytes text = Text(1500);
  const auto stream = BitsOfStream(network, {torch::kFloat32, true}, text);
  const double trainer = std::accumulate(stream.begin(), stream.end(), 0.0) / static_cast<double>(text.size());
  EXPECT_NEAR(EngineBits(**model, text) / trainer, 1, 0.005);
}
INSTANTIATE_TEST_SUITE_P(Trainer, Agreement, testing::Values("hybrid-tiny", "paper-tiny", "patch-tiny", "wave-tiny"),
                         [](const auto& preset) { return FirstWord(preset.param); });

/// Notes what was measured, and lets the time run out after the first step that was not.
struct SlowObserver final : TrainObserver {
  double minutes = 0;
  std::uint64_t steps = 0;
  std::uint64_t measured_step = 0;
  double held_out_bits = 0;
  bool has_slept = false;
  bool Report(const TrainProgress& progress) override {
    steps = progress.step;
    held_out_bits = progress.held_out_bits;
    if (progress.measured) {
      measured_step = progress.step;
    } else if (measured_step != 0 && !has_slept) {
      has_slept = true;
      std::this_thread::sleep_for(std::chrono::duration<double>(60 * minutes * (1 - progress.share)));
    }
    return true;
  }
  Status SaveCheckpoint(ByteView /*bytes*/) override { return Status::Ok(); }
};

TEST(Trainer, MeasuresTheLastStepWheneverTimeRunsOut) {
  TrainRequest request = Request("hybrid-tiny", 0);
  request.files[0].bytes.resize(20000);  // little to measure
  request.minutes = 0.05;
  request.evaluations = 4;  // not after each step
  SlowObserver observer;
  observer.minutes = request.minutes;
  const auto trainer = Trainer::Make(request);
  ASSERT_TRUE(trainer.ok()) << trainer.status().message();
  const auto result = (*trainer)->Run(observer);
  ASSERT_TRUE(result.ok()) << result.status().message();
  EXPECT_EQ(observer.measured_step, observer.steps);
  EXPECT_EQ(result->held_out_bits, observer.held_out_bits);
  if (!observer.has_slept) GTEST_SKIP() << "this machine measures longer than it trains";
}

// What the run began with is measured too: nothing is known then, and every byte costs about eight bits.
TEST(Trainer, MeasuresBeforeTheFirstStep) {
  TrainRequest request = Request("hybrid-tiny", 6);
  Observer observer;
  const auto trained = TrainWith(request, &observer);
  ASSERT_TRUE(trained.ok()) << trained.status().message();
  EXPECT_GT(trained->held_out_before, 6);
  EXPECT_LT(trained->held_out_before, 9);
  EXPECT_LT(trained->held_out_bits, trained->held_out_before);
}

class Resuming : public testing::TestWithParam<const char*> {};

TEST_P(Resuming, EndsAsAnUninterruptedRun) {
  TrainRequest request = Request(GetParam(), 24);
  Observer whole;
  const auto uninterrupted = TrainWith(request, &whole);
  ASSERT_TRUE(uninterrupted.ok());
  Observer part;
  part.stop_after = 11;
  EXPECT_EQ(TrainWith(request, &part).status().code(), StatusCode::kCancelled);
  request.checkpoint = part.checkpoint;
  Observer rest;
  const auto resumed = TrainWith(request, &rest);
  ASSERT_TRUE(resumed.ok()) << resumed.status().message();
  EXPECT_EQ(resumed->model, uninterrupted->model);
  EXPECT_EQ(resumed->bytes, uninterrupted->bytes);
}
INSTANTIATE_TEST_SUITE_P(Trainer, Resuming, testing::Values("hybrid-tiny", "patch-tiny", "wave-tiny"),
                         [](const auto& preset) { return FirstWord(preset.param); });

TEST(Trainer, RefusesForeignCheckpoints) {
  TrainRequest request = Request("hybrid-tiny", 5);
  Observer observer;
  observer.stop_after = 2;
  EXPECT_FALSE(TrainWith(request, &observer).ok());
  const Bytes good = observer.checkpoint;
  request.config = FindNetworkPreset("paper-tiny")->config;
  request.checkpoint = good;
  EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kInvalidArgument);
  request.config = FindNetworkPreset("hybrid-tiny")->config;
  request.checkpoint = Bytes(good.begin(), good.begin() + 1000);
  EXPECT_FALSE(Trainer::Make(request).ok());
  request.checkpoint = Bytes{'n', 'o'};
  EXPECT_FALSE(Trainer::Make(request).ok());
  request.checkpoint = good;
  EXPECT_TRUE(Trainer::Make(request).ok());
}

TEST(Trainer, GoesOnFromAModel) {
  Observer observer;
  const auto first = TrainWith(Request("hybrid-tiny", 60), &observer);
  ASSERT_TRUE(first.ok());
  TrainRequest request = Request("hybrid-tiny", 1);
  const auto model = Model::Parse(first->model);
  ASSERT_TRUE(model.ok());
  request.initial_model = *model;
  Observer again;
  const auto second = TrainWith(request, &again);
  ASSERT_TRUE(second.ok());
  EXPECT_LT(again.first_bits, 0.8 * observer.first_bits);

  request.config.window *= 2;
  Observer further;
  const auto third = TrainWith(request, &further);
  ASSERT_TRUE(third.ok());
  EXPECT_LT(further.first_bits, 0.8 * observer.first_bits);
  EXPECT_EQ((*Model::Parse(third->model))->config(), request.config);

  request.config.hidden /= 2;
  EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kInvalidArgument);
}

/// The mean over a text, without roundings.
double Bits(const Model& model, const NetworkConfig& config) {
  TrainedNetwork network(config, 7);
  ImportModel(model, &network);
  const auto stream = BitsOfStream(network, {}, Text(1000));
  return std::accumulate(stream.begin(), stream.end(), 0.0) / static_cast<double>(stream.size());
}

struct Growing {
  const char* shape;
  std::vector<const char*> changes;
};

class Growth : public testing::TestWithParam<Growing> {};

TEST_P(Growth, ForgetsNothing) {
  Observer observer;
  TrainRequest request = Request(GetParam().shape, 60);
  const auto first = TrainWith(request, &observer);
  ASSERT_TRUE(first.ok());
  const auto model = Model::Parse(first->model);
  ASSERT_TRUE(model.ok());
  const double bits = Bits(**model, request.config);
  EXPECT_LT(bits, 0.8 * observer.first_bits);
  for (const char* changes : GetParam().changes) {
    const auto config = ChangeNetworkShape(request.config, changes);
    ASSERT_TRUE(config.ok()) << config.status().message();
    EXPECT_NEAR(Bits(**model, *config) / bits, 1, 1e-4) << changes;
    TrainRequest larger = request;
    larger.config = *config;
    larger.initial_model = *model;
    Observer again;
    const auto grown = TrainWith(larger, &again);
    ASSERT_TRUE(grown.ok()) << grown.status().message();
    EXPECT_NEAR(again.first_bits / bits, 1, 0.2) << changes;
    EXPECT_LT(grown->held_out_bits, first->held_out_bits + 0.02) << changes;
    EXPECT_EQ((*Model::Parse(grown->model))->config(), *config);
  }
}
INSTANTIATE_TEST_SUITE_P(Trainer, Growth,
                         testing::Values(Growing{"hybrid-tiny;layers=DAD",
                                                 {";hidden=96", ";width=64;heads=4", ";layers=ADDAAD", ";layers=DADD",
                                                  ";width=48;heads=3;hidden=80;layers=DDAAD"}},
                                         Growing{"patch-tiny;layers=FF;heads=1",
                                                 {";layers=FD;heads=2", ";layers=FDD;heads=1", ";hidden=96;layers=FFF",
                                                  ";width=48;heads=3;hidden=80;layers=FDFD"}},
                                         Growing{"wave-tiny;layers=F;heads=1",
                                                 {";layers=D", ";layers=FD;heads=2", ";width=48;hidden=96"}}),
                         [](const auto& growing) { return FirstWord(growing.param.shape); });

TEST(Trainer, SaysWhatCanGrow) {
  const NetworkConfig tiny = FindNetworkPreset("hybrid-tiny")->config;
  for (const char* changes : {";width=16;heads=1", ";width=64", ";hidden=32", ";layers=D", ";layers=DAD"}) {
    EXPECT_EQ(CheckGrowth(tiny, *ChangeNetworkShape(tiny, changes)).code(), StatusCode::kInvalidArgument) << changes;
  }
  const NetworkConfig paper = FindNetworkPreset("paper-tiny")->config;
  EXPECT_TRUE(CheckGrowth(paper, *ChangeNetworkShape(paper, ";window=128;chunk=128")).ok());
  EXPECT_FALSE(CheckGrowth(paper, *ChangeNetworkShape(paper, ";hidden=128")).ok());
  const NetworkConfig patch = FindNetworkPreset("patch-tiny")->config;
  EXPECT_FALSE(CheckGrowth(patch, *ChangeNetworkShape(patch, ";window=32")).ok());
  EXPECT_FALSE(CheckGrowth(patch, *ChangeNetworkShape(patch, ";width=64;heads=4;chunk=256")).ok());
  EXPECT_FALSE(CheckGrowth(patch, *ChangeNetworkShape(patch, ";layers=FF;heads=1")).ok());
  const NetworkConfig wave = FindNetworkPreset("wave-tiny")->config;
  EXPECT_TRUE(CheckGrowth(wave, *ChangeNetworkShape(wave, ";chunk=0")).ok());
  EXPECT_FALSE(CheckGrowth(wave, *ChangeNetworkShape(wave, ";window=64")).ok());
  EXPECT_FALSE(CheckGrowth(paper, tiny).ok());
}

class SameRun : public testing::TestWithParam<const char*> {};

/// Whatever computes them, the same steps teach the same.
TEST_P(SameRun, ComposedTrainsAsFusedDoes) {
  TrainRequest request = Request(GetParam(), 40);
  request.bfloat16 = false;
  Observer observer;
  const auto fused = TrainWith(request, &observer);
  request.composed = true;
  Observer other;
  const auto composed = TrainWith(request, &other);
  ASSERT_TRUE(fused.ok() && composed.ok()) << composed.status().message();
  EXPECT_NEAR(other.first_bits, observer.first_bits, 1e-3);
  EXPECT_LT(fused->held_out_bits, 0.9 * observer.first_bits) << "nothing was learnt";
  EXPECT_NEAR(composed->held_out_bits / fused->held_out_bits, 1, 0.02);
}
INSTANTIATE_TEST_SUITE_P(Trainer, SameRun, testing::Values("hybrid-tiny", "paper-tiny"),
                         [](const auto& preset) { return FirstWord(preset.param); });

TEST(Trainer, SaysWhichDevicesThereAre) {
  TrainRequest request = Request("hybrid-tiny", 1);
  for (const char* device : {"gpu", "cuda:", "cuda:x", "cuda0", ""}) {
    request.device = device;
    EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kInvalidArgument) << device;
  }
  request.device = "cuda:99";
  EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kNotFound);
}

TEST(Trainer, RefusesCheckpointsWhoseCountsLieOutside) {
  TrainRequest request = Request("hybrid-tiny", 5);
  Observer observer;
  observer.stop_after = 2;
  EXPECT_FALSE(TrainWith(request, &observer).ok());
  const auto file = ParseSafetensors(observer.checkpoint);
  ASSERT_TRUE(file.ok());
  const auto counts =
      std::ranges::find_if(file->tensors, [](const auto& tensor) { return tensor.name.ends_with(".counts"); });
  ASSERT_NE(counts, file->tensors.end());
  request.checkpoint = observer.checkpoint;
  ASSERT_TRUE(Trainer::Make(request).ok());
  for (const std::uint8_t sign : {0x01, 0x80}) {
    request.checkpoint = observer.checkpoint;
    request.checkpoint[counts->offset + 7] = sign;
    EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kInvalidArgument);
  }
}

/// A checkpoint with one field of its metadata replaced.
Bytes WithField(const Bytes& checkpoint, const std::string& key, const std::string& value) {
  const auto file = ParseSafetensors(checkpoint);
  std::vector<TensorBytes> tensors;
  for (const SafetensorsTensor& tensor : file->tensors) {
    const ByteView bytes = ByteView(checkpoint).subspan(tensor.offset, tensor.size);
    tensors.push_back({tensor.name, tensor.dtype, tensor.shape, Bytes(bytes.begin(), bytes.end())});
  }
  Metadata metadata = file->metadata;
  for (auto& [name, old] : metadata) {
    if (name == key) old = value;
  }
  return WriteSafetensors(metadata, tensors);
}

TEST(Trainer, RefusesCheckpointsWhoseFieldsMakeNoSense) {
  TrainRequest request = Request("hybrid-tiny", 5);
  Observer observer;
  observer.stop_after = 2;
  EXPECT_FALSE(TrainWith(request, &observer).ok());
  const Bytes good = observer.checkpoint;
  request.checkpoint = WithField(good, "format", "llmzip-checkpoint");
  ASSERT_TRUE(Trainer::Make(request).ok());
  const std::pair<const char*, const char*> wrong[] = {{"progress", ""},
                                                       {"progress", "[]"},
                                                       {"progress", R"({"seconds":"x","bytes":1,"bits":1})"},
                                                       {"progress", R"({"seconds":-1,"bytes":1,"bits":1})"},
                                                       {"progress", R"({"seconds":1e300,"bytes":1,"bits":1})"},
                                                       {"progress", R"({"seconds":1,"bytes":-1,"bits":1})"},
                                                       {"progress", R"({"seconds":1,"bytes":1e300,"bits":1})"},
                                                       {"progress", R"({"seconds":1,"bytes":[1],"bits":1})"},
                                                       {"progress", R"({"seconds":1,"bytes":1,"bits":null})"},
                                                       {"progress", R"({"seconds":1,"bytes":1,"bits":{}})"},
                                                       {"progress", R"({"seconds":1})"},
                                                       {"steps", ""},
                                                       {"steps", "-1"},
                                                       {"steps", "x"},
                                                       {"steps", "1x"},
                                                       {"steps", "9223372036854775808"},
                                                       {"steps", "99999999999999999999999"},
                                                       {"past", "[-1]"},
                                                       {"past", "[18446744073709551615]"},
                                                       {"past", "[1,2]"},
                                                       {"data", "[]"},
                                                       {"data", "[1,2,3,4]"},
                                                       {"format", "another"}};
  for (const auto& [key, value] : wrong) {
    request.checkpoint = WithField(good, key, value);
    EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kInvalidArgument) << key << ": " << value;
  }
}

// libtorch is not built with sanitizers, so this is what there is in the place of a fuzz target.
TEST(Trainer, LivesThroughDamagedCheckpoints) {
  TrainRequest request = Request("hybrid-tiny", 5);
  Observer observer;
  observer.stop_after = 2;
  EXPECT_FALSE(TrainWith(request, &observer).ok());
  const Bytes good = observer.checkpoint;
  const std::size_t header = good.size() - ParseSafetensors(good)->tensors.back().size;
  SplitMix64 random(1);
  for (int round = 0; round < 150; ++round) {
    Bytes damaged = good;
    const std::size_t most = round % 3 == 0 ? damaged.size() : std::min<std::size_t>(header, 4096);
    for (std::uint64_t changes = 1 + random.Bits(2); changes > 0; --changes) {
      damaged[random() % most] =
          static_cast<std::uint8_t>(round % 2 == 0 ? random.Bits(8) : "0-9\"[]{},:e"[random() % 11]);
    }
    if (round % 10 == 9) damaged.resize(random() % damaged.size());
    request.checkpoint = damaged;
    const Status status = Trainer::Make(request).status();
    EXPECT_NE(status.code(), StatusCode::kInternal) << round << ": " << status.message();
  }
}

TEST(Trainer, RefusesWhatCannotBe) {
  TrainRequest request = Request("paper-tiny", 5);
  request.segment = 48;  // does not divide the chunk of 64
  EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kInvalidArgument);
  request.segment = 64;
  request.lanes = 0;
  EXPECT_EQ(Trainer::Make(request).status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace llmzip::train

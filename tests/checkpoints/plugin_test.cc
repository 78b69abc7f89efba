// The plug-in's door: what opens, what does not and why, and what a checkpoint says of itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/split_mix.h"
#include "checkpoints/fixtures.h"
#include "checkpoints/opened_plugin.h"
#include "io/scratch_directory.h"
#include "io/whole_file.h"
#include "model/safetensors.h"

namespace llmzip {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Bytes Read(const std::string& path) {
  const auto bytes = ReadWholeFile(RealFileSystem(), path);
  EXPECT_TRUE(bytes.ok()) << path;
  return bytes.ok() ? *bytes : Bytes();
}

void Write(const std::string& path, ByteView bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}
void Write(const std::string& path, const std::string& text) {
  Write(path, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

/// Tensors of a whole file, to be changed and written again.
std::vector<TensorBytes> TensorsOf(const Bytes& file) {
  const auto parsed = ParseSafetensors(file);
  EXPECT_TRUE(parsed.ok());
  std::vector<TensorBytes> tensors;
  for (const SafetensorsTensor& tensor : parsed->tensors) {
    const ByteView bytes = ByteView(file).subspan(tensor.offset, tensor.size);
    tensors.push_back({tensor.name, tensor.dtype, tensor.shape, Bytes(bytes.begin(), bytes.end())});
  }
  return tensors;
}

/// A copy of the llama fixture that tests may spoil.
class Plugin : public testing::Test {
 protected:
  Plugin() {
    for (const char* const name : {"config.json", "model.safetensors"}) {
      std::filesystem::copy_file(FixtureFolder("llama") + "/" + name, At(name));
    }
  }

  [[nodiscard]] std::string At(const std::string& name) const { return scratch_.Path(name); }
  [[nodiscard]] std::string folder() const { return scratch_.Path("."); }

  void Reconfigure(const std::string& from, const std::string& to) const {
    const Bytes bytes = Read(At("config.json"));
    std::string text(bytes.begin(), bytes.end());
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    Write(At("config.json"), text.replace(at, from.size(), to));
  }

  void ExpectRefused(StatusCode code, const testing::Matcher<std::string>& message,
                     const CheckpointOptions& options = {}) const {
    const auto opened = OpenWithPlugin(folder(), options);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.status().code(), code) << opened.status().message();
    EXPECT_THAT(opened.status().message(), message);
  }

 private:
  ScratchDirectory scratch_;
};

TEST_F(Plugin, OpensEveryFamily) {
  for (const std::string& name : kFixtures) {
    const auto checkpoint = Opened(FixtureFolder(name));
    ASSERT_NE(checkpoint, nullptr);
    EXPECT_EQ(checkpoint->alphabet_size(), 256U);
    EXPECT_EQ(checkpoint->tokeniser(), nullptr);
    // float32 of what is bfloat16 in the file, less its header.
    EXPECT_GE(checkpoint->memory_bytes(),
              std::filesystem::file_size(FixtureFolder(name) + "/model.safetensors") * 3 / 2);
    EXPECT_GT(checkpoint->PredictorMemory({.lanes = 8}), checkpoint->PredictorMemory({}));
    const std::string family = name.substr(0, name.find("_lin"));
    EXPECT_THAT(checkpoint->environment(),
                AllOf(HasSubstr("family=" + family + " dtype=float32 device=cpu threads=1 libtorch="),
                      HasSubstr(" capability="), HasSubstr(" blas=")));
    EXPECT_EQ(PredictorOf(*checkpoint, {})->environment(), checkpoint->environment());
  }
}

TEST_F(Plugin, OpensShards) {
  const auto whole = Opened(folder());
  std::vector<TensorBytes> tensors = TensorsOf(Read(At("model.safetensors")));
  const std::vector<TensorBytes> some(tensors.begin() + 7, tensors.end());
  tensors.resize(7);
  std::string map;
  for (const TensorBytes& tensor : tensors) map += ",\"" + tensor.name + "\":\"model-1-of-2.safetensors\"";
  for (const TensorBytes& tensor : some) map += ",\"" + tensor.name + "\":\"model-2-of-2.safetensors\"";
  Write(At("model-1-of-2.safetensors"), WriteSafetensors({}, tensors));
  Write(At("model-2-of-2.safetensors"), WriteSafetensors({{"format", "pt"}}, some));
  std::filesystem::remove(At("model.safetensors"));
  const std::string index = At("model.safetensors.index.json");
  Write(index, R"({"metadata":{"total_size":1},"weight_map":{)" + map.substr(1) + "}}");
  const auto sharded = Opened(folder());
  ASSERT_NE(sharded, nullptr);
  EXPECT_EQ(Rows(*PredictorOf(*sharded, {}), 1), Rows(*PredictorOf(*whole, {}), 1));

  Write(index, R"({"weight_map":{"a":"../model.safetensors"}})");
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("not a safetensors file of this folder"));
  Write(index, R"({"weight_map":{"nowhere":"model-1-of-2.safetensors"}})");
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("'nowhere' is in no shard"));
  Write(index, R"({"weight_map":{"nowhere":"model-3.safetensors"}})");
  ExpectRefused(StatusCode::kNotFound, HasSubstr("model-3.safetensors"));
  Write(index, R"({"weight_map":7})");
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("no weight_map"));
}

TEST_F(Plugin, NamesWhatIsMissing) {
  EXPECT_EQ(OpenWithPlugin(folder() + "/none").status().code(), StatusCode::kNotFound);
  std::filesystem::remove(At("model.safetensors"));
  Write(At("pytorch_model.bin"), std::string("pickled"));
  ExpectRefused(StatusCode::kNotFound, AllOf(HasSubstr("no model.safetensors"), HasSubstr("pickled")));
  std::filesystem::remove(At("config.json"));
  ExpectRefused(StatusCode::kNotFound, HasSubstr("config.json"));
}

TEST_F(Plugin, RefusesUnknownFamilies) {
  Reconfigure("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"");
  ExpectRefused(StatusCode::kUnsupported, AllOf(HasSubstr("'mamba'"), HasSubstr("gpt2, gpt_neox, llama")));
}

TEST_F(Plugin, RefusesConfigurationsThatSayNoSizes) {
  for (const std::string value : {"0", "-24", "1e3", "\"24\"", "4294967296", "18446744073709551615"}) {
    SCOPED_TRACE(value);
    std::filesystem::copy_file(FixtureFolder("llama") + "/config.json", At("config.json"),
                               std::filesystem::copy_options::overwrite_existing);
    Reconfigure("\"hidden_size\": 24", "\"hidden_size\": " + value);
    ExpectRefused(StatusCode::kUnsupported, HasSubstr("'hidden_size' is not a size"));
  }
}

// Once 2.5 GB were taken for the angles of a part of a head that is larger than the head, before the refusal.
TEST_F(Plugin, RefusesNumbersBeyondSenseInLittleMemory) {
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const struct {
    const char* fixture;
    const char* from;
    const char* key;
  } cases[] = {{"gpt_neox", "\"partial_rotary_factor\": 0.5", "partial_rotary_factor"},
               {"llama", "\"rope_theta\": 10000.0", "rope_theta"},
               {"llama", "\"rms_norm_eps\": 1e-06", "rms_norm_eps"}};
  for (const auto& [fixture, from, key] : cases) {
    for (const std::string value : {"1.5e8", "1e31", "1e300", "1e-300", "-1", "0", "1e999"}) {
      if (value == "1.5e8" && key != std::string("partial_rotary_factor")) continue;
      SCOPED_TRACE(key + (": " + value));
      for (const char* const name : {"config.json", "model.safetensors"}) {
        std::filesystem::copy_file(FixtureFolder(fixture) + "/" + name, At(name),
                                   std::filesystem::copy_options::overwrite_existing);
      }
      Reconfigure(from, "\"" + std::string(key) + "\": " + value);
      const auto before = peak();
      EXPECT_FALSE(OpenWithPlugin(folder()).ok());
      EXPECT_LT(peak() - before, 64 << 10) << "KiB";
    }
  }
}

// libtorch is not built with sanitizers, so this is what there is in the place of a fuzz target.
TEST_F(Plugin, LivesThroughChangedConfigurations) {
  constexpr const char* kValues[] = {"0",   "-1",    "1",    "7",    "1048576", "4294967296", "18446744073709551615",
                                     "1e9", "1e300", "-0.5", "null", "true",    "\"x\"",      "[]",
                                     "{}",  "[1,2]"};
  SplitMix64 random(1);
  for (const std::string& fixture : kFixtures) {
    for (const char* const name : {"config.json", "model.safetensors"}) {
      std::filesystem::copy_file(FixtureFolder(fixture) + "/" + name, At(name),
                                 std::filesystem::copy_options::overwrite_existing);
    }
    const Bytes bytes = Read(At("config.json"));
    for (int round = 0; round < 60; ++round) {
      std::string text(bytes.begin(), bytes.end());
      for (std::uint64_t changes = 1 + random.Bits(1); changes > 0; --changes) {
        if (round % 3 == 0) {
          text[random() % text.size()] = "0-9\"[]{},:e"[random() % 11];
          continue;
        }
        // The value of some key becomes another.
        const std::size_t colon = text.find(": ", random() % text.size());
        const std::size_t end = text.find_first_of(",\n", colon == std::string::npos ? 0 : colon);
        if (colon == std::string::npos || end == std::string::npos) continue;
        text.replace(colon + 2, end - colon - 2, kValues[random() % std::size(kValues)]);
      }
      Write(At("config.json"), text);
      rusage before{};
      getrusage(RUSAGE_SELF, &before);
      const auto opened = OpenWithPlugin(folder());
      EXPECT_NE(opened.status().code(), StatusCode::kInternal) << opened.status().message() << "\n" << text;
      rusage after{};
      getrusage(RUSAGE_SELF, &after);
      EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 256 << 10) << "KiB\n" << text;
    }
  }
}

TEST_F(Plugin, RefusesDamagedConfigurations) {
  Write(At("config.json"), std::string("{\"model_type\": \"llama\""));
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("config.json"));
  Write(At("config.json"), "{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}");
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("config.json"));
  Write(At("config.json"), std::string("{}"));
  ExpectRefused(StatusCode::kUnsupported, HasSubstr("''"));
}

TEST_F(Plugin, RefusesScalingsItDoesNotKnow) {
  Reconfigure("\"rope_type\": \"llama3\"", "\"rope_type\": \"longrope\"");
  ExpectRefused(StatusCode::kUnsupported, HasSubstr("'longrope'"));
}

TEST_F(Plugin, NamesTensorsThatAreMissingOrOfAnotherShape) {
  std::vector<TensorBytes> tensors = TensorsOf(Read(At("model.safetensors")));
  const auto named = [&](const std::string& name) {
    return std::ranges::find(tensors, name, &TensorBytes::name) - tensors.begin();
  };
  const auto at = static_cast<std::size_t>(named("model.layers.1.mlp.up_proj.weight"));
  ASSERT_LT(at, tensors.size());
  tensors[at].name = "something.else";
  Write(At("model.safetensors"), WriteSafetensors({}, tensors));
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("lacks the tensor 'model.layers.1.mlp.up_proj.weight'"));
  tensors[at].name = "model.layers.1.mlp.up_proj.weight";
  std::swap(tensors[at].shape[0], tensors[at].shape[1]);
  Write(At("model.safetensors"), WriteSafetensors({}, tensors));
  ExpectRefused(StatusCode::kCorrupt, AllOf(HasSubstr("'model.layers.1.mlp.up_proj.weight' is [24 x 40]"),
                                            HasSubstr("not [40 x 24] as its config.json says")));
  std::swap(tensors[at].shape[0], tensors[at].shape[1]);
  tensors[at].dtype = "I16";
  Write(At("model.safetensors"), WriteSafetensors({}, tensors));
  ExpectRefused(StatusCode::kUnsupported, HasSubstr("holds I16"));
}

TEST_F(Plugin, RefusesDamagedWeights) {
  const Bytes whole = Read(At("model.safetensors"));
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{100}, whole.size() - 1}) {
    Write(At("model.safetensors"), ByteView(whole).first(size));
    ExpectRefused(StatusCode::kCorrupt, HasSubstr("model.safetensors: "));
  }
  Write(At("model.safetensors"), ByteView(whole).first(100));
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("it is shorter than its header says"));
  Bytes huge = whole;
  huge[6] = 1;  // a header of 2^48 bytes
  Write(At("model.safetensors"), huge);
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("the size of its header cannot be right"));
}

TEST_F(Plugin, RefusesWeightsThatAreNoNumbers) {
  const std::vector<TensorBytes> whole = TensorsOf(Read(At("model.safetensors")));
  for (const std::uint8_t exponent : {0x7F, 0xFF}) {
    for (const std::uint8_t mantissa : {0x80, 0xC1}) {  // infinite, no number
      std::vector<TensorBytes> tensors = whole;
      Bytes& bytes = tensors.back().bytes;
      bytes[bytes.size() - 2] = mantissa;
      bytes[bytes.size() - 1] = exponent;
      Write(At("model.safetensors"), WriteSafetensors({}, tensors));
      ExpectRefused(StatusCode::kCorrupt,
                    HasSubstr("'" + tensors.back().name + "' has weights that are no finite numbers"));
    }
  }
}

TEST_F(Plugin, NamesPointersToWeights) {
  const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 269060552\n";
  Write(At("model.safetensors"), pointer);
  ExpectRefused(StatusCode::kCorrupt, HasSubstr("Git LFS pointer"));
}

TEST_F(Plugin, RefusesVocabulariesWithoutTokenisers) {
  std::vector<TensorBytes> tensors = TensorsOf(Read(At("model.safetensors")));
  for (TensorBytes& tensor : tensors) {
    if (tensor.shape != std::vector<std::uint64_t>{256, 24}) continue;
    tensor.shape[0] = 250;
    tensor.bytes.resize(250 * 24 * 2);
  }
  Write(At("model.safetensors"), WriteSafetensors({}, tensors));
  Reconfigure("\"vocab_size\": 256", "\"vocab_size\": 250");
  ExpectRefused(StatusCode::kNotFound, AllOf(HasSubstr("no tokeniser"), HasSubstr("250")));
}

TEST_F(Plugin, RefusesDevicesAndTypesThatAreNotThere) {
  ExpectRefused(StatusCode::kInvalidArgument, HasSubstr("'int4'"), {.dtype = "int4"});
  for (const char* const device : {"tpu", "cuda:", "cuda:x", "cuda1", "cpu:0"}) {
    ExpectRefused(StatusCode::kInvalidArgument, HasSubstr("there are cpu, cuda and cuda:N"), {.device = device});
  }
  ExpectRefused(StatusCode::kUnsupported, HasSubstr("device 'cuda:99'"), {.device = "cuda:99"});
  ExpectRefused(StatusCode::kInvalidArgument, HasSubstr("threads"), {.threads = 0});
  const unsigned processors = std::max(1U, std::thread::hardware_concurrency());
  if (8 * processors + 1 <= 1024) {
    ExpectRefused(StatusCode::kLimitExceeded, HasSubstr("would take for ever"), {.threads = 8 * processors + 1});
  }
}

TEST_F(Plugin, NarrowTypesOpenOrSaySo) {
  EXPECT_THAT(Opened(folder(), {.dtype = "bfloat16"})->environment(), HasSubstr("dtype=bfloat16"));
  const auto half = OpenWithPlugin(folder(), {.dtype = "float16"});
  if (half.ok()) {
    EXPECT_THAT((*half)->environment(), HasSubstr("dtype=float16"));
  } else {
    EXPECT_EQ(half.status().code(), StatusCode::kUnsupported);
    EXPECT_THAT(half.status().message(), HasSubstr("this libtorch cannot run the checkpoint"));
  }
}

TEST_F(Plugin, RefusesUsesThatMakeNoSense) {
  const auto checkpoint = Opened(folder());
  for (const CheckpointUse& use : {CheckpointUse{.lanes = 0}, CheckpointUse{.context = {.window = 65}},
                                   CheckpointUse{.context = {.window = 8, .overlap = 8}},
                                   CheckpointUse{.context = {.overlap = 64}}, CheckpointUse{.top_k = 257}}) {
    const auto predictor = checkpoint->NewPredictor(use);
    ASSERT_FALSE(predictor.ok());
    EXPECT_EQ(predictor.status().code(), StatusCode::kInvalidArgument);
  }
}

// Steps of different thread counts from several threads: each as it would be alone.
TEST_F(Plugin, ThreadsDoNotDisturbEachOther) {
  const std::vector<std::shared_ptr<const Checkpoint>> checkpoints = {
      Opened(folder()), Opened(folder(), {.threads = 2}), Opened(folder())};
  const auto walk = [&](std::size_t i) {
    const auto predictor = PredictorOf(*checkpoints[i], {.lanes = 4});
    std::vector<std::vector<Frequency>> last;
    for (Symbol t = 0; t < 40; ++t) {
      last = Rows(*predictor, 4);
      EXPECT_TRUE(predictor->Update(std::vector<Symbol>{t, t + 1, t + 2, t + 3}).ok());
    }
    return last;
  };
  std::vector<std::vector<std::vector<Frequency>>> together(checkpoints.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < checkpoints.size(); ++i) threads.emplace_back([&, i] { together[i] = walk(i); });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < checkpoints.size(); ++i) EXPECT_EQ(together[i], walk(i)) << i;
}

TEST_F(Plugin, RefusesFilesThatAreNoTorchScript) {
  const auto opened = OpenWithPlugin(At("model.safetensors"));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().code(), StatusCode::kCorrupt);
  EXPECT_THAT(opened.status().message(), HasSubstr("not a TorchScript file"));
}

}  // namespace
}  // namespace llmzip

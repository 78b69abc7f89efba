// The plug-in of toy checkpoints: what llmzip_checkpoints.so is for real ones, for tests of everything around it.
//
// A folder: config.json {"toy": "tokens" | "ascii" | "bytes" | "lies" | "gives-up"}, tokenizer.json a list of words,
// model.safetensors any bytes, which decide what is predicted. LLMZIP_TOY_NOISE and LLMZIP_TOY_MACHINE play another
// machine: each logit is off by up to so much, and environment() says so. LLMZIP_TOY_FAILS_AT: the step that fails.
// A file X.pt: a toy of bytes whose weights are the file; that it was run is seen from the file X.pt.ran.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "support/toy_checkpoint.h"

namespace llmzip::testing {
namespace {

using OpenedToy = StatusOr<std::shared_ptr<const Checkpoint>>;

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Variable(const char* name, const char* otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

std::unique_ptr<const ToyTokeniser> TokeniserOf(const std::string& kind, const std::string& words) {
  if (kind == "bytes") return nullptr;
  const auto bytes = kind == "ascii" ? ToyTokeniser::Bytes256::kAscii : ToyTokeniser::Bytes256::kAll;
  const auto honesty = kind == "lies"       ? ToyTokeniser::Honesty::kLies
                       : kind == "gives-up" ? ToyTokeniser::Honesty::kGivesUp
                                            : ToyTokeniser::Honesty::kHonest;
  return std::make_unique<const ToyTokeniser>(nlohmann::json::parse(words).get<std::vector<std::string>>(), bytes,
                                              honesty);
}

OpenedToy Open(const std::string& path, const CheckpointOptions& options) {
  const bool script = path.ends_with(".pt");
  if (script) std::ofstream(path + ".ran") << "yes\n";
  const auto config = nlohmann::json::parse(script ? R"({"toy": "bytes"})" : Read(path + "/config.json"), nullptr,
                                            /*allow_exceptions=*/false);
  if (!config.contains("toy")) return Status::Unsupported("no toy");
  if (options.device.starts_with("cuda")) return Status::Unsupported("toys know no cuda");
  ToyOptions toy;
  for (const char c : Read(script ? path : path + "/model.safetensors"))
    toy.weights = toy.weights * 31 + static_cast<unsigned char>(c);
  toy.noise = std::stod(Variable("LLMZIP_TOY_NOISE", "0"));
  toy.noise_seed = toy.weights + options.threads;
  toy.machine = Variable("LLMZIP_TOY_MACHINE", "here");
  toy.fails_at = std::stoull(Variable("LLMZIP_TOY_FAILS_AT", "0"));
  auto tokeniser = TokeniserOf(config["toy"].get<std::string>(), Read(path + "/tokenizer.json"));
  return std::shared_ptr<const Checkpoint>(std::make_shared<ToyCheckpoint>(std::move(tokeniser), options, toy));
}

}  // namespace
}  // namespace llmzip::testing

extern "C" __attribute__((visibility("default"))) const char* const llmzip_checkpoints_version = LLMZIP_VERSION;

extern "C" __attribute__((visibility("default"))) llmzip::testing::OpenedToy* llmzip_open_checkpoint(
    const std::string& path, const llmzip::CheckpointOptions& options) {
  return new llmzip::testing::OpenedToy(llmzip::testing::Open(path, options));
}

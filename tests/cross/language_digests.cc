// Prints the digest of what each language model of tests/support/random_language.h makes of its tokens, for
// network_test.py.
//
// usage: language_digests KERNELS [FOLDER [FIRST COUNT]]      KERNELS: a name of KernelName, or "best"
// Writes lines "NAME MODEL DIGEST", where MODEL is the model file's SHA-256, and DIGEST the XXH3-128 of all logits (the
// bits, little-endian) followed by all weights of tokens. With FOLDER, writes there for each case NAME.safetensors,
// NAME.tokens (uint32), NAME.logits (float32) and NAME.weights (uint32), all little-endian, for a second implementation
// to compare itself with. With FIRST and COUNT, the models are random ones of those seeds.
#include <bit>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/little_endian.h"
#include "base/split_mix.h"
#include "predictors/net/language_network.h"
#include "support/random_language.h"

namespace {

using llmzip::Bytes;

std::optional<llmzip::Kernel> FindKernel(const std::string& name) {
  for (const llmzip::Kernel kernel : llmzip::AvailableKernels()) {
    const bool wanted = name == "best" ? kernel == llmzip::BestKernel() : llmzip::KernelName(kernel) == name;
    if (wanted) return kernel;
  }
  return std::nullopt;
}

std::string Hexadecimal(std::span<const std::uint8_t> bytes) {
  std::string digits;
  for (const std::uint8_t byte : bytes) {
    digits += "0123456789abcdef"[byte >> 4];
    digits += "0123456789abcdef"[byte & 15];
  }
  return digits;
}

void Append(std::uint32_t value, Bytes* out) {
  out->resize(out->size() + sizeof(value));
  llmzip::StoreLittleEndian(value, out->data() + out->size() - sizeof(value));
}

void WriteFile(const std::string& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

struct Result {
  Bytes tokens;
  Bytes logits;
  Bytes weights;
};

Result Run(const llmzip::LanguageConfig& config, const Bytes& model_file, llmzip::Kernel kernel) {
  constexpr std::size_t kMostTokens = 40;
  const auto model = *llmzip::Model::Parse(model_file);
  const llmzip::net::LanguageNetwork network(*model, kernel);
  llmzip::SplitMix64 random(11);
  std::vector<std::uint32_t> tokens(std::min<std::size_t>(kMostTokens, config.context));
  for (std::uint32_t& token : tokens) token = static_cast<std::uint32_t>(random() % config.embedding_rows());
  std::vector<float> logits(tokens.size() * network.logit_stride());
  const auto state = network.NewState(config.context);
  llmzip::net::LanguageWorkspace workspace;
  llmzip::ThreadTeam team(1);
  const std::vector<llmzip::net::LanguageNetwork::Feed> feeds = {{state.get(), tokens, logits.data()}};
  network.Forward(feeds, workspace, team);
  Result result;
  std::vector<std::uint32_t> weights(config.vocabulary);
  for (std::size_t row = 0; row < tokens.size(); ++row) {
    const float* const some = logits.data() + row * network.logit_stride();
    Append(tokens[row], &result.tokens);
    for (std::size_t i = 0; i < config.vocabulary; ++i) Append(std::bit_cast<std::uint32_t>(some[i]), &result.logits);
    network.kernels().exponentials(some, config.vocabulary, weights.data());
    for (const std::uint32_t weight : weights) Append(weight, &result.weights);
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc == 4 || argc > 5) return 2;
  const std::optional<llmzip::Kernel> kernel = FindKernel(argv[1]);
  if (!kernel) {
    std::cout << "no such kernels here\n";
    return 0;
  }
  std::vector<llmzip::testing::LanguageCase> cases = llmzip::testing::LanguageCases();
  if (argc == 5) {
    cases.clear();
    const auto first = static_cast<std::uint32_t>(std::stoul(argv[3]));
    const auto count = static_cast<std::uint32_t>(std::stoul(argv[4]));
    for (std::uint32_t seed = first; seed - first < count; ++seed) {
      cases.push_back(llmzip::testing::RandomLanguageCase(seed));
    }
  }
  for (const llmzip::testing::LanguageCase& language : cases) {
    const Bytes model_file = llmzip::testing::LanguageFileOf(language);
    const Result result = Run(language.config, model_file, *kernel);
    if (argc > 2) {
      const std::string path = std::string(argv[2]) + "/" + language.name;
      WriteFile(path + ".safetensors", model_file);
      WriteFile(path + ".tokens", result.tokens);
      WriteFile(path + ".logits", result.logits);
      WriteFile(path + ".weights", result.weights);
    }
    Bytes all = result.logits;
    all.insert(all.end(), result.weights.begin(), result.weights.end());
    std::cout << language.name << " " << Hexadecimal(llmzip::DigestOfModel(model_file)) << " "
              << Hexadecimal(llmzip::Xxh3Digest128(all)) << std::endl;  // a slow emulator's user sees that it works
  }
  return 0;
}

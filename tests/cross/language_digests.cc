// Prints the digest of what each language model of tests/support/random_language.h makes of its tokens: see
// digest_program.h.
//
// Digested are all logits (the bits, little-endian), then all weights of tokens. Written are NAME.tokens (uint32),
// NAME.logits (float32) and NAME.weights (uint32), all little-endian.
#include <algorithm>
#include <bit>

#include "base/split_mix.h"
#include "cross/digest_program.h"
#include "predictors/net/language_network.h"
#include "support/random_language.h"

namespace llmzip::testing {
namespace {

CaseResult RunLanguage(const LanguageCase& language, const Bytes& model_file, Kernel kernel) {
  constexpr std::size_t kMostTokens = 40;
  const LanguageConfig& config = language.config;
  const auto model = *Model::Parse(model_file);
  const net::LanguageNetwork network(*model, kernel);
  SplitMix64 random(11);
  std::vector<std::uint32_t> tokens(std::min<std::size_t>(kMostTokens, config.context));
  for (std::uint32_t& token : tokens) token = static_cast<std::uint32_t>(random() % config.embedding_rows());
  std::vector<float> logits(tokens.size() * network.logit_stride());
  const auto state = network.NewState(config.context);
  net::LanguageWorkspace workspace;
  ThreadTeam team(1);
  const std::vector<net::LanguageNetwork::Feed> feeds = {{state.get(), tokens, logits.data()}};
  network.Forward(feeds, workspace, team);
  Bytes token_bytes;
  Bytes logit_bytes;
  Bytes weight_bytes;
  std::vector<std::uint32_t> weights(config.vocabulary);
  for (std::size_t row = 0; row < tokens.size(); ++row) {
    const float* const some = logits.data() + row * network.logit_stride();
    AppendInteger(tokens[row], &token_bytes);
    for (std::size_t i = 0; i < config.vocabulary; ++i)
      AppendInteger(std::bit_cast<std::uint32_t>(some[i]), &logit_bytes);
    network.kernels().exponentials(some, config.vocabulary, weights.data());
    for (const std::uint32_t weight : weights) AppendInteger(weight, &weight_bytes);
  }
  CaseResult result;
  result.digested = logit_bytes;
  result.digested.insert(result.digested.end(), weight_bytes.begin(), weight_bytes.end());
  result.written = {{"tokens", token_bytes}, {"logits", logit_bytes}, {"weights", weight_bytes}};
  return result;
}

}  // namespace
}  // namespace llmzip::testing

int main(int argc, char** argv) {
  using namespace llmzip::testing;  // NOLINT(google-build-using-namespace)
  return DigestProgram(argc, argv, LanguageCases(), RandomLanguageCase, LanguageFileOf, RunLanguage);
}

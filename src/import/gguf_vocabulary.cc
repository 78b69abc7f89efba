// The tokeniser in a GGUF file's metadata: names, kinds, and merges or scores.
#include <algorithm>
#include <string>
#include <utility>

#include "import/gguf_families.h"
#include "import/made_tokenizer.h"
#include "llmzip/predictor.h"

namespace llmzip::importer {
namespace {

const std::string kKeys = "tokenizer.ggml.";  // NOLINT: nothing is made before main but short strings

StatusOr<std::vector<TokenKind>> KindsOf(const GgufMetadata& metadata, std::size_t count) {
  std::vector<TokenKind> kinds(count, TokenKind::kNormal);
  const std::vector<double>* const numbers = metadata.Numbers(kKeys + "token_type");
  if (numbers == nullptr) return kinds;
  if (numbers->size() != count) {
    return Status::Corrupt(kKeys + "token_type has " + std::to_string(numbers->size()) + " elements for " +
                           std::to_string(count) + " tokens");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const double number = (*numbers)[i];
    if (number >= 1 && number <= 6) kinds[i] = static_cast<TokenKind>(static_cast<int>(number));
  }
  return kinds;
}

/// Where words are cut, if the file does not say it or says "default".
std::string StyleOf(GgufMetadata& metadata) {
  std::string style = metadata.Text(kKeys + "pre", "default");
  if (style != "default") return style;
  const std::string architecture = metadata.Text("general.architecture", "");
  if (architecture == "gpt2" || architecture == "gptneox") return "gpt-2";
  return architecture.starts_with("qwen") ? "qwen2" : "default";
}

StatusOr<Bytes> MadeTokenizer(GgufMetadata& metadata, const std::string& model, const std::vector<std::string>& names) {
  LLMZIP_ASSIGN_OR_RETURN(const std::vector<TokenKind> kinds, KindsOf(metadata, names.size()));
  if (model == "llama") {
    const std::vector<double>* const scores = metadata.Numbers(kKeys + "scores");
    if (scores == nullptr || scores->size() != names.size()) {
      return Status::Corrupt(kKeys + "scores is missing or not as long as the list of tokens");
    }
    std::vector<ScoredPiece> pieces;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if ((*scores)[i] - (*scores)[i] != 0) return Status::Corrupt(kKeys + "scores has a value that is no number");
      pieces.push_back({names[i], (*scores)[i], kinds[i]});
    }
    return TokenizerOfPieces(pieces);
  }
  const std::vector<std::string>* const merges = metadata.Texts(kKeys + "merges");
  if (merges == nullptr) return Status::Corrupt(kKeys + "merges is missing");
  std::vector<NamedToken> tokens;
  for (std::size_t i = 0; i < names.size(); ++i) tokens.push_back({names[i], kinds[i]});
  const std::string style = StyleOf(metadata);
  LLMZIP_RETURN_IF_ERROR(metadata.status());
  return TokenizerOfMerges(tokens, *merges, style);
}

}  // namespace

StatusOr<SourceVocabulary> VocabularyOfGguf(GgufModel& model, std::vector<std::string>* warnings) {
  GgufMetadata& metadata = model.metadata;
  const std::vector<std::string>* const names = metadata.Texts(kKeys + "tokens");
  if (names == nullptr || names->empty()) return Status::Corrupt(kKeys + "tokens is missing");
  if (names->size() > kMaxAlphabetSize) {
    return Status::LimitExceeded(std::to_string(names->size()) + " tokens, more than " +
                                 std::to_string(kMaxAlphabetSize));
  }
  const StoredTensor* const embedding = model.tensors.Look("token_embd.weight");
  if (embedding != nullptr && embedding->rows() != names->size()) {
    return Status::Corrupt("the tokeniser has " + std::to_string(names->size()) + " tokens, token_embd.weight " +
                           std::to_string(embedding->rows()) + " rows");
  }
  const std::string kind = metadata.Text(kKeys + "model");
  LLMZIP_RETURN_IF_ERROR(metadata.status());
  if (kind != "gpt2" && kind != "llama") {
    return Status::Unsupported("tokenisers of type " + kind.substr(0, 40) + " are not read");
  }
  TokenHints hints;
  hints.begin_id = metadata.Token(kKeys + "bos_token_id");
  if (const auto end = metadata.Token(kKeys + "eos_token_id")) hints.end_ids.push_back(*end);
  hints.unknown_id = metadata.Token(kKeys + "unknown_token_id");
  hints.warnings = warnings;
  LLMZIP_ASSIGN_OR_RETURN(Bytes made, MadeTokenizer(metadata, kind, *names));
  LLMZIP_ASSIGN_OR_RETURN(SourceVocabulary vocabulary, VocabularyOfTokenizerJson(std::move(made), hints));
  vocabulary.tokens.resize(std::max(vocabulary.tokens.size(), names->size()));
  return vocabulary;
}

}  // namespace llmzip::importer

#include "import/hugging_face_vocabulary.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "import/made_tokenizer.h"
#include "llmzip/predictor.h"
#include "tokenisers/beginning.h"
#include "tokenisers/json_fields.h"

namespace llmzip::importer {
namespace {

constexpr std::uint64_t kMostSettingsBytes = std::uint64_t{16} << 20;

/// Reads a file if it is there, and notes its name.
StatusOr<Bytes> ReadNoted(const SourceFolder& folder, const std::string& name, std::uint64_t most,
                          std::vector<std::string>* files) {
  LLMZIP_ASSIGN_OR_RETURN(Bytes bytes, ReadSourceFileIfThere(folder, name, most));
  if (!bytes.empty()) files->push_back(name);
  return bytes;
}

/// Tokens by id, from vocab.json and whatever lists added ones.
class TokenTable {
 public:
  Status Add(const std::string& name, std::uint64_t id, std::optional<TokenKind> kind) {
    if (id >= kMaxAlphabetSize)
      return Status::LimitExceeded("vocab.json: the id " + std::to_string(id) + " is too large");
    if (id >= tokens.size()) tokens.resize(static_cast<std::size_t>(id) + 1, {"", TokenKind::kUnused});
    NamedToken& token = tokens[static_cast<std::size_t>(id)];
    if (!token.name.empty() && token.name != name) {
      return Status::Corrupt("vocab.json: the id " + std::to_string(id) + " belongs to two tokens");
    }
    token = {name, kind.value_or(TokenKind::kNormal)};
    return Status::Ok();
  }

  std::vector<NamedToken> tokens;
};

Status AddVocabulary(ByteView text, TokenTable* table) {
  LLMZIP_ASSIGN_OR_RETURN(const OwnedJson owned, ParseJsonObject(text, "vocab.json"));
  const Json& vocabulary = *owned;
  for (const auto& [name, id] : vocabulary.items()) {
    if (!id.is_number_unsigned()) return Status::Corrupt("vocab.json: an id that is no number");
    LLMZIP_RETURN_IF_ERROR(table->Add(name, id.get<std::uint64_t>(), std::nullopt));
  }
  return Status::Ok();
}

/// "added_tokens_decoder" of tokenizer_config.json: by id, content and whether it is special.
Status AddAdded(const Json& settings, TokenTable* table) {
  const Json* const added = Field(settings, "added_tokens_decoder");
  if (added == nullptr || !added->is_object()) return Status::Ok();
  for (const auto& [key, token] : added->items()) {
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
    const auto content = TextField(token, "content", "");
    const auto special = BoolField(token, "special", false);
    if (error != std::errc() || end != key.data() + key.size() || !content.ok() || content->empty() || !special.ok()) {
      return Status::Corrupt("tokenizer_config.json: an added token is wrong");
    }
    LLMZIP_RETURN_IF_ERROR(table->Add(*content, id, *special ? TokenKind::kControl : TokenKind::kUserDefined));
  }
  return Status::Ok();
}

std::vector<std::string> MergesOf(ByteView file) {
  std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  std::vector<std::string> merges;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty() && !(merges.empty() && line.starts_with("#version"))) merges.emplace_back(line);
  }
  return merges;
}

StatusOr<Bytes> TokenizerOfNamesAndMerges(const SourceFolder& folder, const ConfigReader& config, const Json& settings,
                                          ByteView vocabulary, const TokenHints& hints,
                                          std::vector<std::string>* files) {
  LLMZIP_ASSIGN_OR_RETURN(const Bytes merges, ReadNoted(folder, "merges.txt", kMaxTokeniserBytes, files));
  if (merges.empty()) return Status::NotFound("vocab.json is there without merges.txt");
  TokenTable table;
  LLMZIP_RETURN_IF_ERROR(AddVocabulary(vocabulary, &table));
  LLMZIP_RETURN_IF_ERROR(AddAdded(settings, &table));
  std::vector<std::uint64_t> specials = hints.end_ids;
  if (hints.begin_id) specials.push_back(*hints.begin_id);
  for (const std::uint64_t id : specials) {
    if (id < table.tokens.size()) table.tokens[static_cast<std::size_t>(id)].kind = TokenKind::kControl;
  }
  const Json* const family = config.Find("model_type");
  const bool qwen = family != nullptr && family->is_string() && family->get<std::string>().starts_with("qwen");
  return TokenizerOfMerges(table.tokens, MergesOf(merges), qwen ? "qwen2" : "gpt-2");
}

}  // namespace

StatusOr<SourceVocabulary> VocabularyOfFolder(const SourceFolder& folder, const ConfigReader& config,
                                              std::vector<std::string>* files, std::vector<std::string>* warnings) {
  TokenHints hints;
  const std::vector<std::uint64_t> beginnings = config.Ids("bos_token_id");
  if (!beginnings.empty()) hints.begin_id = beginnings.front();
  hints.end_ids = config.Ids("eos_token_id");
  hints.warnings = warnings;
  LLMZIP_ASSIGN_OR_RETURN(const Bytes settings_text,
                          ReadNoted(folder, "tokenizer_config.json", kMostSettingsBytes, files));
  Json settings = Json::object();
  if (!settings_text.empty()) {
    LLMZIP_ASSIGN_OR_RETURN(settings, ParseLenientJson(settings_text, "tokenizer_config.json"));
    const Json* name = Field(settings, "bos_token");
    if (name != nullptr && name->is_object()) name = Field(*name, "content");
    if (name != nullptr && name->is_string()) hints.beginning = name->get<std::string>();
  }
  LLMZIP_ASSIGN_OR_RETURN(Bytes json, ReadNoted(folder, "tokenizer.json", kMaxTokeniserBytes, files));
  if (!json.empty()) {
    if (hints.beginning.empty()) {
      const auto parsed = ParseJsonObject(json, "tokenizer.json");
      if (parsed.ok()) hints.beginning = BeginningNameOfTemplate(**parsed);
    }
    return VocabularyOfTokenizerJson(std::move(json), hints);
  }
  LLMZIP_ASSIGN_OR_RETURN(const Bytes model, ReadNoted(folder, "tokenizer.model", kMaxTokeniserBytes, files));
  if (!model.empty()) return VocabularyOfTokenizerModel(model, hints);
  LLMZIP_ASSIGN_OR_RETURN(const Bytes names, ReadNoted(folder, "vocab.json", kMaxTokeniserBytes, files));
  if (names.empty()) return Status::NotFound("no tokenizer.json, tokenizer.model or vocab.json");
  LLMZIP_ASSIGN_OR_RETURN(Bytes made, TokenizerOfNamesAndMerges(folder, config, settings, names, hints, files));
  return VocabularyOfTokenizerJson(std::move(made), hints);
}

}  // namespace llmzip::importer

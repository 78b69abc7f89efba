#include "tokenisers/tokenizer_json.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tokenisers/beginning.h"
#include "tokenisers/bpe_tokeniser.h"
#include "tokenisers/byte_alphabet.h"
#include "tokenisers/json_fields.h"
#include "tokenisers/space_cutter.h"
#include "tokenisers/text_style.h"
#include "tokenisers/token_names.h"

namespace llmzip {
namespace {

constexpr std::size_t kMostAddedTokenBytes = 4096;

Status Wrong(const std::string& what) { return Status::Corrupt("tokenizer.json: " + what); }
Status Unsupported(const std::string& what) { return Status::Unsupported("tokenizer.json: " + what); }

StatusOr<Symbol> ReadId(const Json& value) {
  if (!value.is_number_unsigned()) return Wrong("an id that is not a number");
  const auto id = value.get<std::uint64_t>();
  if (id >= kMaxAlphabetSize) {
    return Status::LimitExceeded("tokenizer.json: the id " + std::to_string(id) +
                                 " is beyond the largest vocabulary, " + std::to_string(kMaxAlphabetSize));
  }
  return static_cast<Symbol>(id);
}

class Reader {
 public:
  explicit Reader(const Json& tokenizer) : tokenizer_(tokenizer) {}

  StatusOr<std::unique_ptr<Tokeniser>> Read(std::string_view beginning) {
    LLMZIP_RETURN_IF_ERROR(ReadModel());
    LLMZIP_ASSIGN_OR_RETURN(style_, ReadTextStyle(tokenizer_));
    LLMZIP_RETURN_IF_ERROR(ReadVocabulary());
    LLMZIP_RETURN_IF_ERROR(ReadAddedTokens());
    if (meanings_.empty()) return Wrong("the vocabulary is empty");
    Vocabulary vocabulary(meanings_, byte_tokens_);
    LLMZIP_RETURN_IF_ERROR(ReadMerges(vocabulary));
    for (Symbol id = 0; id < is_piece_.size(); ++id) {
      if (is_piece_[id]) bpe_.pieces.push_back(id);
    }
    bpe_.byte_level = style_.byte_level;
    const std::string in_template = BeginningNameOfTemplate(tokenizer_);
    const auto first = FindBeginning({beginning, in_template}, [this](std::string_view name) { return IdOf(name); });
    std::unique_ptr<WordCutter> cutter;
    if (style_.byte_level) {
      cutter = std::make_unique<PreTokeniser>(std::move(style_.stages));
    } else {
      cutter = std::make_unique<SpaceCutter>(style_.cut_at_every_space ? SpaceCutter::Where::kBeforeEverySpace
                                                                       : SpaceCutter::Harmless(vocabulary));
    }
    return std::unique_ptr<Tokeniser>(std::make_unique<BpeTokeniser>(
        WordTokeniserParts{std::move(vocabulary), std::move(added_tokens_), std::move(cutter), first},
        std::move(bpe_)));
  }

 private:
  Status ReadModel() {
    model_ = Field(tokenizer_, "model");
    if (model_ == nullptr || !model_->is_object()) return Wrong("no model");
    const std::string type = TypeOf(*model_);
    // Files from before there was a choice do not say it.
    if (!(type == "BPE" || (type.empty() && Field(*model_, "merges") != nullptr))) {
      return Unsupported("a model of type '" + type + "', not BPE");
    }
    for (const char* const affix : {"continuing_subword_prefix", "end_of_word_suffix"}) {
      LLMZIP_ASSIGN_OR_RETURN(const std::string text, TextField(*model_, affix, ""));
      if (!text.empty()) return Unsupported("a model with " + std::string(affix));
    }
    LLMZIP_ASSIGN_OR_RETURN(byte_fallback_, BoolField(*model_, "byte_fallback", false));
    LLMZIP_ASSIGN_OR_RETURN(bpe_.whole_words_first, BoolField(*model_, "ignore_merges", false));
    return Status::Ok();
  }

  Status ReadVocabulary() {
    const Json* const vocabulary = Field(*model_, "vocab");
    if (vocabulary == nullptr || !vocabulary->is_object()) return Wrong("no vocabulary");
    for (const auto& [name, value] : vocabulary->items()) {
      LLMZIP_ASSIGN_OR_RETURN(const Symbol id, ReadId(value));
      if (id < is_taken_.size() && is_taken_[id])
        return Wrong("the id " + std::to_string(id) + " belongs to two tokens");
      Take(id);
      ids_.emplace(name, id);
      const std::optional<std::uint8_t> byte = byte_fallback_ && !style_.byte_level ? ByteOfName(name) : std::nullopt;
      if (byte) {
        meanings_[id] = static_cast<char>(*byte);
        byte_tokens_.push_back(id);
      } else {
        // A name that writes no bytes is that of a special token.
        meanings_[id] = style_.byte_level      ? BytesOfName(name).value_or("")
                        : style_.spaces_marked ? SpacesUnmarked(name)
                                               : name;
        is_piece_[id] = true;
      }
    }
    return Status::Ok();
  }

  Status ReadAddedTokens() {
    const Json* const tokens = Field(tokenizer_, "added_tokens");
    if (tokens == nullptr) return Status::Ok();
    if (!tokens->is_array()) return Wrong("'added_tokens' is not a list");
    added_tokens_.resize(2);  // first those that normalisation does not touch
    for (const Json& token : *tokens) LLMZIP_RETURN_IF_ERROR(ReadAddedToken(token));
    return Status::Ok();
  }

  Status ReadAddedToken(const Json& token) {
    const Json* const id_field = Field(token, "id");
    if (id_field == nullptr) return Wrong("an added token without an id");
    LLMZIP_ASSIGN_OR_RETURN(const Symbol id, ReadId(*id_field));
    LLMZIP_ASSIGN_OR_RETURN(const std::string content, TextField(token, "content", ""));
    if (content.empty() || content.size() > kMostAddedTokenBytes) return Wrong("an added token without usable content");
    LLMZIP_ASSIGN_OR_RETURN(const bool special, BoolField(token, "special", false));
    LLMZIP_ASSIGN_OR_RETURN(const bool normalized, BoolField(token, "normalized", !special));
    const auto known = ids_.find(content);
    const bool id_taken = id < is_taken_.size() && is_taken_[id];
    if (known != ids_.end() ? known->second != id : id_taken) {
      return Wrong("the added token '" + content + "' and the vocabulary disagree on the id " + std::to_string(id));
    }
    Take(id);
    ids_.emplace(content, id);
    if (special) {
      std::erase(byte_tokens_, id);
      meanings_[id].clear();
      is_piece_[id] = false;
      return Status::Ok();
    }
    if (meanings_[id] != content) {
      std::erase(byte_tokens_, id);
      meanings_[id] = content;
      is_piece_[id] = false;
    }
    bool depends = false;  // on what stands beside it, or takes that too: such a token is not looked for
    for (const char* const condition : {"single_word", "lstrip", "rstrip"}) {
      LLMZIP_ASSIGN_OR_RETURN(const bool holds, BoolField(token, condition, false));
      depends = depends || holds;
    }
    if (!depends) added_tokens_[normalized ? 1 : 0].Add(content, id);
    return Status::Ok();
  }

  Status ReadMerges(const Vocabulary& vocabulary) {
    const Json* const merges = Field(*model_, "merges");
    if (merges == nullptr || !merges->is_array()) return Wrong("no merges");
    std::vector<MergeTable::Merge> kept;
    for (std::size_t i = 0; i < merges->size(); ++i) {
      const auto names = ReadPair((*merges)[i]);
      if (!names) return Wrong("the merge " + std::to_string(i) + " is not a pair");
      const auto left = ids_.find(names->first);
      const auto right = ids_.find(names->second);
      const auto merged = ids_.find(names->first + names->second);
      if (left == ids_.end() || right == ids_.end() || merged == ids_.end()) {
        return Wrong("the merge " + std::to_string(i) + " names a token that is not in the vocabulary");
      }
      // A special token means nothing, so nothing may become one.
      std::string joined(vocabulary.Meaning(left->second));
      joined += vocabulary.Meaning(right->second);
      if (!vocabulary.Meaning(left->second).empty() && !vocabulary.Meaning(right->second).empty() &&
          vocabulary.Meaning(merged->second) == joined) {
        kept.push_back({left->second, right->second, merged->second});
      }
    }
    bpe_.merges = MergeTable(kept);
    return Status::Ok();
  }

  // ["a", "b"] or "a b".
  static std::optional<std::pair<std::string, std::string>> ReadPair(const Json& merge) {
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
      return std::pair{merge[0].get<std::string>(), merge[1].get<std::string>()};
    }
    if (!merge.is_string()) return std::nullopt;
    const auto& text = merge.get_ref<const std::string&>();
    const std::size_t space = text.find(' ');
    if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) return std::nullopt;
    return std::pair{text.substr(0, space), text.substr(space + 1)};
  }

  void Take(Symbol id) {
    if (id >= is_taken_.size()) {
      is_taken_.resize(id + 1);
      is_piece_.resize(id + 1);
      meanings_.resize(id + 1);
    }
    is_taken_[id] = true;
  }

  std::optional<Symbol> IdOf(std::string_view name) const {
    const auto found = ids_.find(name);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
  }

  const Json& tokenizer_;
  const Json* model_ = nullptr;
  bool byte_fallback_ = false;
  TextStyle style_;
  std::map<std::string, Symbol, std::less<>> ids_;  // by name
  std::vector<bool> is_taken_;                      // these three by id
  std::vector<bool> is_piece_;
  std::vector<std::string> meanings_;
  std::vector<Symbol> byte_tokens_;
  std::vector<AddedTokens> added_tokens_;
  BpeParts bpe_;
};

}  // namespace

StatusOr<std::unique_ptr<Tokeniser>> ReadTokenizerJson(ByteView file, std::string_view beginning) {
  LLMZIP_ASSIGN_OR_RETURN(const OwnedJson owned, ParseJsonObject(file, "tokenizer.json"));
  const Json& tokenizer = *owned;
  return Reader(tokenizer).Read(beginning);
}

}  // namespace llmzip

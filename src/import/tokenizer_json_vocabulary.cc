// The vocabulary of a tokenizer.json whose model is BPE.
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "import/source_vocabulary.h"
#include "import/text_beginning.h"
#include "llmzip/predictor.h"
#include "tokenisers/byte_alphabet.h"
#include "tokenisers/json_fields.h"
#include "tokenisers/token_names.h"
#include "tokenisers/utf8.h"

namespace llmzip::importer {
namespace {

Status WrongTokenizer(const std::string& what) { return Status::Corrupt("tokenizer.json: " + what); }

/// How names of tokens write bytes.
struct NamingStyle {
  bool byte_level = false;
  bool spaces_marked = false;
};

void LookAtStep(const Json& step, const char* elements, NamingStyle* style) {
  const std::string type = TypeOf(step);
  if (type == "ByteLevel") style->byte_level = true;
  if (type == "Metaspace") style->spaces_marked = true;
  if (type == "Replace") {
    const auto content = TextField(step, "content", "");
    if (content.ok() && *content == kSpaceMark) style->spaces_marked = true;
  }
  const Json* const list = type == "Sequence" ? Field(step, elements) : nullptr;
  if (list == nullptr || !list->is_array()) return;
  for (const Json& each : *list) LookAtStep(each, elements, style);  // the depth of the JSON bounds this
}

class JsonVocabulary {
 public:
  explicit JsonVocabulary(const Json& tokenizer) : tokenizer_(tokenizer) {}

  Status Read() {
    LLMZIP_RETURN_IF_ERROR(ReadModel());
    LLMZIP_RETURN_IF_ERROR(ReadTokens());
    LLMZIP_RETURN_IF_ERROR(ReadAdded());
    if (tokens.empty()) return WrongTokenizer("the vocabulary is empty");
    return CheckMerges();
  }

  [[nodiscard]] std::optional<std::uint32_t> IdOf(const std::string& name) const {
    const auto found = ids_.find(name);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
  }

  std::vector<SourceToken> tokens;

 private:
  Status ReadModel() {
    model_ = Field(tokenizer_, "model");
    if (model_ == nullptr || !model_->is_object()) return WrongTokenizer("no model");
    const std::string type = TypeOf(*model_);
    if (!(type == "BPE" || (type.empty() && Field(*model_, "merges") != nullptr))) {
      return Status::Unsupported("tokenizer.json: tokenisers of type '" + type + "' are not read");
    }
    for (const char* const affix : {"continuing_subword_prefix", "end_of_word_suffix"}) {
      LLMZIP_ASSIGN_OR_RETURN(const std::string text, TextField(*model_, affix, ""));
      if (!text.empty()) return Status::Unsupported("tokenizer.json: a model with " + std::string(affix));
    }
    LLMZIP_ASSIGN_OR_RETURN(byte_fallback_, BoolField(*model_, "byte_fallback", false));
    if (const Json* const step = Field(tokenizer_, "normalizer")) LookAtStep(*step, "normalizers", &style_);
    if (const Json* const step = Field(tokenizer_, "pre_tokenizer")) LookAtStep(*step, "pretokenizers", &style_);
    if (style_.byte_level ? style_.spaces_marked : !style_.spaces_marked && !byte_fallback_) {
      return Status::Unsupported("tokenizer.json: neither byte-level nor with marked spaces");
    }
    return Status::Ok();
  }

  StatusOr<std::uint32_t> Take(const Json& id_field, bool is_added) {
    if (!id_field.is_number_unsigned()) return WrongTokenizer("an id that is not a number");
    const auto wide = id_field.get<std::uint64_t>();
    if (wide >= kMaxAlphabetSize) {
      return Status::LimitExceeded("tokenizer.json: the id " + std::to_string(wide) +
                                   " is beyond the largest vocabulary, " + std::to_string(kMaxAlphabetSize));
    }
    const auto id = static_cast<std::uint32_t>(wide);
    if (id >= tokens.size()) {
      tokens.resize(id + 1);
      taken_.resize(id + 1);
    }
    if (!is_added && taken_[id]) return WrongTokenizer("the id " + std::to_string(id) + " belongs to two tokens");
    taken_[id] = true;
    return id;
  }

  Status ReadTokens() {
    const Json* const vocabulary = Field(*model_, "vocab");
    if (vocabulary == nullptr || !vocabulary->is_object()) return WrongTokenizer("no vocabulary");
    for (const auto& [name, value] : vocabulary->items()) {
      LLMZIP_ASSIGN_OR_RETURN(const std::uint32_t id, Take(value, /*is_added=*/false));
      ids_.emplace(name, id);
      SourceToken& token = tokens[id];
      const auto byte = byte_fallback_ && !style_.byte_level ? ByteOfName(name) : std::nullopt;
      token.is_byte = byte.has_value();
      if (byte) {
        token.bytes = static_cast<char>(*byte);
      } else {
        token.bytes = style_.byte_level      ? BytesOfName(name).value_or("")
                      : style_.spaces_marked ? SpacesUnmarked(name)
                                             : name;
      }
    }
    return Status::Ok();
  }

  Status ReadAdded() {
    const Json* const list = Field(tokenizer_, "added_tokens");
    if (list == nullptr) return Status::Ok();
    if (!list->is_array()) return WrongTokenizer("'added_tokens' is not a list");
    for (const Json& added : *list) {
      const Json* const id_field = Field(added, "id");
      if (id_field == nullptr) return WrongTokenizer("an added token without an id");
      LLMZIP_ASSIGN_OR_RETURN(const std::string content, TextField(added, "content", ""));
      LLMZIP_ASSIGN_OR_RETURN(const bool special, BoolField(added, "special", false));
      if (content.empty()) return WrongTokenizer("an added token without content");
      const auto known = IdOf(content);
      const bool fits = known ? *id_field == *known
                              : !(id_field->is_number_unsigned() && id_field->get<std::uint64_t>() < taken_.size() &&
                                  taken_[static_cast<std::size_t>(id_field->get<std::uint64_t>())]);
      if (!fits) return WrongTokenizer("the added token '" + content + "' and the vocabulary disagree on its id");
      LLMZIP_ASSIGN_OR_RETURN(const std::uint32_t id, Take(*id_field, /*is_added=*/true));
      ids_.emplace(content, id);
      SourceToken& token = tokens[id];
      token.is_added = true;
      if (special) {
        token.bytes.clear();
        token.is_byte = false;
      } else if (token.bytes != content) {
        token.bytes = content;
        token.is_byte = false;
      }
    }
    return Status::Ok();
  }

  Status CheckMerges() const {
    const Json* const merges = Field(*model_, "merges");
    if (merges == nullptr || !merges->is_array()) return WrongTokenizer("no merges");
    for (const Json& merge : *merges) {
      std::string left, right;
      if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
        left = merge[0].get<std::string>();
        right = merge[1].get<std::string>();
      } else if (merge.is_string()) {
        const auto& text = merge.get_ref<const std::string&>();
        const std::size_t space = text.find(' ');
        if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos) {
          return WrongTokenizer("the merge '" + text.substr(0, kMostShown) + "' is not a pair");
        }
        left = text.substr(0, space);
        right = text.substr(space + 1);
      } else {
        return WrongTokenizer("a merge that is not a pair");
      }
      for (const std::string& name : {left, right, left + right}) {
        if (ids_.contains(name)) continue;
        std::string said = left;
        said.append(" ").append(right).resize(std::min(said.size(), kMostShown));
        return WrongTokenizer("the merge '" + said + "': '" + name.substr(0, kMostShown) +
                              "' is not in the vocabulary");
      }
    }
    return Status::Ok();
  }

  static constexpr std::size_t kMostShown = 60;  // bytes of a name in a message

  const Json& tokenizer_;
  const Json* model_ = nullptr;
  bool byte_fallback_ = false;
  NamingStyle style_;
  std::map<std::string, std::uint32_t> ids_;
  std::vector<bool> taken_;  // by id
};

}  // namespace

StatusOr<SourceVocabulary> VocabularyOfTokenizerJson(Bytes file, const TokenHints& hints) {
  const auto end = std::find_if(file.rbegin(), file.rend(), [](std::uint8_t byte) { return byte > ' '; });
  if (end != file.rend() && *end != '}') return WrongTokenizer("it ends in the middle, or is no JSON object");
  LLMZIP_ASSIGN_OR_RETURN(const OwnedJson owned, ParseJsonObject(file, "tokenizer.json"));
  const Json& tokenizer = *owned;
  JsonVocabulary reader(tokenizer);
  LLMZIP_RETURN_IF_ERROR(reader.Read());
  SourceVocabulary vocabulary;
  vocabulary.tokens = std::move(reader.tokens);
  vocabulary.file_name = "tokenizer.json";
  vocabulary.file = std::move(file);
  ChooseBeginning(
      hints, [&reader](const std::string& name) { return reader.IdOf(name); }, &vocabulary);
  return vocabulary;
}

}  // namespace llmzip::importer

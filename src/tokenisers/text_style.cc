#include "tokenisers/text_style.h"

#include <array>
#include <string>
#include <utility>

#include "tokenisers/utf8.h"

namespace llmzip {
namespace {

constexpr std::size_t kMostStages = 32;

// GPT-2's, which ByteLevel uses unless it is told not to.
constexpr std::string_view kByteLevelPattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr std::string_view kPunctuationPattern = R"([!-/:-@\[-`{-~\p{P}])";

Status Unknown(const char* what, const std::string& type) {
  return Status::Unsupported("tokenizer.json: " + std::string(what) + " '" + type + "' is not known here");
}

// The elements of a Sequence, which the depth of the JSON bounds.
template <typename Read>
Status ReadSequence(const Json& sequence, const char* key, const Read& read) {
  const Json* const elements = Field(sequence, key);
  if (elements == nullptr || !elements->is_array()) {
    return Status::Corrupt("tokenizer.json: a sequence without '" + std::string(key) + "'");
  }
  for (const Json& element : *elements) LLMZIP_RETURN_IF_ERROR(read(element));
  return Status::Ok();
}

// {"String": …} or {"Regex": …}.
StatusOr<std::pair<std::string, RegularExpression::Syntax>> ReadPattern(const Json& object) {
  const Json* const pattern = Field(object, "pattern");
  if (pattern == nullptr) return Status::Corrupt("tokenizer.json: a pattern is missing");
  const bool literal = Field(*pattern, "String") != nullptr;
  LLMZIP_ASSIGN_OR_RETURN(std::string text, TextField(*pattern, literal ? "String" : "Regex", ""));
  if (text.empty()) return Status::Corrupt("tokenizer.json: a pattern is missing");
  return std::pair{std::move(text),
                   literal ? RegularExpression::Syntax::kLiteral : RegularExpression::Syntax::kPattern};
}

StatusOr<SplitBehaviour> ReadBehaviour(const Json& object, std::string_view otherwise) {
  LLMZIP_ASSIGN_OR_RETURN(const std::string name, TextField(object, "behavior", otherwise));
  constexpr std::array<std::pair<std::string_view, SplitBehaviour>, 5> kBehaviours = {{
      {"Isolated", SplitBehaviour::kIsolated},
      {"Removed", SplitBehaviour::kIsolated},
      {"MergedWithPrevious", SplitBehaviour::kMergedWithPrevious},
      {"MergedWithNext", SplitBehaviour::kMergedWithNext},
      {"Contiguous", SplitBehaviour::kContiguous},
  }};
  for (const auto& [known, behaviour] : kBehaviours) {
    if (name == known) return behaviour;
  }
  return Unknown("the behaviour", name);
}

class StyleReader {
 public:
  Status ReadNormalizer(const Json& normalizer) {
    const std::string type = TypeOf(normalizer);
    if (type == "Sequence") {
      return ReadSequence(normalizer, "normalizers", [this](const Json& each) { return ReadNormalizer(each); });
    }
    // These would change the text. Here the text stays as it is and is coded with the tokens that fit.
    if (type == "NFC" || type == "NFD" || type == "NFKC" || type == "NFKD" || type == "Prepend") return Status::Ok();
    if (type != "Replace") return Unknown("the normalizer", type);
    LLMZIP_ASSIGN_OR_RETURN(const auto pattern, ReadPattern(normalizer));
    LLMZIP_ASSIGN_OR_RETURN(const std::string content, TextField(normalizer, "content", ""));
    if (pattern.first != " " || content != kSpaceMark) return Unknown("the normalizer", "Replace of other than spaces");
    style_.spaces_marked = true;
    return Status::Ok();
  }

  Status ReadPreTokenizer(const Json& pre_tokenizer) {
    const std::string type = TypeOf(pre_tokenizer);
    if (type == "Sequence") {
      return ReadSequence(pre_tokenizer, "pretokenizers", [this](const Json& each) { return ReadPreTokenizer(each); });
    }
    // Behind it come bytes in disguise, which nothing in use cuts on purpose.
    if (style_.byte_level) return Unknown("a pre-tokenizer after ByteLevel,", type);
    if (type == "ByteLevel") return ReadByteLevel(pre_tokenizer);
    if (type == "Metaspace") return ReadMetaspace(pre_tokenizer);
    if (type == "Split") return ReadSplit(pre_tokenizer);
    if (type == "Digits") {
      LLMZIP_ASSIGN_OR_RETURN(const bool individual, BoolField(pre_tokenizer, "individual_digits", false));
      return AddStage(R"(\p{N})", individual ? SplitBehaviour::kIsolated : SplitBehaviour::kContiguous);
    }
    if (type == "Punctuation") {
      LLMZIP_ASSIGN_OR_RETURN(const SplitBehaviour behaviour, ReadBehaviour(pre_tokenizer, "Isolated"));
      return AddStage(kPunctuationPattern, behaviour);
    }
    return Unknown("the pre-tokenizer", type);
  }

  /// `of_characters`: symbols that are no byte's name are plain text, spaces too, unless something marks them.
  StatusOr<TextStyle> Finish(bool of_characters) {
    const bool known = style_.byte_level || style_.spaces_marked || of_characters;
    if (!known || (style_.byte_level && style_.spaces_marked) || (!style_.byte_level && !style_.stages.empty())) {
      return Status::Unsupported("tokenizer.json: neither byte-level nor with marked spaces");
    }
    return std::move(style_);
  }

 private:
  Status ReadByteLevel(const Json& byte_level) {
    LLMZIP_ASSIGN_OR_RETURN(const bool use_regex, BoolField(byte_level, "use_regex", true));
    if (use_regex) LLMZIP_RETURN_IF_ERROR(AddStage(kByteLevelPattern, SplitBehaviour::kIsolated));
    style_.byte_level = true;
    return Status::Ok();
  }

  Status ReadMetaspace(const Json& metaspace) {
    LLMZIP_ASSIGN_OR_RETURN(const std::string replacement, TextField(metaspace, "replacement", kSpaceMark));
    if (replacement != kSpaceMark) return Unknown("the replacement", replacement);
    LLMZIP_ASSIGN_OR_RETURN(style_.cut_at_every_space, BoolField(metaspace, "split", true));
    style_.spaces_marked = true;
    return Status::Ok();
  }

  Status ReadSplit(const Json& split) {
    LLMZIP_ASSIGN_OR_RETURN(const auto pattern, ReadPattern(split));
    LLMZIP_ASSIGN_OR_RETURN(const SplitBehaviour behaviour, ReadBehaviour(split, "Isolated"));
    LLMZIP_ASSIGN_OR_RETURN(const bool inverted, BoolField(split, "invert", false));
    // Where spaces have become marks (Gemma), there is none to split at.
    if (style_.spaces_marked && pattern.first == " ") return Status::Ok();
    return AddStage(pattern.first, behaviour, pattern.second, inverted);
  }

  Status AddStage(std::string_view pattern, SplitBehaviour behaviour,
                  RegularExpression::Syntax syntax = RegularExpression::Syntax::kPattern, bool inverted = false) {
    if (style_.stages.size() == kMostStages) return Status::LimitExceeded("tokenizer.json: too many pre-tokenizers");
    auto expression = RegularExpression::Compile(pattern, syntax);
    if (!expression.ok()) return {expression.status().code(), "tokenizer.json: " + expression.status().message()};
    style_.stages.push_back({*std::move(expression), behaviour, inverted});
    return Status::Ok();
  }

  TextStyle style_;
};

}  // namespace

StatusOr<TextStyle> ReadTextStyle(const Json& tokenizer) {
  StyleReader reader;
  if (const Json* const normalizer = Field(tokenizer, "normalizer")) {
    LLMZIP_RETURN_IF_ERROR(reader.ReadNormalizer(*normalizer));
  }
  if (const Json* const pre_tokenizer = Field(tokenizer, "pre_tokenizer")) {
    LLMZIP_RETURN_IF_ERROR(reader.ReadPreTokenizer(*pre_tokenizer));
  }
  const Json* const model = Field(tokenizer, "model");
  LLMZIP_ASSIGN_OR_RETURN(const bool byte_fallback,
                          BoolField(model != nullptr ? *model : Json(), "byte_fallback", false));
  return reader.Finish(byte_fallback);
}

}  // namespace llmzip

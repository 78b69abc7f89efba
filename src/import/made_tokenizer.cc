#include "import/made_tokenizer.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "import/word_styles.h"
#include "tokenisers/utf8.h"

namespace llmzip::importer {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kMostPieceBytes = 4096;

OrderedJson AddedToken(std::size_t id, const std::string& content, bool special) {
  return {{"id", id},        {"content", content},  {"single_word", false}, {"lstrip", false},
          {"rstrip", false}, {"normalized", false}, {"special", special}};
}

Bytes TextOf(const OrderedJson& tokenizer) {
  const std::string text = tokenizer.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
  return {text.begin(), text.end()};
}

bool IsUsable(std::string_view name) {
  return !name.empty() && name.size() <= kMostPieceBytes && ValidPrefixSize(name) == name.size();
}

/// The vocabulary and the added tokens of names with kinds; a name's first id counts. Names that cannot be tokens are
/// left out, as are unused ones.
class NameTable {
 public:
  void Add(std::size_t id, const std::string& name, TokenKind kind) {
    if (kind == TokenKind::kUnused || !IsUsable(name) || !ids_.try_emplace(name, id).second) return;
    const bool special = kind == TokenKind::kControl || kind == TokenKind::kUnknown;
    if (special || kind == TokenKind::kUserDefined) {
      added_.push_back(AddedToken(id, name, special));
    } else {
      vocabulary_.emplace_back(name, id);
    }
  }

  [[nodiscard]] OrderedJson Added() const { return added_; }
  [[nodiscard]] const std::map<std::string, std::size_t, std::less<>>& ids() const { return ids_; }

  /// In order of ids. An ordered object of nlohmann's searches all of itself for each key; so this goes around it.
  [[nodiscard]] std::string VocabularyText() const {
    std::string text = "{";
    for (const auto& [name, id] : vocabulary_) {
      text += (text.size() > 1 ? "," : "") + OrderedJson(name).dump() + ":" + std::to_string(id);
    }
    return text + "}";
  }

 private:
  OrderedJson added_ = OrderedJson::array();
  std::map<std::string, std::size_t, std::less<>> ids_;
  std::vector<std::pair<std::string, std::size_t>> vocabulary_;
};

Bytes Assembled(const NameTable& names, OrderedJson normalizer, OrderedJson pre_tokenizer, OrderedJson decoder,
                const OrderedJson& model, const OrderedJson& merges) {
  const OrderedJson head = {{"version", "1.0"},
                            {"truncation", nullptr},
                            {"padding", nullptr},
                            {"added_tokens", names.Added()},
                            {"normalizer", std::move(normalizer)},
                            {"pre_tokenizer", std::move(pre_tokenizer)},
                            {"post_processor", nullptr},
                            {"decoder", std::move(decoder)}};
  const Bytes front = TextOf(head);
  std::string text(front.begin(), front.end() - 1);
  const Bytes settings = TextOf(model);
  text += ",\"model\":" + std::string(settings.begin(), settings.end() - 1) + ",\"vocab\":" + names.VocabularyText() +
          ",\"merges\":";
  const Bytes list = TextOf(merges);
  text.append(list.begin(), list.end());
  text += "}}";
  return {text.begin(), text.end()};
}

/// All ways to make one piece of two, the best first.
struct Joining {
  std::string_view left;
  std::string_view right;
  double score = 0;
  std::size_t left_id = 0;
  std::size_t right_id = 0;
};

std::vector<Joining> Joinings(const std::vector<ScoredPiece>& pieces,
                              const std::map<std::string, std::size_t, std::less<>>& ids) {
  std::vector<Joining> joinings;
  for (std::size_t id = 0; id < pieces.size(); ++id) {
    const ScoredPiece& piece = pieces[id];
    if (piece.kind != TokenKind::kNormal || !IsUsable(piece.text)) continue;
    const std::string_view text = piece.text;
    std::vector<Joining> own;
    for (std::size_t cut = CharacterSize(text); cut < text.size(); cut += CharacterSize(text.substr(cut))) {
      const auto left = ids.find(text.substr(0, cut));
      const auto right = ids.find(text.substr(cut));
      if (left == ids.end() || right == ids.end()) continue;
      own.push_back({text.substr(0, cut), text.substr(cut), piece.score, left->second, right->second});
    }
    std::ranges::sort(own, {}, [](const Joining& j) { return std::pair(j.left_id, j.right_id); });
    joinings.insert(joinings.end(), own.begin(), own.end());
  }
  std::ranges::stable_sort(joinings, [](const Joining& a, const Joining& b) { return a.score > b.score; });
  return joinings;
}

}  // namespace

StatusOr<Bytes> TokenizerOfMerges(const std::vector<NamedToken>& tokens, const std::vector<std::string>& merges,
                                  std::string_view style) {
  const WordStyle* const words = WordStyleNamed(style);
  if (words == nullptr) {
    return Status::Unsupported("tokenisers that cut words as '" + std::string(style.substr(0, 40)) +
                               "' does are not read");
  }
  NameTable names;
  for (std::size_t id = 0; id < tokens.size(); ++id) names.Add(id, tokens[id].name, tokens[id].kind);
  OrderedJson pairs = OrderedJson::array();
  for (const std::string& merge : merges) {
    const std::size_t space = merge.find(' ', 1);
    if (space == std::string::npos || !IsUsable(merge)) {
      return Status::Corrupt("the merge '" + merge.substr(0, 60) + "' is not a pair");
    }
    pairs.push_back(OrderedJson::array({merge.substr(0, space), merge.substr(space + 1)}));
  }
  const OrderedJson model = {{"type", "BPE"},
                             {"dropout", nullptr},
                             {"unk_token", nullptr},
                             {"continuing_subword_prefix", nullptr},
                             {"end_of_word_suffix", nullptr},
                             {"fuse_unk", false},
                             {"byte_fallback", false},
                             {"ignore_merges", words->whole_words_first}};
  return Assembled(names, nullptr, PreTokenizerOf(*words), {{"type", "ByteLevel"}}, model, pairs);
}

StatusOr<Bytes> TokenizerOfPieces(const std::vector<ScoredPiece>& pieces) {
  NameTable names;
  for (std::size_t id = 0; id < pieces.size(); ++id) names.Add(id, pieces[id].text, pieces[id].kind);
  OrderedJson pairs = OrderedJson::array();
  for (const Joining& joining : Joinings(pieces, names.ids())) {
    pairs.push_back(OrderedJson::array({std::string(joining.left), std::string(joining.right)}));
  }
  const OrderedJson mark = {{"type", "Replace"}, {"pattern", {{"String", " "}}}, {"content", std::string(kSpaceMark)}};
  const OrderedJson model = {{"type", "BPE"},
                             {"dropout", nullptr},
                             {"unk_token", nullptr},
                             {"continuing_subword_prefix", nullptr},
                             {"end_of_word_suffix", nullptr},
                             {"fuse_unk", true},
                             {"byte_fallback", true},
                             {"ignore_merges", false}};
  return Assembled(names, mark, nullptr, {{"type", "ByteFallback"}}, model, pairs);
}

}  // namespace llmzip::importer

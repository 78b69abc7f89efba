#include "import/text_beginning.h"

#include <algorithm>
#include <array>
#include <string>

namespace llmzip::importer {
namespace {

constexpr std::array<const char*, 4> kUsual = {"<s>", "<bos>", "<|begin_of_text|>", "<|endoftext|>"};
constexpr const char* kTurn = "<|im_start|>";
constexpr const char* kSeparator = "<|endoftext|>";

}  // namespace

void ChooseBeginning(const TokenHints& hints,
                     const std::function<std::optional<std::uint32_t>(const std::string& name)>& id_of,
                     SourceVocabulary* vocabulary) {
  const auto valid = [&](const std::optional<std::uint64_t>& id) -> std::optional<std::uint32_t> {
    if (!id) return std::nullopt;
    if (*id < vocabulary->tokens.size()) return static_cast<std::uint32_t>(*id);
    if (hints.warnings != nullptr) {
      hints.warnings->push_back("token " + std::to_string(*id) + " of " + std::to_string(vocabulary->tokens.size()) +
                                " is named as a beginning or an end; ignored");
    }
    return std::nullopt;
  };
  std::vector<std::uint32_t>& feedable = vocabulary->feedable;
  const auto add = [&](const std::optional<std::uint32_t>& id) {
    if (id && std::ranges::find(feedable, *id) == feedable.end()) feedable.push_back(*id);
  };
  std::optional<std::uint32_t> named;
  if (!hints.beginning.empty()) named = id_of(hints.beginning);
  const auto begin_id = valid(hints.begin_id);
  std::optional<std::uint32_t> end;
  for (const std::uint64_t id : hints.end_ids) {
    const auto checked = valid(id);
    if (!end) end = checked;
    add(checked);
  }
  std::optional<std::uint32_t> usual;
  for (const char* const name : kUsual) {
    if (!usual) usual = id_of(name);
  }
  std::optional<std::uint32_t> begin = named ? named : begin_id ? begin_id : usual ? usual : end;
  add(begin);
  const auto separator = id_of(kSeparator);
  if (begin && separator && begin == id_of(kTurn)) begin = separator;
  add(begin);
  add(valid(hints.unknown_id));
  vocabulary->begin = begin;
  std::ranges::sort(feedable);
}

}  // namespace llmzip::importer

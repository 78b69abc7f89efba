#include "tokenisers/added_tokens.h"

namespace llmzip {
namespace {

std::uint64_t EdgeOf(std::uint32_t node, char byte) {
  return std::uint64_t{node} << 8 | static_cast<std::uint8_t>(byte);
}

}  // namespace

void AddedTokens::Add(std::string_view content, Symbol id) {
  if (content.empty()) return;
  begins_[static_cast<std::uint8_t>(content.front())] = true;
  std::uint32_t node = 0;
  for (const char byte : content) {
    const auto [edge, is_new] = edges_.try_emplace(EdgeOf(node, byte), static_cast<std::uint32_t>(nodes_.size()));
    if (is_new) nodes_.emplace_back();
    node = edge->second;
  }
  nodes_[node].id = id;
}

std::optional<AddedTokens::Found> AddedTokens::Find(std::string_view text, std::size_t from) const {
  if (edges_.empty()) return std::nullopt;
  for (std::size_t begin = from; begin < text.size(); ++begin) {
    if (!begins_[static_cast<std::uint8_t>(text[begin])]) continue;
    std::optional<Found> longest;
    std::uint32_t node = 0;
    for (std::size_t end = begin; end < text.size(); ++end) {
      const auto edge = edges_.find(EdgeOf(node, text[end]));
      if (edge == edges_.end()) break;
      node = edge->second;
      if (nodes_[node].id) longest = {begin, end + 1 - begin, *nodes_[node].id};
    }
    if (longest) return longest;
  }
  return std::nullopt;
}

}  // namespace llmzip

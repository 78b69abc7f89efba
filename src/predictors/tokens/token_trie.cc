#include "predictors/tokens/token_trie.h"

#include <algorithm>

namespace llmzip::tokens {

TokenTrie::TokenTrie(ByteView bytes, std::span<const std::uint32_t> ends) {
  const auto token = [&](std::uint32_t t) {
    const std::size_t begin = t == 0 ? 0 : ends[t - 1];
    return bytes.subspan(begin, ends[t] - begin);
  };
  const auto count = static_cast<std::uint32_t>(ends.size());
  nodes_.reserve(std::size_t{count} * 2 + 1);
  nodes_.push_back({0, 0, count, 0, 0, 0});
  // Level by level, so that the children of a node lie together: nodes_[n] has depth[n] bytes.
  std::size_t level_end = 1;
  std::size_t depth = 0;
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    if (n == level_end) {
      level_end = nodes_.size();
      ++depth;
    }
    Entry node = nodes_[n];
    node.first_child = static_cast<Node>(nodes_.size());
    std::uint32_t t = node.own;
    while (t < node.end) {
      Entry child;
      child.byte = token(t)[depth];
      child.first = child.own = t;
      while (t < node.end && token(t)[depth] == child.byte) {
        if (token(t).size() == depth + 1) child.own = t + 1;
        ++t;
      }
      child.end = t;
      nodes_.push_back(child);
      ++node.children;
    }
    nodes_[n] = node;
  }
}

TokenTrie::Node TokenTrie::Child(Node node, std::uint8_t byte) const {
  const auto begin = nodes_.begin() + nodes_[node].first_child;
  const auto end = begin + nodes_[node].children;
  const auto child = std::lower_bound(begin, end, byte, [](const Entry& e, std::uint8_t b) { return e.byte < b; });
  if (child == end || child->byte != byte) return kNone;
  return static_cast<Node>(child - nodes_.begin());
}

TokenTrie::Found TokenTrie::Longest(ByteView bytes) const {
  Found found;
  Node node = kRoot;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    node = Child(node, bytes[i]);
    if (node == kNone) break;
    if (is_token(node)) found = {token(node), i + 1};
  }
  return found;
}

}  // namespace llmzip::tokens

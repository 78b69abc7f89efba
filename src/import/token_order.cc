#include "import/token_order.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "model/language/language_config.h"

namespace llmzip::importer {

StatusOr<TokenOrder> OrderTokens(const SourceVocabulary& vocabulary, std::uint64_t rows) {
  const std::vector<SourceToken>& tokens = vocabulary.tokens;
  TokenOrder order;
  for (std::uint32_t id = 0; id < tokens.size(); ++id) {
    const SourceToken& token = tokens[id];
    if (token.bytes.empty()) continue;
    if (id < rows) {
      if (token.bytes.size() <= kMostTokenBytes) order.ids.push_back(id);
    } else if (!token.is_added) {
      return Status::Corrupt("the tokeniser has " + std::to_string(tokens.size()) + " tokens, the embedding " +
                             std::to_string(rows) + " rows");
    }
  }
  if (order.ids.empty()) return Status::Corrupt("the tokeniser has no token that writes a byte");
  // std::string compares bytes as unsigned.
  std::ranges::sort(order.ids, [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(tokens[a].bytes, tokens[a].is_byte, a) < std::tie(tokens[b].bytes, tokens[b].is_byte, b);
  });
  order.predicted = static_cast<std::uint32_t>(order.ids.size());
  for (const std::uint32_t id : order.ids) {
    order.bytes.insert(order.bytes.end(), tokens[id].bytes.begin(), tokens[id].bytes.end());
    order.ends.push_back(static_cast<std::uint32_t>(order.bytes.size()));
  }
  for (const std::uint32_t id : vocabulary.feedable) {
    const std::string& bytes = tokens[id].bytes;
    if (id < rows && (bytes.empty() || bytes.size() > kMostTokenBytes)) order.ids.push_back(id);
  }
  if (vocabulary.begin) {
    const auto row = std::ranges::find(order.ids, *vocabulary.begin);
    if (row != order.ids.end()) order.begin = static_cast<std::uint32_t>(row - order.ids.begin());
  }
  return order;
}

}  // namespace llmzip::importer

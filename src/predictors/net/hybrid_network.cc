#include "predictors/net/hybrid_network.h"

namespace llmzip::net {

void HybridNetwork::BeginStream(const Rows& rows, const Buffers& buffers) const {
  for (std::size_t row = 0; row < rows.count(); ++row) Embed(rows.inputs[row], buffers.x + row * config().width);
}

}  // namespace llmzip::net

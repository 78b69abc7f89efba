#include "predictors/net/language_network.h"

#include <algorithm>
#include <functional>

#include "predictors/net/language_buffers.h"
#include "predictors/net/language_pass.h"

namespace llmzip::net {
namespace {

// Counts what a workspace would have to hold.
class Counter {
 public:
  template <typename T>
  T* Take(std::size_t count) {
    bytes_ += Workspace::Rounded(count * sizeof(T));
    return nullptr;
  }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  std::size_t bytes_ = 0;
};

std::size_t BufferBytes(const LanguageConfig& config, std::size_t rows, std::size_t end, std::size_t members) {
  Counter counter;
  const LanguageBuffers buffers(config, rows, end, members, counter);
  return counter.bytes();
}

}  // namespace

std::shared_ptr<const LanguageNetwork> LanguageNetwork::SharedFromModel(const Model& model, Kernel kernel) {
  const auto make = [&] { return std::make_shared<const LanguageNetwork>(model, kernel); };
  return model.GetOrCompute<LanguageNetwork>(static_cast<unsigned>(kernel), make);
}

std::uint64_t LanguageNetwork::WorkspaceBytes(const LanguageConfig& config, std::uint32_t capacity, unsigned threads) {
  return BufferBytes(config, kMostLanguageRows, capacity, threads);
}

void LanguageNetwork::Forward(std::span<const Feed> feeds, LanguageWorkspace& workspace, ThreadTeam& team) const {
  LanguageRows& rows = workspace.rows;
  rows.Clear();
  for (const Feed& feed : feeds) {
    std::size_t row = 0;
    while (row < feed.tokens.size()) {
      rows.BeginSegment(feed.state);
      for (; row < feed.tokens.size() && rows.count() < kMostLanguageRows; ++row) {
        rows.Add(feed.tokens[row], feed.logits == nullptr ? nullptr : feed.logits + row * logit_stride());
      }
      if (rows.count() < kMostLanguageRows) break;
      Run(workspace, team);
      rows.Clear();
    }
  }
  if (rows.count() > 0) Run(workspace, team);
}

void LanguageNetwork::Run(LanguageWorkspace& workspace, ThreadTeam& team) const {
  LanguageRows& rows = workspace.rows;
  rows.ShareAttention(config().key_value_heads, config().heads / config().key_value_heads);
  const std::size_t end = *std::ranges::max_element(rows.places) + std::size_t{1};
  const std::size_t members = team.size();
  workspace.memory.Reserve(BufferBytes(config(), rows.count(), end, members));
  const LanguageBuffers buffers(config(), rows.count(), end, members, workspace.memory);
  workspace.phases.Restart(LanguagePass::Phases(config()), team.size());
  const LanguagePass pass(weights_, rows, buffers, workspace.phases);
  // Members neither fail nor allocate: one that left would let the others wait.
  const auto work = [&](unsigned member) {
    pass.Run(member);
    return Status::Ok();
  };
  (void)team.Run(std::ref(work)).ok();
}

}  // namespace llmzip::net

#include "predictors/net/net_predictor.h"

#include <algorithm>
#include <cassert>

#include "predictors/net/exact_math.h"
#include "predictors/net/network_memory.h"
#include "predictors/net/rows.h"

namespace llmzip::net {
namespace {

constexpr std::size_t kSymbols = 256;
constexpr std::uint64_t kSmallPerLane = 1024;
constexpr std::uint64_t kSmallPerMember = std::uint64_t{64} << 10;

unsigned MembersOf(const PredictorShape& shape) { return std::clamp(shape.context.threads, 1U, shape.lanes); }

std::size_t LanesOfMember(std::size_t lanes, std::size_t members) { return (lanes + members - 1) / members; }

}  // namespace

NetPredictor::NetPredictor(std::shared_ptr<const Network> network, const PredictorShape& shape)
    : network_(std::move(network)), lanes_(shape.lanes), team_(MembersOf(shape)), members_(team_.size()) {
  for (Lane& lane : lanes_) lane.state = network_->NewState();
}

unsigned NetPredictor::frequency_bits() const { return kNetFrequencyBits; }

void NetPredictor::SetFuture(std::span<const std::span<const std::uint8_t>> lanes) {
  assert(lanes.size() == lanes_.size() && step_ == 0);
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) lanes_[lane].future = lanes[lane];
  knows_future_ = true;
}

Status NetPredictor::Predict(std::span<Frequency> frequencies) {
  const std::size_t active = frequencies.size() / kSymbols;
  assert(active >= 1 && active <= lanes_.size());
  if (step_ == first_step_ + computed_steps_) LLMZIP_RETURN_IF_ERROR(Compute(active));
  const std::size_t ahead = step_ - first_step_;
  for (std::size_t lane = 0; lane < active; ++lane) {
    std::copy_n(computed_.data() + (lane * computed_steps_ + ahead) * kSymbols, kSymbols,
                frequencies.data() + lane * kSymbols);
  }
  return Status::Ok();
}

Status NetPredictor::Update(std::span<const Symbol> symbols) {
  for (std::size_t lane = 0; lane < symbols.size(); ++lane) {
    assert(!knows_future_ || lanes_[lane].future[step_] == symbols[lane]);
    lanes_[lane].next_input = static_cast<std::uint16_t>(symbols[lane]);
  }
  ++step_;
  return Status::Ok();
}

std::size_t NetPredictor::StepsAtOnce(std::size_t active) const {
  if (!knows_future_) return 1;
  std::size_t steps = std::max<std::size_t>(1, kMostRows / LanesOfMember(active, members_.size()));
  for (std::size_t lane = 0; lane < active; ++lane) {
    assert(lanes_[lane].future.size() > step_);
    steps = std::min(steps, lanes_[lane].future.size() - step_);
  }
  return steps;
}

Status NetPredictor::Compute(std::size_t active) {
  first_step_ = step_;
  computed_steps_ = StepsAtOnce(active);
  computed_.resize(std::max(computed_.size(), active * computed_steps_ * kSymbols));
  return team_.Run([this, active](unsigned member) {
    const std::size_t members = members_.size();
    ComputeLanes(active * member / members, active * (member + 1) / members, members_[member]);
    return Status::Ok();
  });
}

void NetPredictor::ComputeLanes(std::size_t first, std::size_t end, Member& member) {
  if (first == end) return;
  member.states.clear();
  member.inputs.clear();
  for (std::size_t l = first; l < end; ++l) {
    const Lane& lane = lanes_[l];
    member.states.push_back(lane.state.get());
    member.inputs.push_back(lane.next_input);
    for (std::size_t step = 1; step < computed_steps_; ++step) {
      member.inputs.push_back(lane.future[first_step_ + step - 1]);
    }
  }
  const std::size_t rows = member.inputs.size();
  if (member.logits.size() < rows * kSymbols) member.logits.resize(rows * kSymbols);
  const std::span<float> logits = std::span(member.logits).first(rows * kSymbols);
  network_->Forward(member.states, computed_steps_, member.inputs, member.workspace, logits);
  Frequency* const frequencies = computed_.data() + first * computed_steps_ * kSymbols;
  for (std::size_t row = 0; row < rows; ++row) {
    network_->kernels().frequencies(logits.data() + row * kSymbols, frequencies + row * kSymbols);
  }
}

std::uint64_t NetPredictor::MemoryBytes(const NetworkConfig& config, const PredictorShape& shape) {
  const std::uint64_t members = MembersOf(shape);
  const std::uint64_t rows = std::max<std::uint64_t>(kMostRows, LanesOfMember(shape.lanes, members)) * members;
  // Logits and frequencies of all rows that pass at once; then threads, stacks and small things.
  const std::uint64_t outputs = rows * kSymbols * (sizeof(float) + sizeof(Frequency));
  return WeightBytes(config) + shape.lanes * (StateBytes(config) + kSmallPerLane) + members * WorkspaceBytes(config) +
         outputs + members * kSmallPerMember;
}

}  // namespace llmzip::net

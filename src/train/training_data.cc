#include "train/training_data.h"

#include <algorithm>

#include "base/split_mix.h"

namespace llmzip::train {
namespace {

constexpr std::uint64_t kHeldOutShare = 64;
constexpr std::uint64_t kMostHeldOut = std::uint64_t{256} << 10;
constexpr std::uint64_t kSplitMixStep = 0x9E3779B97F4A7C15U;  // so that random_ is all the state there is
constexpr unsigned kLongestStreamLog2 = 5;                    // segments

}  // namespace

StatusOr<TrainingData> TrainingData::Make(const TrainRequest& request, const NetworkConfig& config) {
  TrainingData data;
  data.steps_ = request.segment;
  data.stream_bytes_ = config.chunk;
  if (config.architecture == Architecture::kPatch) data.grid_ = config.chunk;
  data.random_ = request.seed;
  data.lanes_.resize(request.lanes);
  double weights = 0;
  for (const TrainingFile& file : request.files) {
    const std::uint64_t wanted = std::min(kMostHeldOut, file.bytes.size() / kHeldOutShare);
    const std::uint64_t training = (file.bytes.size() - wanted) / data.grid_ * data.grid_;
    if (training < std::max<std::uint64_t>(request.segment, data.grid_) || wanted == 0) {
      return Status::InvalidArgument(file.name + ": too short to train on: " + std::to_string(file.bytes.size()) +
                                     " bytes");
    }
    const ByteView all(file.bytes);
    weights += file.weight > 0 ? file.weight : static_cast<double>(training);
    data.files_.push_back({all.first(training), all.subspan(training), weights});
  }
  if (data.files_.empty()) return Status::InvalidArgument("there is nothing to train on");
  for (File& file : data.files_) file.until /= weights;
  return data;
}

std::uint64_t TrainingData::Draw() {
  const std::uint64_t drawn = SplitMix64(random_)();
  random_ += kSplitMixStep;
  return drawn;
}

void TrainingData::BeginStream(Lane* lane) {
  const double at = static_cast<double>(Draw() >> 11) * 0x1p-53;
  lane->file = 0;
  while (lane->file + 1 < files_.size() && at >= files_[lane->file].until) ++lane->file;
  const std::uint64_t size = files_[lane->file].training.size();
  const std::uint64_t drawn = steps_ << (Draw() % (kLongestStreamLog2 + 1));
  std::uint64_t length = stream_bytes_ != 0 ? stream_bytes_ : drawn;
  length = std::max(std::min(length, size) / steps_, std::uint64_t{1}) * steps_;
  lane->position = grid_ * (Draw() % ((size - length) / grid_ + 1));
  lane->left = length;
}

Segments TrainingData::Next() {
  const auto lanes = static_cast<std::int64_t>(lanes_.size());
  const auto steps = static_cast<std::int64_t>(steps_);
  Segments segments{torch::empty({lanes, steps}, torch::kInt64), torch::empty({lanes * steps}, torch::kUInt8),
                    torch::empty({lanes}, torch::kBool)};
  auto* input = segments.inputs.data_ptr<std::int64_t>();
  auto* target = segments.targets.data_ptr<std::uint8_t>();
  bool* is_fresh = segments.fresh.data_ptr<bool>();
  for (Lane& lane : lanes_) {
    const bool fresh = lane.left == 0;
    if (fresh) BeginStream(&lane);
    const std::uint8_t* const from = files_[lane.file].training.data() + lane.position;
    *input = fresh ? std::int64_t{kBeginSymbol} : from[-1];
    std::copy_n(from, steps_ - 1, input + 1);
    std::copy_n(from, steps_, target);
    input += steps_;
    target += steps_;
    *is_fresh++ = fresh;
    segments.any_fresh |= fresh;
    lane.position += steps_;
    lane.left -= steps_;
  }
  return segments;
}

std::vector<std::uint64_t> TrainingData::State() const {
  std::vector<std::uint64_t> state = {random_};
  for (const Lane& lane : lanes_) state.insert(state.end(), {lane.file, lane.position, lane.left});
  return state;
}

bool TrainingData::Restore(std::span<const std::uint64_t> state) {
  if (state.size() != 1 + 3 * lanes_.size()) return false;
  std::vector<Lane> lanes;
  for (std::size_t n = 1; n < state.size(); n += 3) {
    const Lane lane{state[n], state[n + 1], state[n + 2]};
    if (lane.file >= files_.size() || lane.left % steps_ != 0) return false;
    const std::uint64_t size = files_[lane.file].training.size();
    if (lane.left > size || lane.position > size - lane.left || (lane.left > 0 && lane.position == 0)) return false;
    lanes.push_back(lane);
  }
  random_ = state[0];
  lanes_ = std::move(lanes);
  return true;
}

std::vector<ByteView> TrainingData::HeldOut() const {
  std::vector<ByteView> parts;
  for (const File& file : files_) parts.push_back(file.held_out);
  return parts;
}

}  // namespace llmzip::train

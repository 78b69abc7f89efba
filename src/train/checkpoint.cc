// Trainer's checkpoints: everything the next step depends on, as safetensors.
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "train/tensor_bytes.h"
#include "train/trainer.h"

namespace llmzip::train {
namespace {

constexpr char kFormat[] = "llmzip-checkpoint";

Status NotOurs() { return Status::InvalidArgument("the checkpoint is not one of this run's"); }

/// 64-bit numbers survive JSON as text.
std::string Join(const std::vector<std::uint64_t>& numbers) { return nlohmann::json(numbers).dump(); }

std::vector<std::uint64_t> Split(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_array()) return {};
  std::vector<std::uint64_t> numbers;
  for (const auto& number : json) {
    if (!number.is_number_unsigned()) return {};
    numbers.push_back(number.get<std::uint64_t>());
  }
  return numbers;
}

/// A number of the file's, if it is one from 0 to `most`.
std::optional<double> NumberIn(const nlohmann::json& object, const char* key, double most) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  const auto number = found->get<double>();
  return number >= 0 && number <= most ? std::optional(number) : std::nullopt;
}

/// Digits alone, up to 2^40.
std::optional<std::int64_t> StepsOf(const std::string& text) {
  std::int64_t steps = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), steps);
  const bool fine = error == std::errc() && end == text.data() + text.size();
  return fine && steps >= 0 && steps <= std::int64_t{1} << 40 ? std::optional(steps) : std::nullopt;
}

std::uint64_t Shape(const LaneMemory& memory) {
  for (const AttentionMemory& attention : memory.attention) {
    if (attention.past.defined()) return static_cast<std::uint64_t>(attention.past.size(1));
  }
  return 0;
}

/// Whether a file's description of the state is possible: counts are offsets into it.
bool IsSound(const LaneMemory& memory) {
  const auto within = [](const torch::Tensor& counts, std::int64_t most) {
    return !(counts < 0).logical_or(counts > most).any().item<bool>();
  };
  bool sound = within(memory.places, INT64_MAX / 2);
  for (const AttentionMemory& attention : memory.attention) {
    if (attention.past.defined()) sound = sound && within(attention.counts, attention.past.size(1));
  }
  return sound;
}

std::vector<TrainedNetwork::NamedTensor> MemoryTensors(const LaneMemory& memory) {
  std::vector<TrainedNetwork::NamedTensor> tensors = {{"memory.places", memory.places}};
  for (std::size_t n = 0; n < memory.delta.size(); ++n) {
    const std::string name = "memory." + std::to_string(n);
    if (memory.delta[n].state.defined()) {
      tensors.emplace_back(name + ".tail", memory.delta[n].tail);
      tensors.emplace_back(name + ".state", memory.delta[n].state);
    } else if (memory.attention[n].past.defined()) {
      tensors.emplace_back(name + ".past", memory.attention[n].past);
      tensors.emplace_back(name + ".counts", memory.attention[n].counts);
    }
  }
  if (memory.samples.samples.defined()) tensors.emplace_back("memory.samples", memory.samples.samples);
  return tensors;
}

}  // namespace

Bytes Trainer::Checkpoint() const {
  std::vector<TensorBytes> tensors;
  const auto add = [&](const std::vector<TrainedNetwork::NamedTensor>& named) {
    for (const auto& [name, tensor] : named) {
      if (tensor.numel() > 0) tensors.push_back(ToTensorBytes(name, tensor));
    }
  };
  add(network_.parameters());
  add(optimiser_.State());
  add(MemoryTensors(memory_));
  const Metadata metadata = {
      {"format", kFormat},
      {"steps", std::to_string(optimiser_.steps())},
      {"data", Join(data_.State())},
      {"past", Join({Shape(memory_)})},
      {"progress", nlohmann::json{{"seconds", SecondsUsed()}, {"bytes", bytes_}, {"bits", lately_}}.dump()}};
  return WriteSafetensors(metadata, tensors);
}

Status Trainer::Restore(ByteView checkpoint) {
  LLMZIP_ASSIGN_OR_RETURN(const Safetensors file, ParseSafetensors(checkpoint));
  std::map<std::string, std::string> metadata(file.metadata.begin(), file.metadata.end());
  std::map<std::string, SafetensorsTensor> tensors;
  for (const SafetensorsTensor& tensor : file.tensors) tensors[tensor.name] = tensor;
  const auto progress = nlohmann::json::parse(metadata["progress"], nullptr, false);
  const auto past = Split(metadata["past"]);
  const auto steps = StepsOf(metadata["steps"]);
  if (metadata["format"] != kFormat || !progress.is_object() || !steps || past.size() != 1 ||
      past[0] > network_.config().window) {
    return NotOurs();
  }
  constexpr double kMostSeconds = 1e12;
  constexpr double kMostBits = 1e6;
  const auto seconds = NumberIn(progress, "seconds", kMostSeconds);
  const auto bits = NumberIn(progress, "bits", kMostBits);
  const auto bytes = progress.find("bytes");
  if (!seconds || !bits || bytes == progress.end() || !bytes->is_number_unsigned()) return NotOurs();
  for (AttentionMemory& attention : memory_.attention) {
    if (!attention.past.defined()) continue;
    attention.past = torch::zeros({attention.past.size(0), static_cast<std::int64_t>(past[0]), attention.past.size(2)},
                                  attention.past.options());
  }
  const torch::NoGradGuard no_gradient;
  const auto copy = [&](const std::vector<TrainedNetwork::NamedTensor>& named) {
    for (const auto& [name, tensor] : named) {
      if (tensor.numel() > 0 && (!tensors.contains(name) || !CopyFrom(tensors[name], checkpoint, tensor))) return false;
    }
    return true;
  };
  if (!copy(network_.parameters()) || !copy(optimiser_.State()) || !copy(MemoryTensors(memory_)) ||
      !data_.Restore(Split(metadata["data"])) || !IsSound(memory_)) {
    return NotOurs();
  }
  optimiser_.set_steps(*steps);
  seconds_before_ = *seconds;
  bytes_ = bytes->get<std::uint64_t>();
  lately_ = *bits;
  return Status::Ok();
}

}  // namespace llmzip::train

#include "train/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

#include "model/model.h"
#include "train/export_model.h"
#include "train/growth.h"
#include "train/measure.h"
#include "train/schedule.h"

namespace llmzip::train {
namespace {

constexpr std::uint64_t kMeasuredStream = std::uint64_t{16} << 10;
constexpr std::uint64_t kMeasuredBytes = std::uint64_t{64} << 10;  // of a file

/// How long the host goes on without asking a device that is not itself how the steps went.
constexpr std::chrono::seconds kBetweenReadings{1};

bool MultipliesBFloat16(torch::Device device) {
  if (!device.is_cpu()) return true;
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

double Mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

LearningRates RatesFor(const TrainRequest& request) {
  LearningRates rates;
  const double factor = request.learning_rate;
  rates.muon *= factor;
  rates.embedding *= factor;
  rates.output *= factor;
  rates.vectors *= factor;
  return rates;
}

}  // namespace

StatusOr<std::unique_ptr<Trainer>> Trainer::Make(const TrainRequest& request) {
  const NetworkConfig& config = request.config;
  LLMZIP_RETURN_IF_ERROR(config.Check());
  if (request.initial_model != nullptr) {
    LLMZIP_RETURN_IF_ERROR(CheckGrowth(request.initial_model->config(), config));
  }
  if (request.lanes == 0 || request.lanes > 4096) return Status::InvalidArgument("lanes must be 1 to 4096");
  if (request.segment < 16 || request.segment > 65536 || (config.chunk != 0 && config.chunk % request.segment != 0)) {
    return Status::InvalidArgument("a segment must be 16 to 65536 bytes, and divide the network's chunk of " +
                                   std::to_string(config.chunk));
  }
  LLMZIP_ASSIGN_OR_RETURN(const Placement placement, FindPlacement(request.device, request.composed));
  if (placement.device.is_cuda()) at::globalContext().setAllowTF32CuBLAS(request.bfloat16);
  LLMZIP_ASSIGN_OR_RETURN(TrainingData data, TrainingData::Make(request, config));
  std::unique_ptr<Trainer> trainer(new Trainer(request, config, placement, std::move(data)));
  if (request.initial_model != nullptr) ImportModel(*request.initial_model, &trainer->network_);
  if (!request.checkpoint.empty()) LLMZIP_RETURN_IF_ERROR(trainer->Restore(request.checkpoint));
  return trainer;
}

Trainer::Trainer(const TrainRequest& request, const NetworkConfig& config, const Placement& placement,
                 TrainingData data)
    : request_(request),
      network_(config, request.seed, placement),
      data_(std::move(data)),
      optimiser_(network_.parameters(), RatesFor(request)),
      memory_(network_.NewMemory(request.lanes, NumericsAt(0))) {}

double Trainer::SecondsUsed() const {
  return seconds_before_ + std::chrono::duration<double>(Clock::now() - start_).count();
}

double Trainer::Share() const {
  if (request_.steps != 0) return static_cast<double>(optimiser_.steps()) / static_cast<double>(request_.steps);
  return SecondsUsed() / (60 * request_.minutes);
}

Numerics Trainer::NumericsAt(double share) const {
  return {request_.bfloat16 && MultipliesBFloat16(network_.device()) ? torch::kBFloat16 : torch::kFloat32,
          share >= request_.quantise_from};
}

void Trainer::Step(double share) {
  const Segments segments = data_.Next();
  const auto moved = [&](const torch::Tensor& tensor) { return MovedTo(network_.device(), tensor); };
  if (segments.any_fresh) network_.Forget(moved(segments.fresh), &memory_);
  const torch::Tensor logits = network_.Logits(moved(segments.inputs), NumericsAt(share), &memory_);
  const torch::Tensor coded = network_.Coded(moved(segments.targets), memory_);
  const torch::Tensor loss = network_.functions().CodeLengths(logits, network_.Get("output.bias"), coded).mean();
  loss.backward();
  optimiser_.Step(LearningRateAt(share));
  bytes_ += static_cast<std::uint64_t>(segments.targets.numel());
  unread_.push_back(loss.detach());
}

void Trainer::ReadLosses() {
  last_read_ = Clock::now();
  if (unread_.empty()) return;
  const torch::Tensor losses = torch::stack(unread_).to(torch::kCPU, torch::kFloat64);
  unread_.clear();
  for (std::int64_t n = 0; n < losses.numel(); ++n) {
    const double bits = losses[n].item<double>();
    lately_ = lately_ == 0 ? bits : lately_ + 0.02 * (bits - lately_);
  }
}

std::vector<double> Trainer::MeasureHeldOut() const {
  Numerics numerics = NumericsAt(1);
  return BitsPerByte(network_, numerics, data_.HeldOut(), kMeasuredStream, kMeasuredBytes);
}

StatusOr<TrainResult> Trainer::Run(TrainObserver& observer) {
  double held_out = 0;
  const double held_out_before = request_.evaluations > 0 ? Mean(MeasureHeldOut()) : 0;
  double next_measure = request_.evaluations > 0 ? Share() + 1 / request_.evaluations : 2;
  double next_checkpoint = SecondsUsed() + 60 * request_.checkpoint_minutes;
  start_ = Clock::now();
  const std::uint64_t bytes_before = bytes_;
  // Time is asked for once a step: one during which it runs out is the last, and so is the next one when it runs out
  // in between, while measuring or reporting. The last step is always measured.
  double share = Share();
  while (share < 1) {
    Step(share);
    share = Share();
    if (network_.device().is_cpu() || share >= 1 || Clock::now() - last_read_ >= kBetweenReadings) ReadLosses();
    const double seconds = SecondsUsed() - seconds_before_;
    TrainProgress progress{.share = std::min(1.0, share),
                           .step = static_cast<std::uint64_t>(optimiser_.steps()),
                           .bytes = bytes_,
                           .bytes_per_second = static_cast<double>(bytes_ - bytes_before) / seconds,
                           .training_bits = lately_};
    const double left = std::max(0.0, 1 - progress.share);
    progress.seconds_left =
        request_.steps == 0 ? left * 60 * request_.minutes : left / std::max(1e-9, progress.share) * SecondsUsed();
    if (share >= 1 || progress.share >= next_measure) {
      next_measure = progress.share + 1 / std::max(1.0, request_.evaluations);
      progress.file_bits = MeasureHeldOut();
      progress.measured = true;
      held_out = Mean(progress.file_bits);
    }
    progress.held_out_bits = held_out;
    const bool go_on = observer.Report(progress);
    if (!go_on || (request_.checkpoint_minutes > 0 && SecondsUsed() >= next_checkpoint)) {
      next_checkpoint = SecondsUsed() + 60 * request_.checkpoint_minutes;
      ReadLosses();
      LLMZIP_RETURN_IF_ERROR(observer.SaveCheckpoint(Checkpoint()));
    }
    if (!go_on) return Status::Cancelled("stopped; --resume goes on from the checkpoint");
  }
  if (held_out == 0) held_out = Mean(MeasureHeldOut());  // resumed when all was done
  if (request_.checkpoint_minutes > 0) LLMZIP_RETURN_IF_ERROR(observer.SaveCheckpoint(Checkpoint()));
  return TrainResult{Model(held_out), held_out, held_out_before, bytes_};
}

Bytes Trainer::Model(double held_out_bits) const {
  nlohmann::json provenance = {{"command", request_.command},
                               {"seed", request_.seed},
                               {"bytes_seen", bytes_},
                               {"steps", optimiser_.steps()},
                               {"held_out_bits_per_byte", std::round(held_out_bits * 1e4) / 1e4}};
  for (const TrainingFile& file : request_.files) {
    provenance["data"].push_back({{"file", file.name}, {"bytes", file.bytes.size()}, {"weight", file.weight}});
  }
  std::string trained_on;
  for (const TrainingFile& file : request_.files) trained_on += (trained_on.empty() ? "" : ", ") + file.name;
  std::array<char, 16> bits{};
  std::snprintf(bits.data(), bits.size(), "%.3f", held_out_bits);
  return ExportModel(network_, {{"name", request_.name},
                                {"licence", request_.licence},
                                {"trained_on", trained_on},
                                {"bits_per_byte", bits.data()},
                                {"provenance", provenance.dump()}});
}

}  // namespace llmzip::train

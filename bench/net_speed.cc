// How fast a network runs here: the matrix product alone, then whole steps, part by part.
//
// usage: net_speed MODEL [KERNELS]
// Times are those of the fastest of many repetitions, because machines are shared.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "model/model.h"
#include "predictors/net/net_predictor.h"
#include "predictors/net/network.h"

namespace {

using llmzip::net::NetKernels;
using llmzip::net::Network;

double Now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// The kernels of a table, each call of which adds its time to its part.
enum Part { kMatrix, kDelta, kConvolution, kAttention, kQuantise, kNorm, kOther, kParts };
constexpr const char* kPartNames[] = {"matrix", "delta", "convolution", "attention", "quantise", "norm", "other"};
const NetKernels* timed = nullptr;
std::array<double, kParts> part_times{};

template <Part part, auto kernel, typename... Arguments>
void Timed(Arguments... arguments) {
  const double start = Now();
  (timed->*kernel)(arguments...);
  part_times[part] += Now() - start;
}

template <Part part, auto kernel, typename... Arguments>
void Time(void (**pointer)(Arguments...)) {
  *pointer = [](Arguments... arguments) { Timed<part, kernel, Arguments...>(arguments...); };
}

NetKernels TimedKernels() {
  NetKernels kernels = *timed;
  Time<kMatrix, &NetKernels::multiply>(&kernels.multiply);
  Time<kQuantise, &NetKernels::quantise>(&kernels.quantise);
  Time<kNorm, &NetKernels::norm>(&kernels.norm);
  Time<kOther, &NetKernels::add>(&kernels.add);
  Time<kOther, &NetKernels::square_positive>(&kernels.square_positive);
  Time<kConvolution, &NetKernels::convolve>(&kernels.convolve);
  Time<kDelta, &NetKernels::delta>(&kernels.delta);
  Time<kAttention, &NetKernels::attend>(&kernels.attend);
  Time<kOther, &NetKernels::turn>(&kernels.turn);
  return kernels;
}

void MeasureMatrix(const NetKernels& kernels, std::size_t matrix_rows, std::size_t columns) {
  const std::vector<std::uint8_t> weights(matrix_rows * columns, 0x55);
  const std::vector<float> scales(std::max<std::size_t>(matrix_rows, 64), 1.0F);
  const std::vector<std::int32_t> starts(matrix_rows);
  std::printf("matrix %zu x %zu:", matrix_rows, columns);
  for (const std::size_t rows : {1U, 2U, 4U, 8U, 16U, 32U, 64U}) {
    const std::vector<std::int8_t> q(rows * columns, 3);
    std::vector<float> out(rows * matrix_rows);
    double best = 1e9;
    for (int round = 0; round < 400; ++round) {
      const double start = Now();
      for (int i = 0; i < 4; ++i) {
        kernels.multiply({weights.data(), 16 * columns, scales.data(), matrix_rows / 16, columns, starts.data()},
                         {q.data(), columns, scales.data(), rows}, out.data(), matrix_rows);
      }
      best = std::min(best, (Now() - start) / 4);
    }
    std::printf("  %zu: %.0f", rows, static_cast<double>(matrix_rows * columns * rows) / best * 1e-9);
  }
  std::printf("   (activation rows: GMAC/s)\n");
}

// One thread; the caller's share of a step of many lanes.
void MeasureSteps(const llmzip::Model& model, const NetKernels& kernels, std::size_t lanes, std::size_t steps) {
  const auto network = Network::FromModel(model, kernels);
  std::vector<std::unique_ptr<llmzip::net::NetworkState>> states;
  std::vector<llmzip::net::NetworkState*> pointers;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    states.push_back(network->NewState());
    pointers.push_back(states.back().get());
  }
  llmzip::net::Workspace workspace;
  std::vector<std::uint16_t> inputs(lanes * steps);
  std::vector<float> logits(inputs.size() * 256);
  std::vector<std::uint32_t> frequencies(256);
  double best = 1e9;
  double best_frequencies = 1e9;
  std::array<double, kParts> best_parts{};
  std::uint32_t random = 1;
  for (int round = 0; round < 300; ++round) {
    for (std::uint16_t& input : inputs)
      input = static_cast<std::uint16_t>((random = random * 1664525 + 1013904223) >> 24);
    part_times = {};
    const double start = Now();
    network->Forward(pointers, steps, inputs, workspace, logits);
    const double forward = Now() - start;
    for (std::size_t row = 0; row < inputs.size(); ++row) kernels.frequencies(&logits[row * 256], frequencies.data());
    best_frequencies = std::min(best_frequencies, Now() - start - forward);
    if (forward < best) {
      best = forward;
      best_parts = part_times;
    }
  }
  const double bytes = static_cast<double>(inputs.size());
  std::printf("%3zu lanes x %2zu steps: %6.2f us/byte %7.1f KB/s |", lanes, steps, best / bytes * 1e6,
              bytes / (best + best_frequencies) * 1e-3);
  for (std::size_t part = 0; part < kParts; ++part) {
    if (best_parts[part] > 0) std::printf(" %s %.2f", kPartNames[part], best_parts[part] / bytes * 1e6);
  }
  std::printf(" frequencies %.2f\n", best_frequencies / bytes * 1e6);
}

// The predictor as a codec uses it; all its threads.
void MeasurePredictor(const llmzip::Model& model, unsigned lanes, unsigned threads, bool lookahead) {
  constexpr std::size_t kWindow = 8;  // steps
  constexpr std::size_t kSteps = 160 * kWindow;
  llmzip::PredictorShape shape;
  shape.lanes = lanes;
  shape.context.threads = threads;
  llmzip::net::NetPredictor predictor(Network::FromModel(model, *timed), shape);
  const std::vector<std::uint8_t> bytes(kSteps, 'e');
  if (lookahead) predictor.SetFuture(std::vector<std::span<const std::uint8_t>>(lanes, bytes));
  std::vector<llmzip::Frequency> frequencies(lanes * std::size_t{256});
  const std::vector<llmzip::Symbol> symbols(lanes, 'e');
  double best = 1e9;
  for (std::size_t window = 0; window < kSteps / kWindow; ++window) {
    const double start = Now();
    for (std::size_t step = 0; step < kWindow; ++step) {
      (void)predictor.Predict(frequencies).ok();
      (void)predictor.Update(symbols).ok();
    }
    best = std::min(best, Now() - start);
  }
  std::printf("predictor, %2u lanes, %u threads, %s: %.1f KB/s\n", lanes, threads, lookahead ? "lookahead" : "stepping",
              lanes * static_cast<double>(kWindow) / best * 1e-3);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return std::fprintf(stderr, "usage: net_speed MODEL [KERNELS]\n"), 2;
  std::ifstream file(arguments[1], std::ios::binary);
  const auto model = llmzip::Model::Parse(llmzip::Bytes(std::istreambuf_iterator<char>(file), {}));
  if (!model.ok()) return std::fprintf(stderr, "%s\n", model.status().message().c_str()), 1;
  const std::string wanted = count > 2 ? arguments[2] : std::string(llmzip::KernelName(llmzip::BestKernel()));
  for (const llmzip::Kernel kernel : llmzip::AvailableKernels()) {
    if (llmzip::KernelName(kernel) == wanted) timed = &llmzip::KernelsFor<NetKernels>(kernel);
  }
  if (timed == nullptr) return std::fprintf(stderr, "no such kernels: %s\n", wanted.c_str()), 2;
  const llmzip::NetworkConfig& config = (*model)->config();
  std::printf("%s, width %u, %u heads, hidden %u, layers %s, window %u: %.2f M parameters\n", wanted.c_str(),
              config.width, config.heads, config.hidden, config.layers.c_str(), config.window,
              static_cast<double>(llmzip::ParameterCount(config)) * 1e-6);
  MeasureMatrix(*timed, config.hidden, config.width);
  MeasureMatrix(*timed, config.width, config.hidden);
  const NetKernels with_times = TimedKernels();
  for (const auto& [lanes, steps] :
       {std::pair<std::size_t, std::size_t>{1, 1}, {1, 64}, {8, 1}, {8, 8}, {16, 1}, {16, 4}}) {
    MeasureSteps(**model, *timed, lanes, steps);
    MeasureSteps(**model, with_times, lanes, steps);
  }
  for (const unsigned threads : {1U, 2U}) {
    for (const unsigned lanes : {1U, 2U, 4U, 8U, 16U, 32U}) {
      if (lanes < threads) continue;
      MeasurePredictor(**model, lanes, threads, false);
      MeasurePredictor(**model, lanes, threads, true);
    }
  }
}

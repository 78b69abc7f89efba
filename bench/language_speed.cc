// How fast a language model runs here: its largest products alone, then whole passes of decoders and encoders.
//
// usage: language_speed [KERNELS [MODEL [LANES ROWS PLACES THREADS]]]
// MODEL "": random weights in SmolLM2-135M's shape. LANES and so on: only that pass, for a profiler.
// Times are those of the fastest of many repetitions, because machines are shared; those of one thread are its own.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "predictors/net/language_network.h"
#include "support/random_language.h"

namespace {

using llmzip::net::LanguageNetwork;
using llmzip::net::LanguageState;

double Now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

// A single thread's time does not pass while others have its processor.
double NowOf(unsigned threads) {
  if (threads > 1) return Now();
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

llmzip::LanguageConfig SmolShape() {
  llmzip::LanguageConfig config;
  config.width = config.norm_width = 576;
  config.layers = 30;
  config.heads = 9;
  config.key_value_heads = 3;
  config.head_width = config.rotary_width = 64;
  config.hidden = 1536;
  config.vocabulary = 49152;
  config.context = 2048;
  config.gated = true;
  return config;
}

double MeasureProduct(const llmzip::net::NetKernels& kernels, std::size_t blocks, std::size_t columns,
                      std::size_t rows) {
  const std::vector<std::uint8_t> weights(16 * blocks * columns, 0x55);
  const std::vector<float> scales(std::max<std::size_t>(16 * blocks, 64), 1.0F);
  const std::vector<std::int32_t> starts(16 * blocks);
  const std::vector<std::int8_t> q(rows * columns, 3);
  std::vector<float> out(rows * 16 * blocks);
  double best = 1e9;
  for (int round = 0; round < 200; ++round) {
    const double start = NowOf(1);
    kernels.multiply({weights.data(), 16 * columns, scales.data(), blocks, columns, starts.data()},
                     {q.data(), columns, scales.data(), rows}, out.data(), 16 * blocks);
    best = std::min(best, NowOf(1) - start);
  }
  return static_cast<double>(16 * blocks * columns * rows) / best * 1e-9;
}

struct Shape {
  std::size_t lanes;
  std::size_t rows;
};

// Tokens a second when each lane has `place` places and gets `rows` tokens more.
double MeasurePass(const LanguageNetwork& network, const Shape& shape, std::uint32_t place, unsigned threads) {
  llmzip::ThreadTeam team(threads);
  llmzip::net::LanguageWorkspace workspace;
  std::vector<std::unique_ptr<LanguageState>> states;
  std::vector<std::uint32_t> before(place);
  for (std::uint32_t i = 0; i < place; ++i) before[i] = i * 7919 % network.config().vocabulary;
  std::vector<std::uint32_t> tokens(shape.rows, 17);
  std::vector<float> logits(shape.lanes * shape.rows * network.logit_stride());
  std::vector<LanguageNetwork::Feed> feeds;
  for (std::size_t lane = 0; lane < shape.lanes; ++lane) {
    states.push_back(network.NewState(place + 64));
    const std::vector<LanguageNetwork::Feed> feed = {{states.back().get(), before, nullptr}};
    network.Forward(feed, workspace, team);
    feeds.push_back({states.back().get(), tokens, logits.data() + lane * shape.rows * network.logit_stride()});
  }
  double best = 1e9;
  const double began = Now();
  for (int round = 0; round < 60 && (round < 5 || Now() - began < 3); ++round) {
    const double start = NowOf(threads);
    network.Forward(feeds, workspace, team);
    best = std::min(best, NowOf(threads) - start);
    for (const auto& state : states) state->Rewind(place);
  }
  return static_cast<double>(shape.lanes * shape.rows) / best;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string wanted = count > 1 ? arguments[1] : std::string(llmzip::KernelName(llmzip::BestKernel()));
  llmzip::Kernel kernel = llmzip::Kernel::kScalar;
  for (const llmzip::Kernel available : llmzip::AvailableKernels()) {
    if (llmzip::KernelName(available) == wanted) kernel = available;
  }
  llmzip::Bytes file;
  if (count > 2 && arguments[2][0] != '\0') {
    std::ifstream stream(arguments[2], std::ios::binary);
    file.assign(std::istreambuf_iterator<char>(stream), {});
  } else {
    file = llmzip::testing::RandomLanguageFile(SmolShape(), 1);
  }
  double start = Now();
  const auto model = llmzip::Model::Parse(std::move(file));
  if (!model.ok() || !(*model)->language()) return std::fprintf(stderr, "not a language model\n"), 1;
  std::printf("%s; parsed in %.2f s", std::string(llmzip::KernelName(kernel)).c_str(), Now() - start);
  start = Now();
  const auto network = LanguageNetwork::SharedFromModel(**model, kernel);
  std::printf(", made in %.2f s, %.1f MB beside the file\n", Now() - start,
              static_cast<double>(network->weight_bytes()) * 1e-6);
  if (count > 6) {
    const auto number = [&](int i) { return static_cast<std::uint32_t>(std::stoul(arguments[i])); };
    std::printf("%.0f tokens/s\n", MeasurePass(*network, {number(3), number(4)}, number(5), number(6)));
    return 0;
  }
  const auto& kernels = llmzip::KernelsFor<llmzip::net::NetKernels>(kernel);
  const llmzip::LanguageConfig& config = network->config();
  for (const std::size_t rows : {1U, 3U, 16U, 64U}) {
    std::printf("%2zu rows: up %.0f GMAC/s, down %.0f, keys %.0f, values %.0f\n", rows,
                MeasureProduct(kernels, config.up_rows() / 16, config.width, rows),
                MeasureProduct(kernels, config.width / 16, config.hidden, rows),
                MeasureProduct(kernels, 32, config.head_width, rows),
                MeasureProduct(kernels, config.head_width / 16, 512, 2 * rows));
  }
  const double products = static_cast<double>(llmzip::MultiplyAddsPerToken(config)) * 1e-9;
  for (const unsigned threads : {1U, 2U}) {
    for (const Shape& shape : {Shape{1, 1}, {1, 8}, {1, 64}, {4, 1}, {16, 1}}) {
      std::printf("%u threads, %2zu lanes x %2zu:", threads, shape.lanes, shape.rows);
      for (const std::uint32_t place : {0U, 512U, 1024U}) {
        if (place + 64 > config.context) continue;
        const double tokens = MeasurePass(*network, shape, place, threads);
        std::printf("  %4u places %5.0f tokens/s (%3.0f GMAC/s)", place, tokens, tokens * products);
        std::fflush(stdout);
      }
      std::printf("\n");
    }
  }
}

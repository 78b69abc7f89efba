#include "checkpoints/opened_plugin.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace llmzip {

StatusOr<std::shared_ptr<const Checkpoint>> OpenWithPlugin(const std::string& path, const CheckpointOptions& options) {
  void* const plugin = dlopen(LLMZIP_CHECKPOINTS_PLUGIN, RTLD_NOW | RTLD_LOCAL);
  if (plugin == nullptr) return Status::NotFound(dlerror());
  const auto open = reinterpret_cast<OpenCheckpointFunction>(dlsym(plugin, kOpenCheckpointName));
  if (open == nullptr) return Status::NotFound("the plug-in lacks its function");
  const std::unique_ptr<StatusOr<std::shared_ptr<const Checkpoint>>> result(open(path, options));
  return std::move(*result);
}

std::shared_ptr<const Checkpoint> Opened(const std::string& path, const CheckpointOptions& options) {
  auto checkpoint = OpenWithPlugin(path, options);
  EXPECT_TRUE(checkpoint.ok()) << path << ": " << checkpoint.status().message();
  return checkpoint.ok() ? *checkpoint : nullptr;
}

std::unique_ptr<Predictor> PredictorOf(const Checkpoint& checkpoint, const CheckpointUse& use) {
  auto predictor = checkpoint.NewPredictor(use);
  EXPECT_TRUE(predictor.ok()) << predictor.status().message();
  return predictor.ok() ? *std::move(predictor) : nullptr;
}

std::vector<std::vector<Frequency>> Rows(Predictor& predictor, std::size_t active) {
  const std::size_t alphabet = predictor.alphabet_size();
  std::vector<Frequency> all(active * alphabet);
  EXPECT_TRUE(predictor.Predict(all).ok());
  std::vector<std::vector<Frequency>> rows;
  for (std::size_t lane = 0; lane < active; ++lane) {
    rows.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(lane * alphabet),
                      all.begin() + static_cast<std::ptrdiff_t>((lane + 1) * alphabet));
    EXPECT_EQ(std::accumulate(rows.back().begin(), rows.back().end(), std::uint64_t{0}), std::uint64_t{1} << 24);
    EXPECT_GE(*std::min_element(rows.back().begin(), rows.back().end()), 1U);
  }
  return rows;
}

double Distance(const std::vector<Frequency>& a, const std::vector<Frequency>& b) {
  EXPECT_EQ(a.size(), b.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    distance += std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
  return distance / (1 << 24);
}

}  // namespace llmzip

// The plug-in as the library opens it: by name, from the build folder.
#ifndef LLMZIP_TESTS_CHECKPOINTS_OPENED_PLUGIN_H_
#define LLMZIP_TESTS_CHECKPOINTS_OPENED_PLUGIN_H_

#include <memory>
#include <string>
#include <vector>

#include "model/checkpoint.h"

namespace llmzip {

StatusOr<std::shared_ptr<const Checkpoint>> OpenWithPlugin(const std::string& path,
                                                           const CheckpointOptions& options = {});

/// Fails the test and returns null if it cannot be opened.
std::shared_ptr<const Checkpoint> Opened(const std::string& path, const CheckpointOptions& options = {});

/// Fails the test and returns null if it cannot be made.
std::unique_ptr<Predictor> PredictorOf(const Checkpoint& checkpoint, const CheckpointUse& use);

/// One Predict: a row for each of the first `active` lanes, each checked to be a distribution.
std::vector<std::vector<Frequency>> Rows(Predictor& predictor, std::size_t active);

/// How far two rows are apart: Σ |p - q|, from 0 to 2.
double Distance(const std::vector<Frequency>& a, const std::vector<Frequency>& b);

}  // namespace llmzip

#endif  // LLMZIP_TESTS_CHECKPOINTS_OPENED_PLUGIN_H_

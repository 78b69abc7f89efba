// TrainingArguments: the options of `llmzip train`, as typed and as checked.
#ifndef LLMZIP_CLI_TRAINING_ARGUMENTS_H_
#define LLMZIP_CLI_TRAINING_ARGUMENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "llmzip/status.h"

namespace llmzip::cli {

/// What is the same as typed and as checked.
struct PlainTraining {
  std::vector<std::string> data;
  std::string architecture;   ///< as ParseNetworkShape takes it; changes of initial_model
  std::string initial_model;  ///< a model's name, digest or path
  std::string name;           ///< "": by the output file
  std::string licence;
  std::string checkpoint;  ///< "": none
  std::string device = "cpu";
  bool resume = false;
  bool full_precision = false;
};

struct TypedTraining : PlainTraining {
  std::string weights;
  std::string minutes;
  std::string steps;
  std::string seed;
  std::string sequences;
  std::string segment;
  std::string learning_rate;
};

struct TrainingArguments : PlainTraining {
  std::vector<double> weights;  ///< none, or one for each file
  double minutes = 10;
  std::uint64_t steps = 0;  ///< if not 0, instead of minutes
  std::uint64_t seed = 1;
  std::uint32_t sequences = 16;
  std::uint32_t segment = 1024;
  double learning_rate = 1;
};

/// kInvalidArgument with a message that names the option.
StatusOr<TrainingArguments> CheckTraining(const TypedTraining& typed);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TRAINING_ARGUMENTS_H_

// Arguments: the command line as typed, and in checked form. Nothing is done before everything is checked.
#ifndef LLMZIP_CLI_ARGUMENTS_H_
#define LLMZIP_CLI_ARGUMENTS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/checkpoint_arguments.h"
#include "cli/training_arguments.h"
#include "eval/chunk_rates.h"
#include "llmzip/kernel.h"
#include "llmzip/level.h"
#include "llmzip/limits.h"
#include "llmzip/models.h"
#include "llmzip/status.h"

namespace llmzip::cli {

enum class Mode { kCompress, kDecompress, kTest, kList };

/// One way to code as typed for bench.
struct TypedCoding {
  bool is_level = false;  ///< a level's number, else a spec
  std::string text;
};

struct Display {
  int verbosity = 0;             ///< -2 silent, -1 no warnings, 0 normal, 1 -v, 2 -vv
  std::optional<bool> progress;  ///< forced on or off; otherwise on a terminal only
  bool json = false;
  bool json_lines = false;  ///< with json: each result on a line of its own, at once
};

/// What is the same as typed and as checked: above all flags, which cannot be wrong.
struct PlainArguments {
  Mode mode = Mode::kCompress;
  std::vector<std::string> files;  ///< "-" is standard input
  std::string file_list;           ///< a file of further names, one a line; "-" is standard input
  std::string files0_from;         ///< the same, each name ended by a NUL
  bool recursive = false;

  bool to_stdout = false;
  bool force = false;
  bool remove_source = false;
  bool sparse = true;
  bool sync = true;
  std::optional<std::string> output;  ///< a file's name, once checked
  bool output_may_be_folder = false;  ///< the command makes a file of each file
  std::string suffix = ".llz";

  bool verify = true;
  bool estimate = false;  ///< say what compressing would take, and write nothing
  std::string model;      ///< in place of the levels' own network; "": that
  bool embed_models = false;
  std::vector<std::string> model_folders;  ///< asked for on the command line

  bool recover = false;
  bool sandbox = true;  ///< while decoding
  bool ignore_trailing = false;
  bool allow_scripts = false;

  Display display;

  bool entropy = false;         ///< for eval
  std::string prefix_file;      ///< for generate
  bool keeps_learning = false;  ///< the same: from what is drawn too

  std::string import_name;     ///< for import; "": by the checkpoint
  std::string import_licence;  ///< the same
};

/// What was typed, conflicts between repeated options already resolved (the last one wins), nothing checked.
struct TypedArguments : PlainArguments {
  std::string level;
  std::string predictor;
  std::string codec;
  std::string block_size;
  std::string lanes;
  TypedCheckpoint checkpoint;

  std::string threads;
  std::string memory_limit;
  std::string max_output;
  std::string max_ratio;
  std::string max_work;
  bool no_limits = false;
  std::string kernel;

  std::string offset;
  std::string length;

  int quiet = 0;
  int verbose = 0;

  std::vector<TypedCoding> codings;  // bench and eval, in the order typed
  std::string runs;                  // bench
  std::vector<std::string> chunks;   // eval
  std::string positions;             // eval
  std::string seven_bits;            // eval
  std::string explain_limit;         // explain
  std::string bytes;                 // generate
  std::string seed;                  // generate
  std::string temperature;           // generate
  std::optional<TypedTraining> training;
};

/// One way to code, for bench and eval.
struct CodingChoice {
  std::string label;         ///< "-3" or the spec
  std::optional<int> level;  ///< nothing for a spec
  std::string spec;          ///< or what the level has for data
  std::uint64_t block_size = 0;
};

struct Range {
  std::uint64_t offset = 0;
  std::uint64_t length = UINT64_MAX;
};

/// Checked: every field is valid, and no two contradict each other.
struct Arguments : PlainArguments {
  /// Called once with the names of all files and folders to work on, before the first is opened; set by main().
  void (*confine)(const Arguments& arguments, const std::vector<std::string>& names) = nullptr;

  std::string output_folder;  ///< where results go under their own names, with a "/" at its end; "": -o named none
  std::optional<int> level;   ///< by which content is coded; nothing where a spec was asked for
  std::string spec;           ///< asked for, or what the level has for data
  std::uint64_t block_size = 0;
  bool block_size_is_levels = true;  ///< nobody asked for it: blocks may be evened out
  unsigned lanes = 0;
  unsigned threads = 0;
  Limits limits;
  std::shared_ptr<const ModelSource> models;  ///< set by main() once all is checked
  Kernel kernel = BestKernel();

  std::optional<Range> range;

  std::vector<CodingChoice> choices;
  unsigned runs = 1;

  std::vector<std::uint64_t> chunks;  ///< for eval: bytes, 0 for the whole
  unsigned positions = 0;
  SevenBits seven_bits = SevenBits::kNo;

  std::uint64_t explain_limit = std::uint64_t{2} << 20;  ///< bytes

  std::uint64_t generate_bytes = 0;
  std::uint64_t seed = 0;
  double temperature = 0.7;  ///< at 1 much of what is drawn is what hardly ever follows

  std::optional<TrainingArguments> training;  ///< for train
};

/// kInvalidArgument with a message that names the option.
StatusOr<Arguments> CheckArguments(const TypedArguments& typed);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_ARGUMENTS_H_

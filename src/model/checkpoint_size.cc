#include "model/checkpoint_size.h"

#include <algorithm>
#include <cerrno>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "base/owned_json.h"
#include "base/saturating.h"
#include "io/file_error.h"
#include "io/path_name.h"
#include "io/whole_file.h"

namespace llmzip {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxConfigBytes = std::uint64_t{1} << 20;
constexpr std::uint64_t kMaxExtent = std::uint64_t{1} << 20;  // as the plug-in
constexpr std::uint64_t kUnknownLaneBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kUsualWindow = 2048;  // of those that do not say, and at most (model/checkpoint.h)
constexpr std::uint64_t kUnknownVocabulary = kMaxAlphabetSize;

std::uint64_t FileSize(FileSystem& file_system, const std::string& path) {
  struct stat status = {};
  return file_system.Stat(path, &status) == 0 && S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size)
                                                                         : 0;
}

// The first of the keys that there is, families having their own words for the same thing.
std::optional<std::uint64_t> Extent(const Json& config, std::initializer_list<const char*> keys) {
  for (const char* const key : keys) {
    const auto found = config.find(key);
    if (found == config.end() || !found->is_number_unsigned()) continue;
    const auto value = found->get<std::uint64_t>();
    if (value >= 1 && value <= kMaxExtent) return value;
  }
  return std::nullopt;
}

using Bounded = std::initializer_list<std::uint64_t>;

std::uint64_t Product(Bounded factors) {
  std::uint64_t product = 1;
  for (const std::uint64_t factor : factors) product = SaturatingMultiply(product, factor);
  return product;
}

std::uint64_t Sum(Bounded terms) {
  std::uint64_t sum = 0;
  for (const std::uint64_t term : terms) sum = SaturatingAdd(sum, term);
  return sum;
}

CheckpointSize Unknown(std::uint64_t file_bytes) {
  CheckpointSize size;
  size.opened_bytes = 4 * std::min(file_bytes, UINT64_MAX / 8) + CheckpointSize::kLibraryBytes;
  size.lane_bytes = kUnknownLaneBytes;
  size.vocabulary = kUnknownVocabulary;
  return size;
}

// What the plug-in's families take, each at its most (checkpoints/transformer.cc, families/rwkv.cc).
void TakeConfig(const Json& config, std::uint64_t file_bytes, const CheckpointOptions& options, CheckpointSize* size) {
  const auto layers = Extent(config, {"num_hidden_layers", "n_layer"});
  const auto width = Extent(config, {"hidden_size", "n_embd"});
  const auto vocabulary = Extent(config, {"vocab_size"});
  if (!layers || !width || !vocabulary) return;
  const std::uint64_t heads = Extent(config, {"num_attention_heads", "n_head"}).value_or(*width);
  const std::uint64_t head_size = Extent(config, {"head_dim"}).value_or(*width / heads + 1);
  const std::uint64_t inner = Extent(config, {"intermediate_size", "n_inner"}).value_or(4 * *width);
  const std::uint64_t keys = std::max(*width, heads * head_size);
  constexpr std::uint64_t kFloat = sizeof(float);
  constexpr std::uint64_t kAtOnce = 32;   // tokens of a lane that one step takes
  constexpr std::uint64_t kPadding = 32;  // places that a cache of keys has beyond its window
  const std::uint64_t widest = std::max(2 * inner, 3 * keys);
  const bool single = options.dtype.empty() || options.dtype == "float32";
  size->opened_bytes = Sum(
      {Product({single ? 2U : 1U, file_bytes}), Product({*vocabulary, *width, kFloat}), CheckpointSize::kLibraryBytes});
  size->place_bytes = Sum({Product({2, *layers, keys, kFloat}), 8 * head_size, Product({kAtOnce, 4, heads, kFloat})});
  size->lane_bytes = Sum({Product({kPadding, size->place_bytes}), Product({kAtOnce, 8, widest, kFloat}),
                          Product({5, *layers, widest, kFloat}), Product({7, *vocabulary, kFloat})});
  size->vocabulary = *vocabulary;
  size->trained_window = Extent(config, {"max_position_embeddings", "n_positions", "context_length"}).value_or(0);
}

StatusOr<CheckpointSize> SizeOfFolder(FileSystem& file_system, const std::string& folder,
                                      const CheckpointOptions& options) {
  std::vector<std::string> names;
  if (file_system.ListDirectory(folder, &names) != 0) {
    const Status error = FileError("cannot list", errno);
    return Status(error.code(), folder + ": " + error.message());
  }
  std::uint64_t weights = 0;
  bool tokens = false;
  for (const std::string& name : names) {
    if (name.ends_with(".safetensors")) weights += FileSize(file_system, std::string(folder).append("/").append(name));
    tokens = tokens || name == "tokenizer.json" || name == "tokenizer.model";
  }
  CheckpointSize size = Unknown(weights);
  size.tokens = tokens;
  LLMZIP_ASSIGN_OR_RETURN(const Bytes text, ReadRegularFile(file_system, folder + "/config.json", kMaxConfigBytes));
  const auto config = ParseOwnedJson(text);
  if (config && (*config)->is_object()) TakeConfig(**config, weights, options, &size);
  return size;
}

}  // namespace

std::uint64_t CheckpointSize::PredictorBytes(const CheckpointUse& use) const {
  const std::uint64_t window = use.context.window != 0 ? use.context.window
                               : trained_window == 0   ? kUsualWindow
                                                       : std::min(trained_window, kUsualWindow);
  // Candidates of a top k; the newest tokens of an overlap.
  const std::uint64_t small = 16 * std::uint64_t{use.top_k} + 8 * (std::uint64_t{use.context.overlap} + 1);
  const std::uint64_t lane = Sum({lane_bytes, Product({window, place_bytes}), small});
  return Sum({Product({use.lanes, lane}), Product({8, vocabulary, sizeof(float)})});
}

StatusOr<CheckpointSize> SizeOfCheckpoint(FileSystem& file_system, const std::string& path,
                                          const CheckpointOptions& options) {
  const std::uint64_t file_bytes = FileSize(file_system, path);
  if (file_bytes == 0) return SizeOfFolder(file_system, path, options);
  CheckpointSize size = Unknown(file_bytes);
  const std::string stem = path.substr(0, path.rfind('.')) + ".";
  size.tokens = FileSize(file_system, stem + "tokenizer.json") + FileSize(file_system, stem + "tokenizer.model") != 0;
  return size;
}

}  // namespace llmzip

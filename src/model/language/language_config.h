// LanguageConfig: the shape of a language model of tokens in the exact engine, as `llmzip import` makes it.
//
// The importer has removed all that only one family has: gains and biases of norms are in the matrices that read them,
// heads turn by pairs (i, i + rotary_width / 2), tokens are sorted by their bytes. What the numbers mean is in
// src/predictors/net/net.spec.md, "language". Pure values; thread-safe.
#ifndef LLMZIP_MODEL_LANGUAGE_LANGUAGE_CONFIG_H_
#define LLMZIP_MODEL_LANGUAGE_LANGUAGE_CONFIG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/status.h"
#include "model/network_config.h"

namespace llmzip {

/// A model file's "architecture".
inline constexpr std::string_view kLanguageArchitecture = "language";

/// Which operations in which order the engine does: a model names the version it was made for.
inline constexpr std::string_view kLanguageNumerics = "1";

/// The most places a lane may have, as many as sums of 32 bits allow: net.spec.md, "Bounds".
inline constexpr std::uint32_t kMostContext = 1U << 17;

struct LanguageConfig {
  enum class Norm : std::uint8_t { kRms, kLayer };
  enum class Activation : std::uint8_t { kSilu, kGelu };

  /// Which matrices have a bias.
  struct Biases {
    bool qkv = false;
    bool out = false;
    bool up = false;
    bool down = false;
    bool head = false;
    bool operator==(const Biases&) const = default;
  };

  std::uint32_t width = 0;             ///< of the residual stream, padded: a multiple of 16, 16 … 16384
  std::uint32_t norm_width = 0;        ///< what norms divide by, at most width; elements beyond it are 0
  std::uint32_t layers = 0;            ///< 1 … 256
  std::uint32_t heads = 0;             ///< of queries, 1 … 256
  std::uint32_t key_value_heads = 0;   ///< divides heads
  std::uint32_t head_width = 0;        ///< padded: a multiple of 16, 16 … 256
  std::uint32_t rotary_width = 0;      ///< elements of a head that turn with the place: even; 0: learned positions
  std::uint32_t hidden = 0;            ///< of the feed-forward layer, padded: a multiple of 16, 16 … 65536
  std::uint32_t vocabulary = 0;        ///< tokens that can be predicted, sorted by their bytes: 1 … 2^18
  std::uint32_t extra = 0;             ///< rows of the embedding after those, of tokens that are fed only: 0 … 2^16
  std::optional<std::uint32_t> begin;  ///< the row that is fed before a text, if there is one
  std::uint32_t context = 0;           ///< places a lane may have, 1 … 2^17
  std::uint32_t window = 0;            ///< attention sees the newest `window` places, this one included; 0: all
  Norm norm = Norm::kRms;
  double epsilon = 1e-5;  ///< of the norms, 1e-12 … 1
  Activation activation = Activation::kSilu;
  bool gated = false;           ///< down(act(gate) × up)
  bool parallel = false;        ///< attention and feed-forward read the same residual stream
  bool query_key_norm = false;  ///< each head of q and k has a norm with a gain before it turns
  Biases biases;

  bool operator==(const LanguageConfig&) const = default;

  /// Rows of the matrix that makes queries, keys and values.
  [[nodiscard]] std::uint64_t qkv_rows() const {
    return (std::uint64_t{heads} + 2 * std::uint64_t{key_value_heads}) * head_width;
  }
  [[nodiscard]] std::uint64_t up_rows() const { return (gated ? 2 : 1) * std::uint64_t{hidden}; }
  [[nodiscard]] std::uint64_t embedding_rows() const { return std::uint64_t{vocabulary} + extra; }

  /// kInvalidArgument naming the first field out of its range.
  [[nodiscard]] Status Check() const;
};

/// A token that is predicted stands for 1 … kMostTokenBytes bytes.
inline constexpr std::size_t kMostTokenBytes = 255;

/// The tensors of the vocabulary: the bytes of all predicted tokens, one after another, and where each ends; the number
/// of each row in the source; and the tokeniser's file.
inline constexpr std::string_view kTokenBytes = "tokens.bytes";
inline constexpr std::string_view kTokenEnds = "tokens.ends";
inline constexpr std::string_view kTokenIds = "tokens.ids";
inline constexpr std::string_view kTokeniser = "tokeniser";

/// Every tensor of such a model, in file order; of two of them (U8) only the file knows the size. `config` must pass
/// Check. A matrix "X.weight" is int8 in the order of the kernels, [rows padded
/// to sixteens, columns]: element (row, column) is byte row / 16 × 16 × columns + column / 4 × 64 + row % 16 × 4 +
/// column % 4; the embedding alone is row by row. "X.scale" [padded rows] follows it, and "X.bias" where there is one.
std::vector<TensorShape> TensorsOf(const LanguageConfig& config, std::uint64_t token_bytes,
                                   std::uint64_t tokeniser_bytes);

/// Elements of all matrices and vectors except scales and phases, padding included.
std::uint64_t ParameterCount(const LanguageConfig& config);

/// Multiplications of one token, attention's not counted.
std::uint64_t MultiplyAddsPerToken(const LanguageConfig& config);

/// One line, fields in a fixed order; and back: kCorrupt for anything that is not such a line.
std::string ConfigToJson(const LanguageConfig& config);
StatusOr<LanguageConfig> LanguageConfigFromJson(std::string_view json);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_LANGUAGE_LANGUAGE_CONFIG_H_
